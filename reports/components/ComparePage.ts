import type { CompareEvidence } from "../src/cards/evidence-types.js";
import type { LeaderboardRun } from "../src/evaluation/types.js";
import { formatCount } from "../src/lib/format.js";
import { addressState } from "./addressState.js";
import { Controls, live, Select } from "./controls.js";
import { CurveSections } from "./CurveSections.js";
import { element, type Child } from "./element.js";
import { crossValidationWords, LeaderboardTable } from "./LeaderboardTable.js";
import { leadSentence } from "./leadSentence.js";
import { Columns, Headline, MethodNote, Panel, Section, Waiting } from "./Panel.js";
import { picture } from "./picture.js";
import { ManySections, optimismWords } from "./ManySections.js";
import type { ProjectWords } from "./projectWords.js";
import { Searches, TestRows } from "./OtherRuns.js";
import { Recommendations } from "./Recommendations.js";
import { counted, reading } from "./quantities.js";
import { RunPicker, chosenRuns } from "./RunPicker.js";
import { RunScatter } from "./RunScatter.js";
import { methodPages, methodWords, spanWords } from "./words.js";

const costs = {
  training: {
    title: "Training time",
    axis: "seconds of training",
    of: ({ cost }: LeaderboardRun) => cost.trainingSeconds,
  },
  prediction: {
    title: "Prediction time",
    axis: "milliseconds per 1,000 rows",
    of: ({ cost }: LeaderboardRun) => cost.predictionMillisecondsPer1000,
  },
  size: { title: "Size", axis: "bytes of the model", of: ({ cost }: LeaderboardRun) => cost.modelBytes },
};

/** The page `compare`: the leader board first, then cost, parameters and curves of the runs that the reader picks. */
export function ComparePage(board: CompareEvidence, project: ProjectWords): HTMLElement {
  const { runs, metrics, rows } = board;
  if (runs.length === 0) return Waiting("There are no runs yet.", `npx assay train ${project.id}`);
  const readings = metrics.map((metric) => reading(metric, project.targetUnit));
  const parameters = [...new Set(runs.flatMap((run) => Object.keys(run.parameters)))].sort();
  const most = (name: string): number => runs.filter((run) => name in run.parameters).length;
  const usual = [...parameters].sort((a, b) => most(b) - most(a))[0] ?? "";
  const state = addressState({
    metric: { fallback: board.primaryMetric, allowed: metrics.map(({ name }) => name) },
    sort: { fallback: "metric" },
    cost: { fallback: "training", allowed: Object.keys(costs) },
    parameter: { fallback: usual, allowed: parameters },
    runs: { fallback: "" },
  });
  const span = spanWords(rows.from, rows.to);
  const over =
    rows.units === rows.n
      ? `${formatCount(rows.n)} ${project.rows}`
      : `${formatCount(rows.n)} ${project.rows} on ${counted(formatCount(rows.units), rows.unit)}`;

  function draw(): Child {
    const metric = readings.find(({ name }) => name === state.get("metric"))!;
    const shown = chosenRuns(runs, state.get("runs"));
    const cost = costs[state.get("cost") as keyof typeof costs];
    const parameter = state.get("parameter");
    const crossValidation = crossValidationWords(runs);
    const method = runs.map((run) => run.metrics[metric.name]?.method).find((name) => name && name !== "none");
    return [
      Headline(leadSentence(board, metric), {
        above: `${counted(String(runs.length), "runs")} · ${rows.evidence === "test" ? "test rows" : "cross-fitted rows"}`,
        evidence: [
          `${over}${span ? `, ${span}` : ""}. Every interval holds the value with 95 % confidence, for one run at a time; whether one run beats another is a paired question, answered on the `,
          element("a", { href: "./champion.html" }, "champion page"),
          ". ",
          optimismWords(board, readings),
        ],
      }),
      Panel(
        LeaderboardTable({
          runs,
          metric,
          sort: state.get("sort"),
          onSort: (sort) => state.set({ sort }),
        }),
        crossValidation ? element("p", { class: "small" }, crossValidation) : null,
      ),
      board.onTestRows ? TestRows(board.onTestRows, { metric, rowsName: project.rows }) : null,
      board.recommendations.length > 0
        ? Section("What to do next", "Each rests on a number below.", Recommendations(board.recommendations))
        : null,
      ManySections(board, { readings, chosen: new Set(shown.map(({ runId }) => runId)) }),
      board.searches.length > 0 ? Searches(board.searches, readings) : null,
      Columns(
        Section(
          "Quality against cost",
          null,
          Controls(
            Select(
              "Cost",
              state,
              "cost",
              Object.entries(costs).map(([value, { title }]) => ({ value, text: title })),
            ),
          ),
          picture((width) => RunScatter({ runs, metric, x: cost.of, xTitle: cost.axis, logarithmic: true }, { width })),
        ),
        parameters.length > 0
          ? Section(
              "Parameters",
              null,
              Controls(
                Select(
                  "Parameter",
                  state,
                  "parameter",
                  parameters.map((name) => ({ value: name, text: name })),
                ),
              ),
              picture((width) =>
                RunScatter(
                  {
                    runs: runs.filter((run) => parameter in run.parameters),
                    metric,
                    x: (run) => {
                      const text = run.parameters[parameter]!;
                      return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
                    },
                    xTitle: parameter,
                  },
                  { width },
                ),
              ),
            )
          : null,
      ),
      RunPicker(runs, state),
      CurveSections(shown, project, metric),
      MethodNote(
        `Method: ${method ? (methodWords[method] ?? method) : "no interval"}. ${rows.evidence === "test" ? `What this estimates: these fitted models on ${project.rows} like these.` : "What this estimates: the recipes that train such models, on predictions for rows that each fold's model had not seen."} ${rows.evidence === "test" ? "Challengers are chosen on validation rows and judged once on these." : "Challengers are chosen on validation rows, and these rows contain them, so a chosen challenger may look a little better than it is."} `,
        element(
          "a",
          { href: `../methods/${methodPages[method ?? ""] ?? "paired-bootstrap"}.html` },
          "How the intervals are made",
        ),
      ),
    ];
  }
  return element(
    "div",
    { class: "page" },
    Controls(
      Select(
        "Metric",
        state,
        "metric",
        readings.map(({ name, title }) => ({ value: name, text: title })),
      ),
    ),
    live(state, draw),
  );
}
