import type { LeaderboardRun } from "../src/evaluation/types.js";
import { CalibrationChart, classifiers, PrecisionRecallChart, RocChart } from "./ClassificationCharts.js";
import { element, type Child } from "./element.js";
import { LearningCurves } from "./LearningCurves.js";
import { Columns, Section, Waiting } from "./Panel.js";
import { picture } from "./picture.js";
import type { ProjectWords } from "./projectWords.js";
import type { Reading } from "./quantities.js";
import { ErrorByDecile, PredictedActualChart, regressors, ResidualChart } from "./RegressionCharts.js";

const multiples = (items: readonly { title: string; node: Node }[]): HTMLElement =>
  element(
    "div",
    { class: "multiples" },
    items.map(({ title, node }) => element("div", {}, element("h3", {}, title), node)),
  );

/** ROC, precision and recall, calibration, errors and learning curves of the runs that the reader picked. */
export function CurveSections(runs: readonly LeaderboardRun[], project: ProjectWords, metric: Reading): Child {
  const classes = classifiers(runs);
  const values = regressors(runs);
  const learned = runs.filter(({ learningCurves }) => learningCurves.some(({ points }) => points.length > 1));
  return [
    classes.length > 0
      ? [
          Columns(
            Section(
              "ROC",
              "The dotted line is chance.",
              picture((width) => RocChart(classes, { width })),
            ),
            Section(
              "Precision and recall",
              "The dotted line names every row positive.",
              picture((width) => PrecisionRecallChart(classes, { width })),
            ),
          ),
          Section(
            "Calibration",
            "On the dotted line a predicted probability is what happens. Bars: where the scores lie.",
            multiples(
              classes.map((run) => ({
                title: run.title,
                node: picture((width) => CalibrationChart([run], { width })),
              })),
            ),
          ),
        ]
      : null,
    values.length > 0
      ? [
          Section(
            "Predicted against actual",
            "Stronger is more often; on the dotted line the prediction is right.",
            multiples(
              values.map((run) => ({
                title: run.title,
                node: picture((width) => PredictedActualChart(run, project.targetUnit, { width })),
              })),
            ),
          ),
          Section(
            "Errors",
            "How the errors of each run are spread.",
            picture((width) => ResidualChart(values, project.targetUnit, { width })),
          ),
          Section(
            "Error by tenth of the prediction",
            "Mean error with its interval. Away from zero, the model leans.",
            multiples(
              values.map((run) => ({
                title: run.title,
                node: picture((width) =>
                  ErrorByDecile([run], { unit: "target", targetUnit: project.targetUnit }, { width }),
                ),
              })),
            ),
          ),
        ]
      : null,
    learned.length > 0
      ? Section(
          "Learning curves",
          "Validation rows drawn full, training rows dashed.",
          multiples(
            learned.map((run) => ({
              title: run.title,
              node: picture((width) =>
                LearningCurves({ title: run.title, curves: run.learningCurves, run }, { width }),
              ),
            })),
          ),
        )
      : null,
    learned.length + classes.length + values.length === 0
      ? Waiting(`No curves were kept for these runs on ${metric.title}.`)
      : null,
  ];
}
