import { type ColumnEncoding, type Design, encode, fitEncoding } from "../../features/encoding.js";
import { AssayError } from "../../lib/errors.js";
import { seeded } from "../../lib/random.js";
import { classFactors, rowWeights } from "../class-weights.js";
import { deal, takeLabelled } from "../cross-fit.js";
import type { FitInput, Labelled } from "../types.js";
import type { Coefficients, LinearMethod, Metric } from "./recipe.js";
import { type LinearBody, fromScores, linearScores } from "./scorer.js";

export const labelsOf = ({ target }: Labelled): Float64Array =>
  Float64Array.from(target.task === "regression" ? target.values : target.codes);

/** Finite coefficients as a scorer reads them. */
const asOutputs = (fit: readonly Coefficients[]) =>
  fit.map(({ intercept, coefficients }) => ({
    intercept: Number.isFinite(intercept) ? intercept : null,
    coefficients,
  }));

/** Rows to judge on, encoded. */
export interface Judged {
  design: Design;
  labels: Float64Array;
  weights: Float64Array;
}

export const judgedRows = (part: Labelled, encodings: readonly ColumnEncoding[], factors?: Float64Array): Judged => ({
  design: encode(encodings, part.data.columns, part.data.rows),
  labels: labelsOf(part),
  weights: rowWeights(part, factors),
});

/** Weighted mean loss over the rows; NaN where they have no weight. */
export function meanLoss(
  { design, labels, weights }: Judged,
  fit: readonly Coefficients[],
  link: LinearBody["link"],
  metric: Metric,
): number {
  const predictions = fromScores(link, linearScores(design, asOutputs(fit)), fit.length);
  const width = predictions.length / design.rows;
  let sum = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    if (weights[i] === 0) continue;
    sum += weights[i]! * metric.rowLoss(labels[i]!, predictions, i * width);
    total += weights[i]!;
  }
  return sum / total;
}

const canLearn = ({ target, weights }: Labelled): boolean => {
  const rows = [...(target.task === "regression" ? target.values : target.codes).keys()];
  const weighed = rows.filter((i) => !weights || weights[i]! > 0);
  return target.task === "regression" ? weighed.length > 0 : new Set(weighed.map((i) => target.codes[i]!)).size >= 2;
};

/** One mean loss a penalty and fold. A fold whose other rows cannot be learned from gives none. */
export async function foldLosses(
  learner: string,
  method: LinearMethod,
  { train, seed }: Pick<FitInput, "train" | "seed">,
  parameters: { folds: number; levels: number; classWeight?: string },
  penalties: readonly number[],
  step: () => Promise<void>,
): Promise<number[][]> {
  const { rows } = train.data;
  const { folds, levels, classWeight } = parameters;
  const everyRow = Int32Array.from({ length: rows }, (_, i) => i);
  const unit = train.unit ?? everyRow;
  const units = new Set(unit).size;
  if (units < folds)
    throw new AssayError(`${learner}: ${folds} folds need at least ${folds} units; there are ${units}`, {
      code: "too-few-units",
      hint: "use fewer folds, or more rows",
    });
  const fold = deal(unit, train.target, everyRow, folds, seeded(seed));
  const classes = train.target.task === "classification" ? train.target.classes.length : 0;
  const link = method.link(classes);
  const losses: number[][] = [];
  for (let k = 0; k < folds; k++) {
    const inside = takeLabelled(train, everyRow.filter((i) => fold[i] !== k)); // prettier-ignore
    const learnable = canLearn(inside);
    const row: number[] = [];
    if (learnable) {
      const factors = classWeight === undefined ? undefined : classFactors(inside, classWeight);
      const encodings = fitEncoding(inside.data, inside.weights, levels);
      const recipe = method.recipe({ ...judgedRows(inside, encodings, factors), learner, classes }, parameters);
      const outside = judgedRows(takeLabelled(train, everyRow.filter((i) => fold[i] === k)), encodings, factors); // prettier-ignore
      let last: Coefficients[] | null = null;
      for (const penalty of penalties) {
        last = recipe.fit(penalty, last);
        row.push(meanLoss(outside, last, link, method.metric));
        await step();
      }
    } else for (const _ of penalties) await step();
    if (row.length > 0 && row.every(Number.isFinite)) losses.push(row);
  }
  return losses;
}

/**
 * Index of the chosen penalty: the least mean loss over folds, or the largest penalty whose mean is within one standard
 * error of the least (Breiman et al. 1984). The first where no fold gave a loss.
 */
export function choose(losses: readonly number[][], select: string): { index: number; means: number[] } {
  const folds = losses.length;
  if (folds === 0) return { index: 0, means: [] };
  const means = losses[0]!.map((_, p) => losses.reduce((sum, row) => sum + row[p]!, 0) / folds);
  const best = means.indexOf(Math.min(...means));
  if (select === "best" || folds < 2) return { index: best, means };
  const squares = losses.reduce((sum, row) => sum + (row[best]! - means[best]!) ** 2, 0);
  const limit = means[best]! + Math.sqrt(squares / (folds - 1) / folds);
  return { index: means.findIndex((mean) => mean <= limit), means };
}
