import type { SharedRows } from "./align.js";
import { errorByPrediction } from "./by-prediction.js";
import { calibrationBins } from "./calibration.js";
import { gainCurve } from "./gain-curve.js";
import { precisionRecallCurve } from "./precision-recall.js";
import { predictedActual } from "./predicted-actual.js";
import { residualHistogram } from "./residuals.js";
import type { Judged } from "./replicates.js";
import { rocCurve } from "./roc.js";
import { scoreHistogram } from "./score-histogram.js";
import { scoreSteps } from "./score-order.js";
import { thresholdCounts } from "./threshold-counts.js";
import type { ClassificationCurves, RegressionCurves } from "./types.js";

/** Curves of a classifier of two classes; null of more. */
export function classificationCurves(
  rows: SharedRows,
  { prediction, classes }: Judged,
  level: number,
): ClassificationCurves | null {
  if (classes) return null;
  const steps = scoreSteps(rows.label, prediction, rows.weight);
  return {
    roc: rocCurve(steps),
    precisionRecall: precisionRecallCurve(steps),
    calibration: calibrationBins(rows, prediction, { level }),
    scores: scoreHistogram(rows.label, prediction),
    gain: gainCurve(steps),
    thresholds: thresholdCounts(steps),
  };
}

export function regressionCurves(rows: SharedRows, prediction: Float64Array, level: number): RegressionCurves {
  return {
    ...predictedActual(rows.label, prediction),
    residuals: residualHistogram(rows.label, prediction),
    byPrediction: errorByPrediction(rows.label, prediction, rows.unit, { level }),
  };
}
