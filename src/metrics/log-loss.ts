import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";

/**
 * Mean of −ln of the probability given to the class that came. Probabilities are clipped to [2⁻⁵², 1 − 2⁻⁵²], as
 * scikit-learn does for float64, so that one sure and wrong answer costs 36 and not infinity.
 *
 * @see scikit-learn `log_loss`
 * @example logLoss.prepare({ label: [1, 0], prediction: [0.8, 0.3] })() // 0.2899
 */
export const logLoss: Metric = {
  name: "logLoss",
  title: "Log loss",
  task: "classification",
  direction: "minimize",
  range: [0, Number.POSITIVE_INFINITY],
  unit: "number",
  ...fromSums(
    meanOf((label, prediction) => {
      const p = Math.min(Math.max(prediction, Number.EPSILON), 1 - Number.EPSILON);
      return Number.isNaN(label) ? label : -Math.log(label === 1 ? p : 1 - p);
    }),
  ),
};
