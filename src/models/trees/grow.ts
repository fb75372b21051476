import { binAt, type Binned, type FeatureBins } from "./binning.js";
import { fillHistogram, histogramLength, subtractHistogram } from "./histogram.js";
import { findSplit, type Split, type SplitRules } from "./split.js";

export interface GrowthRules extends SplitRules {
  depth: number;
}

/** A node of a tree being grown; `split` is null in a leaf, whose rows are `order[begin .. end)`. */
export interface GrownNode {
  split: Split | null;
  right: number;
  value: number;
  begin: number;
  end: number;
}

/** Grows trees over the same binned rows again and again, reusing its memory. */
export interface Grower {
  /** Rows of the last tree, leaf by leaf; the first `count` are set by `grow`. */
  order: Int32Array;
  /** A tree over the rows `order[0 .. count)`, by gradient and hessian of each row of the data. */
  grow(count: number, columns: Int32Array, gradient: Float64Array, hessian: Float64Array): GrownNode[];
}

/** Depth-wise growth with a histogram for each smaller child, and a subtraction for each larger one. */
export function createGrower(binned: Binned, features: readonly FeatureBins[], rules: GrowthRules): Grower {
  const { rows } = binned;
  const order = new Int32Array(rows);
  const spare = new Int32Array(rows);
  const pool = Array.from({ length: rules.depth + 1 }, () => new Float64Array(histogramLength(binned)));

  /** Rows that go left come first, both sides in their old order; returns where the right side begins. */
  function partition(begin: number, end: number, { feature, goesLeft }: Split): number {
    let left = begin;
    let right = 0;
    for (let i = begin; i < end; i++) {
      const row = order[i]!;
      if (goesLeft[binAt(binned, row, feature)] === 1) order[left++] = row;
      else spare[right++] = row;
    }
    order.set(spare.subarray(0, right), left);
    return left;
  }

  function grow(count: number, columns: Int32Array, gradient: Float64Array, hessian: Float64Array): GrownNode[] {
    const nodes: GrownNode[] = [];

    /** `histogram` is the node's own, or null at the greatest depth, where none is needed; it is overwritten. */
    function growNode(
      begin: number,
      end: number,
      depth: number,
      sums: { gradient: number; hessian: number },
      histogram: Float64Array | null,
    ): void {
      const split = histogram && findSplit(histogram, features, columns, sums, rules);
      const node = { split, right: 0, value: -sums.gradient / (sums.hessian + rules.l2), begin, end };
      nodes.push(node);
      if (!split) return;
      const middle = partition(begin, end, split);
      const left = { gradient: split.leftGradient, hessian: split.leftHessian };
      const right = { gradient: sums.gradient - left.gradient, hessian: sums.hessian - left.hessian };
      let leftHistogram: Float64Array | null = null;
      let rightHistogram: Float64Array | null = null;
      if (depth + 1 < rules.depth) {
        const smaller = pool[depth + 1]!;
        const leftIsSmaller = middle - begin <= end - middle;
        if (leftIsSmaller) fillHistogram(smaller, binned, order, begin, middle, gradient, hessian);
        else fillHistogram(smaller, binned, order, middle, end, gradient, hessian);
        subtractHistogram(histogram, smaller);
        leftHistogram = leftIsSmaller ? smaller : histogram;
        rightHistogram = leftIsSmaller ? histogram : smaller;
      }
      growNode(begin, middle, depth + 1, left, leftHistogram);
      node.right = nodes.length;
      growNode(middle, end, depth + 1, right, rightHistogram);
    }

    const root = pool[0]!;
    fillHistogram(root, binned, order, 0, count, gradient, hessian);
    const sums = { gradient: 0, hessian: 0 };
    for (let i = 0; i < count; i++) {
      sums.gradient += gradient[order[i]!]!;
      sums.hessian += hessian[order[i]!]!;
    }
    growNode(0, count, 0, sums, root);
    return nodes;
  }

  return { order, grow };
}
