import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";
import { logarithmicLoss } from "./row-loss.js";

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
  formula: "−mean of ln P(class that came)",
  convention: "scikit-learn log_loss, clipped to [2⁻⁵², 1 − 2⁻⁵²]",
  ...fromSums(meanOf(logarithmicLoss)),
};
