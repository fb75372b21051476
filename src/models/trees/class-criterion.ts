import { type Criterion, type Cut, type CutSearch, trace } from "./criterion.js";
import { cellOf } from "./workspace.js";

export type Impurity = "gini" | "entropy";

/** Added to the weight of a category when sorting, with the node's own shares. */
const categorySmoothing = 10;

/** Weight × (1 − impurity), up to a constant: what splitting raises. */
function purity(sums: Float64Array, total: number, impurity: Impurity): number {
  let sum = 0;
  if (impurity === "gini") {
    for (let k = 0; k < sums.length; k++) sum += sums[k]! * sums[k]!;
    return total > 0 ? sum / total : 0;
  }
  for (let k = 0; k < sums.length; k++) if (sums[k]! > 0) sum += sums[k]! * Math.log(sums[k]!);
  return total > 0 ? sum - total * Math.log(total) : 0;
}

const totalOf = (sums: Float64Array): number => sums.reduce((sum, weight) => sum + weight, 0);

/** Gains at or below this share of a node's weight are rounding. */
const leastGain = 1e-10;

/** The best cut by Gini's index, of two classes. */
function twoClassCut(
  { histogram, feature, ordered, first, last, node, missing }: CutSearch,
  minimum: number,
): Cut | null {
  const [one, other] = node.sums as unknown as [number, number];
  const total = one + other;
  const whole = total > 0 ? (one * one + other * other) / total : 0;
  const least = whole + leastGain * total;
  const from = cellOf(feature, 0);
  let best = least;
  let bestCount = 0;
  let bestOne = 0;
  let bestOther = 0;
  let bestSide = 0;
  for (let side = 0; side < (missing ? 2 : 1); side++) {
    let a = side === 1 ? histogram[from]! : 0;
    let b = side === 1 ? histogram[from + 1]! : 0;
    for (let k = 0; k < last; k++) {
      const cell = from + 2 * ordered[k]!;
      const added = histogram[cell]! + histogram[cell + 1]!;
      a += histogram[cell]!;
      b += histogram[cell + 1]!;
      const leftTotal = a + b;
      if (leftTotal < minimum || k + 1 < first || (added <= trace && k + 1 < last)) continue;
      const rightTotal = total - leftTotal;
      if (rightTotal < minimum) break;
      const c = one - a;
      const d = other - b;
      // The sum of (a² + b²) / leftTotal and (c² + d²) / rightTotal, divided only where it is the best.
      const sum = (a * a + b * b) * rightTotal + (c * c + d * d) * leftTotal;
      const divisor = leftTotal * rightTotal;
      if (sum > best * divisor) {
        best = sum / divisor;
        bestCount = k + 1;
        bestOne = a;
        bestOther = b;
        bestSide = side;
      }
    }
  }
  if (!(best > least)) return null;
  return {
    gain: best - whole,
    count: bestCount,
    missingLeft: bestSide === 1,
    leftSums: Float64Array.of(bestOne, bestOther),
  };
}

/**
 * The reduction of impurity, from the weight of each class: for Gini's index, Σp² of the sides less that of the node,
 * times weight. Classes come in pairs, two a channel. Categories are sorted by the share of the node's commonest class.
 *
 * @param channelLength numbers from one channel of a histogram to the next.
 * @see Breiman, Friedman, Olshen & Stone (1984), Classification and Regression Trees
 */
export function classCriterion(impurity: Impurity, minimumChildWeight: number, channelLength: number): Criterion {
  const minimum = Math.max(minimumChildWeight, Number.MIN_VALUE);
  const cell = (klass: number, feature: number, bin: number): number =>
    (klass >> 1) * channelLength + cellOf(feature, bin) + (klass & 1);

  function add(sums: Float64Array, histogram: Float64Array, feature: number, bin: number): number {
    let added = 0;
    let at = cellOf(feature, bin);
    for (let klass = 0; klass < sums.length; klass += 2, at += channelLength) {
      const first = histogram[at]!;
      const second = histogram[at + 1]!;
      if (first === 0 && second === 0) continue;
      sums[klass]! += first;
      sums[klass + 1]! += second;
      added += first + second;
    }
    return added;
  }

  function anyCut({ histogram, feature, ordered, first, last, node, missing }: CutSearch): Cut | null {
    const { sums } = node;
    const total = totalOf(sums);
    const whole = purity(sums, total, impurity);
    const left = new Float64Array(sums.length);
    const right = new Float64Array(sums.length);
    const best: Cut = {
      gain: leastGain * total,
      count: 0,
      missingLeft: false,
      leftSums: new Float64Array(sums.length),
    };
    for (let side = 0; side < (missing ? 2 : 1); side++) {
      left.fill(0);
      let leftTotal = side === 1 ? add(left, histogram, feature, 0) : 0;
      for (let k = 0; k < last; k++) {
        const added = add(left, histogram, feature, ordered[k]!);
        leftTotal += added;
        if (leftTotal < minimum || k + 1 < first || (added <= trace && k + 1 < last)) continue;
        if (total - leftTotal < minimum) break;
        for (let klass = 0; klass < sums.length; klass++) right[klass] = sums[klass]! - left[klass]!;
        const gain = purity(left, leftTotal, impurity) + purity(right, total - leftTotal, impurity) - whole;
        if (gain > best.gain) {
          best.gain = gain;
          best.count = k + 1;
          best.missingLeft = side === 1;
          best.leftSums.set(left);
        }
      }
    }
    return best.count > 0 ? best : null;
  }

  return {
    best(search) {
      return impurity === "gini" && search.node.sums.length === 2 ? twoClassCut(search, minimum) : anyCut(search);
    },
    weight(histogram, feature, bin) {
      let sum = 0;
      for (let at = cellOf(feature, bin); at < histogram.length; at += channelLength)
        sum += histogram[at]! + histogram[at + 1]!;
      return sum;
    },
    rank(histogram, feature, bin, { sums }) {
      const commonest = sums.indexOf(Math.max(...sums));
      const share = sums[commonest]! / totalOf(sums);
      const weight = this.weight(histogram, feature, bin);
      return (histogram[cell(commonest, feature, bin)]! + categorySmoothing * share) / (weight + categorySmoothing);
    },
  };
}
