import type { PredictEvidence, PredictRun } from "../src/cards/predict-types.js";
import { formatBytes } from "../src/lib/format.js";
import type { ModelDocument } from "../src/models/types.js";
import type { Project } from "../src/projects/types.js";
import { askedRow, predictState } from "./askedRow.js";
import { ContributionTable } from "./ContributionTable.js";
import { Controls, onDemand, Select } from "./controls.js";
import { element, type Child } from "./element.js";
import { notLoaded } from "./later.js";
import { Panel, Section, Waiting } from "./Panel.js";
import { AnswerHeadline, Answers } from "./PredictAnswer.js";
import { nothingMoved, PredictForm } from "./PredictForm.js";
import { predictionWords } from "./predictionWords.js";
import { PredictNotes } from "./PredictNotes.js";
import { predictorOf, type Predictor } from "./predictor.js";
import { inSentence } from "./quantities.js";

/** Compressed bytes of a model that loads with the first view. */
const mostUnasked = 60e3;

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
  let isInterested = false;
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
    const said = pair.map(({ run }) => ready.get(run.runId)?.(features, asked.values) ?? null);
    const recorded = (run: PredictRun): number[] | null =>
      asked.moved.length === 0 ? asked.row.predictions[runs.indexOf(run)]! : null;
    const known = pair.map((each, k) => ({ ...each, outputs: said[k]?.outputs ?? recorded(each.run) }));
    head.replaceChildren(AnswerHeadline(known, asked, { project, words }));
    answers.replaceChildren(...Answers(known, words));
    const models = pair.flatMap((each, k) => (said[k] ? [{ ...each, said: said[k] }] : []));
    const table = ContributionTable(models, { features, values: asked.values, quantity: words.quantity });
    const missing = pair.flatMap(({ run }) => (ready.has(run.runId) ? [] : [run]));
    why.replaceChildren(element("div", {}, table, Load(missing)));
    fetchModels(missing.filter(({ compressedBytes }) => isInterested || asked.moved.length > 0 || compressedBytes <= mostUnasked)); // prettier-ignore
  }

  /** What is not here yet, with a way to get it. */
  const Load = (missing: readonly PredictRun[]): Child =>
    missing.map((run) =>
      element(
        "p",
        {},
        element(
          "button",
          { class: "button", type: "button", onclick: () => fetchModels([run]) },
          `Load ${inSentence(run.title)}, ${formatBytes(run.compressedBytes)}`,
        ),
      ),
    );

  let isFetching = false;
  function fetchModels(wanted: readonly PredictRun[]): void {
    if (wanted.length === 0 || isFetching) return;
    isFetching = true;
    why.setAttribute("aria-busy", "true");
    const end = (then: () => void) => (): void => {
      isFetching = false;
      why.removeAttribute("aria-busy");
      then();
    };
    void Promise.all(wanted.map(({ runId }) => bring.get(runId)!())).then(
      end(show),
      end(() => why.replaceChildren(notLoaded())),
    );
  }

  /** A reader who scrolls, touches or types wants to see more than the first view. */
  const interest = (): void => {
    if (isInterested) return;
    isInterested = true;
    show();
  };
  for (const sign of ["scroll", "pointerdown", "keydown"]) globalThis.addEventListener?.(sign, interest, { passive: true, once: true }); // prettier-ignore

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
