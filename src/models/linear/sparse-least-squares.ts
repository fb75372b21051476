import type { Parameters } from "../types.js";
import { coordinateDescent } from "./coordinate-descent.js";
import { interceptOf, leastSquares } from "./least-squares.js";
import { penaltyPath } from "./penalty-path.js";
import { type EncodedRows, type LinearMethod, type LinearRecipe, rootMeanSquare } from "./recipe.js";

function recipe({ design, labels, weights }: EncodedRows, lassoShare: number): LinearRecipe {
  const squares = leastSquares(design, labels, weights);
  const { weight } = squares;
  const gram = squares.gram.map((sum) => sum / weight);
  const right = squares.right.map((sum) => sum / weight);
  return {
    penalties: penaltyPath(right, lassoShare, 20, 1e-4),
    fit(penalty, start) {
      const coefficients = coordinateDescent(
        gram,
        right,
        penalty * lassoShare,
        penalty * (1 - lassoShare),
        start?.[0]?.coefficients ?? new Float64Array(design.width),
      );
      return [{ intercept: interceptOf(squares, coefficients), coefficients }];
    },
    standardErrors: null,
  };
}

/** Least squares with a share of the penalty on absolute coefficients: what lasso and elastic net do. */
export const sparseLeastSquares = (lassoShare: (parameters: Parameters) => number): LinearMethod => ({
  link: () => "identity",
  metric: rootMeanSquare,
  recipe: (rows, parameters) => recipe(rows, lassoShare(parameters)),
});
