import type { PredictEvidence } from "../src/cards/predict-types.js";
import { levelShares } from "../src/decisions/levels.js";
import { formatBytes, formatCount, formatFixed, formatValue } from "../src/lib/format.js";
import type { Project } from "../src/projects/types.js";
import { element } from "./element.js";
import { MethodNote } from "./Panel.js";
import type { PredictionWords } from "./predictionWords.js";
import { inSentence } from "./quantities.js";
import { spanWords } from "./words.js";

function levelSentence(levels: NonNullable<PredictEvidence["levels"]>, { quantity }: PredictionWords): string {
  const bounds = `Levels: medium from ${formatValue(levels.medium, quantity)}, high from ${formatValue(levels.high, quantity)}`;
  if (levels.source === "policy") return `${bounds}, as the project's policy says. `;
  const percent = (share: number): string => `${formatFixed(100 * share, 0)} %`;
  return `${bounds}; ${percent(levelShares.medium)} and ${percent(levelShares.high)} of the validation predictions of ${inSentence(levels.of)} lie below. `;
}

/** What is estimated, which rows lie behind the averages, what the levels are, and what is not here. */
export function PredictNotes(
  { levels, training, tooLarge }: PredictEvidence,
  { moment }: Pick<Project, "moment">,
  words: PredictionWords,
): HTMLElement {
  const span = spanWords(training.from, training.to);
  const large = tooLarge.map(({ title, bytes }) => `${inSentence(title)}, ${formatBytes(bytes)}`).join("; ");
  return MethodNote(
    "What this estimates: what these fitted models say of one row. A contribution says what a model does with a value, not what would happen if the value changed in the world. ",
    `Averages are over the ${formatCount(training.rows)} training rows${span ? `, ${span}` : ""}, as each model weighs them. `,
    levels ? levelSentence(levels, words) : null,
    large ? `Too large for a page: ${large}. On the command line, assay predict scores with any run. ` : null,
    `${moment} `,
    element("a", { href: "../methods/contributions.html" }, "How contributions are computed"),
  );
}
