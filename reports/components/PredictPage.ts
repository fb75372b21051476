import type { PredictEvidence, PredictRun } from "../src/cards/predict-types.js";
import { levelOf, levelShares } from "../src/decisions/levels.js";
import { formatBytes, formatCount, formatFixed, formatPercent, formatValue, type Quantity } from "../src/lib/format.js";
import type { ModelDocument } from "../src/models/types.js";
import type { Project } from "../src/projects/types.js";
import { addressName, askedRow, predictState } from "./askedRow.js";
import { ContributionTable, type SaidBy } from "./ContributionTable.js";
import { Controls, onDemand, Select } from "./controls.js";
import { element, type Child } from "./element.js";
import { FeatureControl, spaced } from "./FeatureControl.js";
import { notLoaded } from "./later.js";
import { Headline, MethodNote, Panel, Section, Waiting } from "./Panel.js";
import { predictorOf, type Predictor } from "./predictor.js";
import { counted, inSentence } from "./quantities.js";
import { leftBehind } from "./sameSource.js";
import { StatePill } from "./StatePill.js";
import { spanWords } from "./words.js";

/** Features that stand in the form at once; the others lie in their groups. */
const firstFeatures = 8;
/** Compressed bytes of models that load without being asked for. */
const mostUnasked = 200e3;
/** Features named where they stay behind. */
const mostNamed = 6;

/**
 * The page `predict`: what two runs predict for one row, and why, as a reader moves what they are told.
 *
 * @param load fetches the JSON of a run's model.
 */
