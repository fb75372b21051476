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

  return {
    best({ histogram, feature, ordered, first, last, node, missing }: CutSearch): Cut | null {
      const { sums } = node;
      const total = totalOf(sums);
      const whole = purity(sums, total, impurity);
      const left = new Float64Array(sums.length);
      const right = new Float64Array(sums.length);
      let best: Cut | null = null;
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
          if (gain > (best?.gain ?? 1e-10 * total))
            best = { gain, count: k + 1, missingLeft: side === 1, leftSums: left.slice() };
        }
      }
      return best;
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
