import type { PredictEvidence, PredictRun } from "../src/cards/predict-types.js";
import { formatBytes } from "../src/lib/format.js";
import type { ModelDocument } from "../src/models/types.js";
import type { Project } from "../src/projects/types.js";
import { askedRow, predictState } from "./askedRow.js";
import { ContributionTable } from "./ContributionTable.js";
import { Controls, onDemand, Select } from "./controls.js";
import { element } from "./element.js";
import { notLoaded } from "./later.js";
import { Panel, Section, Waiting } from "./Panel.js";
import { AnswerHeadline, Answers } from "./PredictAnswer.js";
import { nothingMoved, PredictForm } from "./PredictForm.js";
import { predictionWords } from "./predictionWords.js";
import { PredictNotes } from "./PredictNotes.js";
import { predictorOf, type Predictor } from "./predictor.js";

/** Compressed bytes of models that load without being asked for. */
const mostUnasked = 200e3;

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
  const { features, runs, rows } = evidence;
  if (runs.length === 0 || rows.length === 0)
    return Waiting("No run of this project has a model that a page can load.", `npx assay train ${project.id}`);
  const state = predictState(evidence);
  const words = predictionWords(evidence, project.target.unit);
  let asked = askedRow(evidence, state);
  const listeners: (() => void)[] = [];
  const onChange = (listener: () => void): void => void listeners.push(listener);

  const ready = new Map<string, Predictor>();
  const bring = new Map(
    runs.map(({ runId }) => [runId, onDemand(async () => void ready.set(runId, predictorOf(await load(runId))))]),
  );
  const chosen = (): { run: PredictRun; color: string }[] => {
    const named = (name: string): PredictRun => runs.find((run) => run.name === state.get(name))!;
    const champion = { run: named("champion"), color: "var(--champion)" };
    const challenger = { run: named("challenger"), color: "var(--challenger)" };
    return champion.run === challenger.run ? [champion] : [champion, challenger];
  };

  const head = element("div");
  const answers = element("div", { class: "answers", "aria-live": "polite" });
  const why = element("div", { class: "why" });

  function show(): void {
    const pair = chosen();
    const missing = pair.filter(({ run }) => !ready.has(run.runId));
    const said = missing.length > 0 ? null : pair.map(({ run }) => ready.get(run.runId)!(features, asked.values));
    const recorded = ({ run }: { run: PredictRun }): number[] | null =>
      asked.moved.length === 0 ? asked.row.predictions[runs.indexOf(run)]! : null;
    const known = pair.map((each, k) => ({ ...each, outputs: said ? said[k]!.outputs : recorded(each) }));
    head.replaceChildren(AnswerHeadline(known, asked, { project, words }));
    answers.replaceChildren(...Answers(known, words));
    if (!said) return showLoading(missing.map(({ run }) => run));
    why.removeAttribute("aria-busy");
    const models = pair.map((each, k) => ({ ...each, said: said[k]! }));
    const { quantity } = words;
    why.replaceChildren(element("div", {}, ContributionTable(models, { features, values: asked.values, quantity })));
  }

  /** Fetches models, at once where they are small or a moved row needs them, else when asked. */
  function showLoading(missing: readonly PredictRun[]): void {
    const bytes = missing.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0);
    const fetchAll = (): void => {
      why.setAttribute("aria-busy", "true");
      void Promise.all(missing.map(({ runId }) => bring.get(runId)!())).then(show, () =>
        why.replaceChildren(notLoaded()),
      );
    };
    if (asked.moved.length > 0 || bytes <= mostUnasked) return fetchAll();
    const button = { class: "button", type: "button", onclick: fetchAll };
    why.replaceChildren(
      element("button", button, `Load the models, ${formatBytes(bytes)}`),
      element("p", { class: "small" }, "Moving a control loads them too."),
    );
  }

  const form = PredictForm(evidence, { asked: () => asked, set: (values) => state.set(values), onChange });
  const pickRow = element(
    "select",
    { name: "row", onchange: () => state.set({ ...nothingMoved(evidence), row: pickRow.value }) },
    rows.map(({ id, predictions }) => element("option", { value: id }, `${id} · ${words.text(predictions[0]!)}`)),
  );
  const showRow = (): void => void (pickRow.value = asked.row.id);
  showRow();
  onChange(showRow);
  state.onChange(() => {
    asked = askedRow(evidence, state);
    for (const listener of listeners) listener();
    show();
  });
  show();

  const choices = runs.map(({ name, title }) => ({ value: name, text: title }));
  return element(
    "div",
    { class: "page predict" },
    Controls(
      element("label", { class: "control" }, element("span", null, "Row"), pickRow),
      runs.length > 1 ? Select("Champion", state, "champion", choices) : null,
      runs.length > 1 ? Select("Challenger", state, "challenger", choices) : null,
    ),
    head,
    answers,
    form.first,
    Section(
      "What makes each prediction",
      "From the model's average over its training rows to the prediction, feature by feature: solid adds, pale takes away.",
      Panel(why),
    ),
    form.others,
    PredictNotes(evidence, project, words),
  );
}
