import type { SharedRows } from "./align.js";
import { errorByPrediction } from "./by-prediction.js";
import { calibrationBins } from "./calibration.js";
import { precisionRecallCurve } from "./precision-recall.js";
import { predictedActual } from "./predicted-actual.js";
import { residualHistogram } from "./residuals.js";
import { rocCurve } from "./roc.js";
import { scoreHistogram } from "./score-histogram.js";
import type { ClassificationCurves, RegressionCurves } from "./types.js";

export function classificationCurves(rows: SharedRows, score: Float64Array, level: number): ClassificationCurves {
  return {
    roc: rocCurve(rows.label, score),
    precisionRecall: precisionRecallCurve(rows.label, score),
    calibration: calibrationBins(rows.label, score, { level }),
    scores: scoreHistogram(rows.label, score),
  };
}

export function regressionCurves(rows: SharedRows, prediction: Float64Array, level: number): RegressionCurves {
  return {
    ...predictedActual(rows.label, prediction),
    residuals: residualHistogram(rows.label, prediction),
    byPrediction: errorByPrediction(rows.label, prediction, rows.unit, { level }),
  };
}
