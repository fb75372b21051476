import { type Criterion, type Cut, type CutSearch, trace } from "./criterion.js";
import { cellOf } from "./workspace.js";

export interface GradientRules {
  l1: number;
  l2: number;
  minimumChildWeight: number;
}

/** Added to l2, and to the hessian of a category when sorting: few rows must not make a category extreme. */
const categorySmoothing = 10;

/** So few categories need no smoothing. */
const fewCategories = 4;

const shrunk = (gradient: number, l1: number): number =>
  gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0;

/** What a leaf says: the Newton step, shrunk by l1 and l2, within the bounds. */
export const leafValue = (
  gradient: number,
  hessian: number,
  { l1, l2 }: { l1: number; l2: number },
  lower: number,
  upper: number,
): number => Math.min(Math.max(-shrunk(gradient, l1) / (hessian + l2), lower), upper);

/** Twice the reduction of the loss that a leaf brings when it says `value`. */
const reduction = (gradient: number, hessian: number, value: number, l1: number, l2: number): number =>
  -(2 * gradient * value + (hessian + l2) * value * value) - 2 * l1 * Math.abs(value);

function freeCut(
  { histogram, feature, ordered, first, last, node, missing }: CutSearch,
  { l1, minimumChildWeight }: GradientRules,
  l2: number,
): Cut | null {
  const gradient = node.sums[0]!;
  const hessian = node.sums[1]!;
  const shrunkWhole = shrunk(gradient, l1);
  const whole = (shrunkWhole * shrunkWhole) / (hessian + l2);
  const minimum = Math.max(minimumChildWeight, Number.MIN_VALUE);
  const from = cellOf(feature, 0);
  let best = whole;
  let bestCount = 0;
  let bestGradient = 0;
  let bestHessian = 0;
  let bestSide = 0;
  for (let side = 0; side < (missing ? 2 : 1); side++) {
    let left = side === 1 ? histogram[from]! : 0;
    let leftHessian = side === 1 ? histogram[from + 1]! : 0;
    for (let k = 0; k < last; k++) {
      const cell = from + 2 * ordered[k]!;
      left += histogram[cell]!;
      leftHessian += histogram[cell + 1]!;
      // After an empty bin the sides are as before: where the cut before was tried, this one need not be.
      if (leftHessian < minimum || k + 1 < first || (histogram[cell + 1]! <= trace && k + 1 < last)) continue;
      const rightHessian = hessian - leftHessian;
      if (rightHessian < minimum) break;
      const right = gradient - left;
      const a = l1 > 0 ? shrunk(left, l1) : left;
      const b = l1 > 0 ? shrunk(right, l1) : right;
      // The sum of a² / (leftHessian + l2) and b² / (rightHessian + l2), which is divided only where it is the best.
      const sum = a * a * (rightHessian + l2) + b * b * (leftHessian + l2);
      const divisor = (leftHessian + l2) * (rightHessian + l2);
      if (sum > best * divisor) {
        best = sum / divisor;
        bestCount = k + 1;
        bestGradient = left;
        bestHessian = leftHessian;
        bestSide = side;
      }
    }
  }
  if (!(best > whole)) return null;
  return {
    gain: best - whole,
    count: bestCount,
    missingLeft: bestSide === 1,
    leftSums: Float64Array.of(bestGradient, bestHessian),
  };
}

/** As {@link freeCut}, where what leaves say is bounded, or must rise (1) or fall (−1) with the feature. */
function boundedCut(
  { histogram, feature, ordered, first, last, node, missing }: CutSearch,
  { l1, minimumChildWeight }: GradientRules,
  l2: number,
  direction: number,
): Cut | null {
  const gradient = node.sums[0]!;
  const hessian = node.sums[1]!;
  const { lower, upper } = node;
  const rules = { l1, l2 };
  const value = (g: number, h: number): number => leafValue(g, h, rules, lower, upper);
  const whole = reduction(gradient, hessian, value(gradient, hessian), l1, l2);
  const minimum = Math.max(minimumChildWeight, Number.MIN_VALUE);
  const from = cellOf(feature, 0);
  let best: Cut | null = null;
  for (let side = 0; side < (missing ? 2 : 1); side++) {
    let left = side === 1 ? histogram[from]! : 0;
    let leftHessian = side === 1 ? histogram[from + 1]! : 0;
    for (let k = 0; k < last; k++) {
      const cell = from + 2 * ordered[k]!;
      left += histogram[cell]!;
      leftHessian += histogram[cell + 1]!;
      const rightHessian = hessian - leftHessian;
      if (leftHessian < minimum || k + 1 < first) continue;
      if (rightHessian < minimum) break;
      const a = value(left, leftHessian);
      const b = value(gradient - left, rightHessian);
      if (direction * (b - a) < 0) continue;
      const gain =
        reduction(left, leftHessian, a, l1, l2) + reduction(gradient - left, rightHessian, b, l1, l2) - whole;
      if (gain > (best?.gain ?? 0))
        best = { gain, count: k + 1, missingLeft: side === 1, leftSums: Float64Array.of(left, leftHessian) };
    }
  }
  return best;
}

/**
 * The reduction of a loss, from sums of gradients and hessians: G²/(H + l2) of the sides, less that of the node. With
 * hessians of 1 it is the reduction of squared error.
 *
 * @param directions 1 where predictions must rise with a feature, −1 where they must fall, else 0.
 * @see Chen & Guestrin (2016), KDD; Fisher (1958), JASA 53 (sorted categories)
 */
export function gradientCriterion(rules: GradientRules, directions: Int8Array): Criterion {
  return {
    best(search) {
      const { node, feature, sorted, ordered } = search;
      const l2 = rules.l2 + (sorted && ordered.length > fewCategories ? categorySmoothing : 0);
      const direction = directions[feature]!;
      const isFree = direction === 0 && node.lower === -Infinity && node.upper === Infinity;
      return isFree ? freeCut(search, rules, l2) : boundedCut(search, rules, l2, direction);
    },
    weight: (histogram, feature, bin) => histogram[cellOf(feature, bin) + 1]!,
    rank: (histogram, feature, bin) =>
      histogram[cellOf(feature, bin)]! / (histogram[cellOf(feature, bin) + 1]! + categorySmoothing),
  };
}
