import type { PairDocument, RunCurves } from "../src/decisions/documents.js";
import { CalibrationChart, RocChart, type ClassifierRun } from "./ClassificationCharts.js";
import type { Child } from "./element.js";
import { Columns, Section } from "./Panel.js";
import { picture } from "./picture.js";
import { ErrorByDecile, ResidualChart, type RegressorRun } from "./RegressionCharts.js";

/** ROC and calibration of two classifiers, errors of two regressions: each pair in one frame. */
export function PairCurves(
  { compare }: PairDocument,
  curves: readonly [champion: RunCurves | undefined, challenger: RunCurves | undefined],
  targetUnit: string,
): Child {
  const runs = (["champion", "challenger"] as const).map((role, index) => ({
    title: compare[role].name,
    isChampion: role === "champion",
    isChallenger: role === "challenger",
    metrics: Object.fromEntries(compare.metrics.map((metric) => [metric.name, metric[role]])),
    classification: curves[index]?.classification ?? null,
    regression: curves[index]?.regression ?? null,
  }));
  const classes = runs.filter((run): run is (typeof runs)[number] & ClassifierRun => run.classification !== null);
  if (classes.length === 2)
    return Columns(
      Section(
        "ROC",
        "The dotted line is chance.",
        picture((width) => RocChart(classes, { width })),
      ),
      Section(
        "Calibration",
        "On the dotted line a predicted probability is what happens. Bars: where the scores lie.",
        picture((width) => CalibrationChart(classes, { width })),
      ),
    );
  const values = runs.filter((run): run is (typeof runs)[number] & RegressorRun => run.regression !== null);
  if (values.length < 2) return null;
  return Columns(
    Section(
      "Errors",
      "How the errors are spread.",
      picture((width) => ResidualChart(values, targetUnit, { width })),
    ),
    Section(
      "Error by tenth of the prediction",
      "Mean error with its interval. Away from zero, a model leans.",
      picture((width) => ErrorByDecile(values, { unit: "target", targetUnit }, { width })),
    ),
  );
}
