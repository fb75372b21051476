import { fromSums, meanOf } from "./from-sums.js";
import type { Metric } from "./metric.js";

/**
 * Mean of 2 |error| / (|label| + |prediction|), as a fraction from 0 to 2; a row where both are 0 has no error and
 * counts 0.
 *
 * @see Makridakis (1993), International Journal of Forecasting 9, 527–529
 * @example smape.prepare({ label: [4, 5], prediction: [3, 6] })() // 0.2338
 */
export const smape: Metric = {
  name: "smape",
  title: "Symmetric mean absolute percentage error",
  task: "regression",
  direction: "minimize",
  range: [0, 2],
  unit: "rate",
  formula: "mean of 2 |prediction − label| / (|label| + |prediction|), from 0 to 2",
  convention: "Makridakis (1993); a row where both are 0 counts 0",
  ...fromSums(
    meanOf(({ label, prediction }) => (row) => {
      const [came, said] = [label[row]!, prediction[row]!];
      return said === came ? 0 : (2 * Math.abs(said - came)) / (Math.abs(came) + Math.abs(said));
    }),
  ),
};
