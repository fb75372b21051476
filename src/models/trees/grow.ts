import { type Binned, type FeatureBins } from "./binning.js";
import { createWorkspace, subtractHistogram } from "./histogram.js";
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
  /** Gradient and hessian of each row of the data, side by side: to be set before `grow`. */
  pairs: Float64Array;
  /** A tree over the rows `order[0 .. count)` that splits on the features `candidates`. */
  grow(count: number, candidates: Int32Array): GrownNode[];
}

/** Depth-wise growth with a histogram for each smaller child, and a subtraction for each larger one. */
export function createGrower(binned: Binned, features: readonly FeatureBins[], rules: GrowthRules): Grower {
  const { order, pairs, histograms, fill } = createWorkspace(binned, rules.depth + 1);
  const { columns, rows } = binned;
  const spare = new Int32Array(rows + 1);

  /**
   * Rows that go left come first, both sides in their old order; returns where the right side begins. Each row is written
   * to both sides and one is kept: no branch, which chance would make the processor guess wrong half of the time.
   */
  function partition(begin: number, end: number, { feature, goesLeft }: Split): number {
    const bins = columns[feature]!;
    let left = begin;
    let right = 0;
    for (let i = begin; i < end; i++) {
      const row = order[i]!;
      const isLeft = goesLeft[bins[row]!]!;
      order[left] = row;
      spare[right] = row;
      left += isLeft;
      right += 1 - isLeft;
    }
    order.set(spare.subarray(0, right), left);
    return left;
  }

  function grow(count: number, candidates: Int32Array): GrownNode[] {
    const nodes: GrownNode[] = [];

    /** `histogram` is the node's own, or null at the greatest depth, where none is needed; it is overwritten. */
    function growNode(
      begin: number,
      end: number,
      depth: number,
      sums: { gradient: number; hessian: number },
      histogram: Float64Array | null,
    ): void {
      const split = histogram && findSplit(histogram, features, candidates, sums, rules);
      const node = { split, right: 0, value: -sums.gradient / (sums.hessian + rules.l2), begin, end };
      nodes.push(node);
      if (!split) return;
      const middle = partition(begin, end, split);
      const left = { gradient: split.leftGradient, hessian: split.leftHessian };
      const right = { gradient: sums.gradient - left.gradient, hessian: sums.hessian - left.hessian };
      let leftHistogram: Float64Array | null = null;
      let rightHistogram: Float64Array | null = null;
      if (depth + 1 < rules.depth) {
        const smaller = histograms[depth + 1]!;
        const leftIsSmaller = middle - begin <= end - middle;
        if (leftIsSmaller) fill(smaller, begin, middle);
        else fill(smaller, middle, end);
        subtractHistogram(histogram, smaller);
        leftHistogram = leftIsSmaller ? smaller : histogram;
        rightHistogram = leftIsSmaller ? histogram : smaller;
      }
      growNode(begin, middle, depth + 1, left, leftHistogram);
      node.right = nodes.length;
      growNode(middle, end, depth + 1, right, rightHistogram);
    }

    const root = histograms[0]!;
    fill(root, 0, count);
    const sums = { gradient: 0, hessian: 0 };
    for (let i = 0; i < count; i++) {
      sums.gradient += pairs[2 * order[i]!]!;
      sums.hessian += pairs[2 * order[i]! + 1]!;
    }
    growNode(0, count, 0, sums, root);
    return nodes;
  }

  return { order, pairs, grow };
}
