import { countCells, niceWidth, quantileOf } from "./grid.js";
import type { RegressionCurves } from "./types.js";

/**
 * A two-dimensional histogram of predicted against actual values: about 40 cells across the middle 98 % of each; what
 * lies further out keeps its own cells, so no row is lost.
 */
export function predictedActual(
  label: Float64Array,
  prediction: Float64Array,
): Pick<RegressionCurves, "predictedActual" | "cell"> {
  const spread = (values: Float64Array): number => {
    const sorted = values.slice().sort();
    return quantileOf(sorted, 0.99) - quantileOf(sorted, 0.01);
  };
  const width = niceWidth(Math.max(spread(label), spread(prediction)), 40);
  return {
    predictedActual: countCells(prediction, label, { x: width, y: width }).map(({ x, y, count }) => ({
      predicted: x,
      actual: y,
      count,
    })),
    cell: { predicted: width, actual: width },
  };
}
