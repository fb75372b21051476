import type { PredictRun } from "../src/cards/predict-types.js";
import { formatValue } from "../src/lib/format.js";
import type { Project } from "../src/projects/types.js";
import type { AskedRow } from "./askedRow.js";
import { element } from "./element.js";
import { Headline } from "./Panel.js";
import type { PredictionWords } from "./predictionWords.js";
import { counted, inSentence } from "./quantities.js";

/** What a run predicts, as far as it is known yet. */
export interface Answer {
  run: PredictRun;
  color: string;
  outputs: readonly number[] | null;
}

/** A number and its unit keep together. */
const textOf = ({ outputs }: Answer, words: PredictionWords): string =>
  outputs ? words.text(outputs).replaceAll(" ", "\u00a0") : "…";

/** The predictions in one sentence, with the row that they are of. */
export function AnswerHeadline(
  answers: readonly Answer[],
  { row, moved }: AskedRow,
  { project, words }: { project: Pick<Project, "question" | "target">; words: PredictionWords },
): HTMLElement {
  const said = answers.map((answer) => `${textOf(answer, words)} by ${inSentence(answer.run.title)}`);
  return Headline(said.join(", "), {
    above: project.question,
    evidence: [
      words.positive === null ? null : `The chance of “${words.positive}”. `,
      `${project.target.meaning}. Row ${row.id} of the test rows, `,
      moved.length === 0
        ? "as it is in the data"
        : element("b", {}, `with ${counted(String(moved.length), "features")} moved`),
      `; its label: ${typeof row.label === "number" ? formatValue(row.label, words.quantity) : row.label}.`,
    ],
  });
}

/** The predictions side by side, each with its level: they stay in view while a reader moves controls. Every digit is in `value`. */
export const Answers = (answers: readonly Answer[], words: PredictionWords): HTMLElement[] =>
  answers.map((answer) =>
    element(
      "div",
      { class: "predicted" },
      element("span", { class: "title", style: `color: ${answer.color}` }, answer.run.title),
      element("data", { class: "figure", value: answer.outputs?.join(" ") }, textOf(answer, words)),
      answer.outputs ? words.level(answer.outputs) : null,
    ),
  );
