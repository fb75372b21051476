import { type FeatureBins, maximumBins } from "./binning.js";
import { cellOf } from "./histogram.js";

export interface SplitRules {
  l2: number;
  minimumChildWeight: number;
  minimumGain: number;
}

/** The best split of a node. `goesLeft` answers for each bin, the one for missing values (0) included. */
export interface Split {
  feature: number;
  gain: number;
  /** Last bin that goes left, of a numeric feature; −1 for a categorical one. */
  bin: number;
  goesLeft: Uint8Array;
  leftGradient: number;
  leftHessian: number;
}

interface Candidate {
  gain: number;
  /** Bins left of the cut: up to a bin, or the first ones of `sorted`. */
  cut: number;
  missingLeft: boolean;
  gradient: number;
  hessian: number;
}

/** Added to l2, and to the hessian of a category when sorting: few rows must not make a category extreme. */
const categorySmoothing = 10;

/** Cuts an ordered list of bins everywhere, with the missing values on either side. */
function bestCut(
  histogram: Float64Array,
  feature: number,
  ordered: ArrayLike<number>,
  node: { gradient: number; hessian: number },
  missing: { gradient: number; hessian: number } | null,
  { l2, minimumChildWeight }: SplitRules,
): Candidate | null {
  const { gradient, hessian } = node;
  const whole = (gradient * gradient) / (hessian + l2);
  const minimum = Math.max(minimumChildWeight, Number.MIN_VALUE);
  const from = cellOf(feature, 0);
  let bestGain = 0;
  let bestCut = 0;
  let bestGradient = 0;
  let bestHessian = 0;
  let bestSide = 0;
  for (let side = 0; side < (missing ? 2 : 1); side++) {
    let left = side === 1 ? missing!.gradient : 0;
    let leftHessian = side === 1 ? missing!.hessian : 0;
    for (let k = 0; k < ordered.length; k++) {
      const cell = from + 2 * ordered[k]!;
      left += histogram[cell]!;
      leftHessian += histogram[cell + 1]!;
      const rightHessian = hessian - leftHessian;
      if (leftHessian < minimum) continue;
      if (rightHessian < minimum) break;
      const right = gradient - left;
      const gain = (left * left) / (leftHessian + l2) + (right * right) / (rightHessian + l2) - whole;
      if (gain > bestGain) {
        bestGain = gain;
        bestCut = k + 1;
        bestGradient = left;
        bestHessian = leftHessian;
        bestSide = side;
      }
    }
  }
  if (bestGain === 0) return null;
  return { gain: bestGain, cut: bestCut, missingLeft: bestSide === 1, gradient: bestGradient, hessian: bestHessian };
}

/** Numeric bins need no sorting. */
const inOrder = Int32Array.from({ length: maximumBins }, (_, b) => b);

/** Cells below this are rounding left by subtraction. */
const trace = 1e-9;

/**
 * The best split of a node over `columns`, or null where none gains enough. Numeric bins are cut in order; categories
 * are sorted by gradient over hessian first, which makes the best cut of the sorted list the best of all subsets.
 *
 * @see Fisher (1958), JASA 53; Ke et al. (2017), LightGBM
 */
export function findSplit(
  histogram: Float64Array,
  features: readonly FeatureBins[],
  columns: Int32Array,
  node: { gradient: number; hessian: number },
  rules: SplitRules,
): Split | null {
  let best: Candidate | null = null;
  let bestFeature = -1;
  let bestOrder: number[] | Int32Array = [];
  for (const f of columns) {
    const { kind, count } = features[f]!;
    const missingHessian = histogram[cellOf(f, 0) + 1]!;
    let candidate: Candidate | null;
    let ordered: number[] | Int32Array;
    if (kind === "numeric") {
      ordered = inOrder.subarray(1, count);
      const missing = missingHessian > trace ? { gradient: histogram[cellOf(f, 0)]!, hessian: missingHessian } : null;
      candidate = bestCut(histogram, f, ordered, node, missing, rules);
    } else {
      const statistic = (b: number): number =>
        histogram[cellOf(f, b)]! / (histogram[cellOf(f, b) + 1]! + categorySmoothing);
      ordered = Array.from({ length: count }, (_, b) => b)
        .filter((b) => histogram[cellOf(f, b) + 1]! > trace)
        .sort((a, b) => statistic(a) - statistic(b) || a - b);
      const smoothing = ordered.length > 4 ? categorySmoothing : 0;
      candidate = bestCut(histogram, f, ordered, node, null, { ...rules, l2: rules.l2 + smoothing });
    }
    if (candidate && candidate.gain > rules.minimumGain && candidate.gain > (best?.gain ?? 0)) {
      best = candidate;
      bestFeature = f;
      bestOrder = ordered;
    }
  }
  return (
    best && describe(best, bestFeature, bestOrder, features[bestFeature]!, histogram[cellOf(bestFeature, 0) + 1]!, node)
  );
}

function describe(
  { gain, cut, missingLeft, gradient, hessian }: Candidate,
  feature: number,
  ordered: ArrayLike<number>,
  { kind, count }: FeatureBins,
  missingHessian: number,
  node: { hessian: number },
): Split {
  const goesLeft = new Uint8Array(count);
  for (let k = 0; k < cut; k++) goesLeft[ordered[k]!] = 1;
  if (missingHessian <= trace) goesLeft[0] = hessian > node.hessian - hessian ? 1 : 0;
  else if (kind === "numeric") goesLeft[0] = missingLeft ? 1 : 0;
  return { feature, gain, bin: kind === "numeric" ? cut : -1, goesLeft, leftGradient: gradient, leftHessian: hessian };
}