export function PredictPage(
  evidence: PredictEvidence,
  project: Project,
  load: (runId: string) => Promise<ModelDocument>,
): HTMLElement {
  const { features, runs, rows, classes, levels } = evidence;
  if (runs.length === 0 || rows.length === 0)
    return Waiting("No run of this project has a model that a page can load.", `npx assay predict --help`);
  const state = predictState(evidence);
  const listeners: (() => void)[] = [];
  const onChange = (listener: () => void): void => void listeners.push(listener);
  const quantity: Quantity = classes
    ? { unit: "rate", targetUnit: "" }
    : { unit: "target", targetUnit: project.target.unit };
  const positive = classes?.length === 2 ? classes[1]! : null;

  const ready = new Map<string, Predictor>();
  const loaders = new Map(
    runs.map(({ runId }) => [runId, onDemand(async () => void ready.set(runId, predictorOf(await load(runId))))]),
  );

  /** A prediction in words: `12.3 minutes`, `26.4 %`, `Yes, 61 %`. */
  function predictedText(outputs: readonly number[]): string {
    if (!classes) return formatValue(outputs[0]!, quantity);
    if (positive !== null) return formatPercent(outputs[1]!);
    const most = outputs.indexOf(Math.max(...outputs));
    return `${classes[most]}, ${formatPercent(outputs[most]!)}`;
  }
  const levelOfRow = (outputs: readonly number[]): Child => {
    const level = levels && levelOf(outputs[positive === null ? 0 : 1]!, levels);
    return level ? StatePill(level) : null;
  };

  const chosen = (): { run: PredictRun; color: string }[] => {
    const of = (name: string): PredictRun => runs.find((run) => run.name === state.get(name))!;
    const [champion, challenger] = [of("champion"), of("challenger")];
    const first = { run: champion, color: "var(--champion)" };
    return champion === challenger ? [first] : [first, { run: challenger, color: "var(--challenger)" }];
  };

  const head = element("div");
  const answers = element("div", { class: "answers", "aria-live": "polite" });
  const behind = element("div");
  const why = element("div");
  const reset = element(
    "button",
    {
      class: "button",
      type: "button",
      onclick: () => state.set(Object.fromEntries(features.map(({ name }) => [addressName(name), ""]))),
    },
    "Back to the row",
  );

  function show(): void {
    const { row, values, moved } = askedRow(evidence, state);
    const pair = chosen();
    const isReady = pair.every(({ run }) => ready.has(run.runId));
    const said = (run: PredictRun): SaidBy["said"] | null => {
      if (isReady) return ready.get(run.runId)!(features, values);
      const recorded = row.predictions[runs.indexOf(run)];
      return moved.length === 0 && recorded ? { outputs: recorded, contributions: null } : null;
    };
    const models = pair.map((each) => ({ ...each, said: said(each.run) }));
    const text = (each: (typeof models)[number]): string => (each.said ? predictedText(each.said.outputs) : "…");
    const label = typeof row.label === "number" ? formatValue(row.label, quantity) : row.label;
    head.replaceChildren(
      Headline(models.map((each) => `${text(each)} by ${inSentence(each.run.title)}`).join(", "), {
        above: project.question,
        evidence: [
          positive === null ? null : `The chance of “${positive}”. `,
          `${project.target.meaning}. Row ${row.id} of the test rows, `,
          moved.length === 0
            ? "as it is in the data"
            : element("b", {}, `with ${counted(String(moved.length), "features")} moved`),
          `; recorded for it: ${label}.`,
        ],
      }),
    );
    answers.replaceChildren(
      ...models.map((each) =>
        element(
          "div",
          { class: "predicted" },
          element("span", { class: "title", style: `color: ${each.color}` }, each.run.title),
          element("b", { class: "figure" }, text(each)),
          each.said ? levelOfRow(each.said.outputs) : null,
        ),
      ),
    );
    const same = leftBehind(features, moved);
    behind.replaceChildren(
      ...(same.length > 0
        ? [
            element(
              "p",
              { class: "small" },
              `Only what you move changes. Made from the same columns, and left as in the row: ${same
                .slice(0, mostNamed)
                .map(({ name }) => spaced(name))
                .join(", ")}${same.length > mostNamed ? ` and ${same.length - mostNamed} more` : ""}.`,
            ),
          ]
        : []),
    );
    reset.toggleAttribute("disabled", moved.length === 0);
    if (isReady) {
      const answered = models as SaidBy[];
      why.removeAttribute("aria-busy");
      why.replaceChildren(element("div", {}, ContributionTable(answered, { features, values, quantity })));
    } else bring(moved.length > 0);
  }

  /** Fetches the chosen models, at once where they are small or needed, else when asked. */
  function bring(needed: boolean): void {
    const missing = chosen().filter(({ run }) => !ready.has(run.runId));
    const bytes = missing.reduce((sum, { run }) => sum + run.compressedBytes, 0);
    const fetchAll = (): void => {
      why.setAttribute("aria-busy", "true");
      void Promise.all(missing.map(({ run }) => loaders.get(run.runId)!())).then(show, () =>
        why.replaceChildren(notLoaded()),
      );
    };
    if (needed || bytes <= mostUnasked) return fetchAll();
    why.replaceChildren(
      element(
        "p",
        {},
        element(
          "button",
          { class: "button", type: "button", onclick: fetchAll },
          `Load the models, ${formatBytes(bytes)}`,
        ),
        " Moving a control loads them too.",
      ),
    );
  }

  const control = (f: number): HTMLElement => {
    const feature = features[f]!;
    const name = addressName(feature.name);
    return FeatureControl(feature, {
      name,
      value: () => askedRow(evidence, state).values[f]!,
      own: () => askedRow(evidence, state).row.values[f] ?? null,
      set: (text) => state.set({ [name]: text }),
      onChange,
    });
  };
  const byName = new Map(features.map(({ name }, f) => [name, f]));
  const important = [...new Set([...evidence.important.flatMap((name) => byName.get(name) ?? []), ...features.keys()])];
  const first = important.slice(0, firstFeatures);
  const groups = [...new Set(features.map(({ group }) => group))];
  const others = (group: string): number[] =>
    [...features.keys()].filter((f) => features[f]!.group === group && !first.includes(f));

  state.onChange(() => {
    for (const listener of listeners) listener();
    show();
  });
  show();

  const runChoices = runs.map(({ name, title }) => ({ value: name, text: title }));
  const pickRow = Select(
    "Row",
    state,
    "row",
    rows.map(({ id, predictions }) => ({
      value: id,
      text: `${id} · ${predictedText(predictions[0]!)}`,
    })),
  );
  return element(
    "div",
    { class: "page predict" },
    Controls(
      pickRow,
      runs.length > 1 ? Select("Champion", state, "champion", runChoices) : null,
      runs.length > 1 ? Select("Challenger", state, "challenger", runChoices) : null,
    ),
    head,
    answers,
    Section(
      "Move what the models are told",
      `The features that count most for ${inSentence(runs[0]!.title)}, starting from the row. Empty a number for a missing value. The address keeps what you move.`,
      Panel(element("div", { class: "features" }, first.map(control))),
      behind,
      element("p", { class: "more" }, reset),
    ),
    Section(
      "What makes each prediction",
      [
        "From the model's average over its training rows to the prediction, feature by feature: solid adds, pale takes away. ",
        element("a", { href: "../methods/contributions.html" }, "How contributions are computed"),
      ],
      Panel(why),
    ),
    features.length > first.length
      ? Section(
          "All other features",
          null,
          groups
            .filter((group) => others(group).length > 0)
            .map((group) =>
              element(
                "details",
                {},
                element("summary", {}, `${group[0]!.toUpperCase()}${group.slice(1)} (${others(group).length})`),
                Panel(element("div", { class: "features" }, others(group).map(control))),
              ),
            ),
        )
      : null,
    Notes(evidence, project, quantity),
  );
}

/** What is estimated, what the levels are, and which rows lie behind base values. */
function Notes({ levels, training, tooLarge }: PredictEvidence, project: Project, quantity: Quantity): HTMLElement {
  const span = spanWords(training.from, training.to);
  const bound = (value: number): string => formatValue(value, quantity);
  return MethodNote(
    "What this estimates: what these fitted models say of one row. A contribution says what a model does with a value, not what would happen if the value changed in the world. ",
    `Averages are over the ${formatCount(training.rows)} training rows${span ? `, ${span}` : ""}, as each model weighs them. `,
    levels
      ? `Levels: medium from ${bound(levels.medium)}, high from ${bound(levels.high)}; ${
          levels.source === "policy"
            ? "limits of the project's policy. "
            : `above ${formatFixed(100 * levelShares.medium, 0)} and ${formatFixed(100 * levelShares.high, 0)} of 100 validation predictions of ${inSentence(levels.of)}. `
        }`
      : null,
    tooLarge.length > 0
      ? `Too large for a page: ${tooLarge.map(({ title, bytes }) => `${inSentence(title)}, ${formatBytes(bytes)}`).join("; ")}. They predict on the command line, with assay predict. `
      : null,
    `${project.moment} `,
    element("a", { href: "../methods/contributions.html" }, "Method"),
  );
}
