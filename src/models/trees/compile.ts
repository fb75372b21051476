import type { Column } from "../../features/dataset.js";
import { codesIn } from "../columns.js";
import { binOf } from "./binning.js";
import type { TreesBody } from "./scorer.js";

/** Numbers that a node takes: feature, limit, kind, and index of the left child; the right one comes after it. */
const nodeSize = 4;

/** Kinds of nodes: a numeric split by where missing values go (a leaf is one that sends all left), or a set of levels. */
const missingGoesLeft = 0;
const missingGoesRight = 1;
const bySet = 2;

/** Room for the levels of a set, by bin. */
const setSize = 257;

/** Largest bin; a leaf's limit, so that all rows go left, to the leaf itself. */
const largestBin = 0xffff;

/** Trees as whole numbers: every comparison with a threshold is one between its rank and the rank of the value. */
export interface CompiledTrees {
  /** Distinct thresholds of each feature in rising order; null for a categorical one. */
  thresholds: (Float64Array | null)[];
  nodes: Int32Array;
  /** What each leaf adds, by node. */
  values: Float64Array;
  /** 1 where a bin goes right, of each set. */
  sets: Uint8Array;
  roots: Int32Array;
  /** Steps from the root to the deepest leaf, of each tree. */
  depths: Int32Array;
}

function distinctThresholds({ trees, levels }: TreesBody): (Float64Array | null)[] {
  const seen = levels.map(() => new Set<number>());
  for (const { feature, value } of trees) feature.forEach((f, at) => f >= 0 && seen[f]!.add(value[at]!));
  return levels.map((names, f) => (names ? null : Float64Array.from(seen[f]!).sort()));
}

/** Lays the trees of a model out for {@link addTrees}. */
export function compileTrees(body: TreesBody): CompiledTrees {
  const size = body.trees.reduce((sum, { feature }) => sum + feature.length, 0);
  const thresholds = distinctThresholds(body);
  const ranks = thresholds.map((list) => new Map(Array.from(list ?? [], (value, rank) => [value, rank])));
  const nodes = new Int32Array(nodeSize * size);
  const values = new Float64Array(size);
  const sets = new Uint8Array(setSize * body.trees.reduce((sum, tree) => sum + tree.sets.length, 0)).fill(1);
  const depths: number[] = [];
  const roots: number[] = [];
  let next = 0;
  let setAt = 0;
  for (const { feature, value, right, missingLeft, sets: own } of body.trees) {
    let depth = 0;
    roots.push(next);
    const queue: [from: number, to: number, level: number][] = [[0, next++, 0]];
    for (const [from, to, level] of queue) {
      depth = Math.max(depth, level);
      const f = feature[from]!;
      const at = nodeSize * to;
      if (f < 0) {
        nodes.set([0, largestBin, missingGoesLeft, to], at);
        values[to] = value[from]!;
        continue;
      }
      if (thresholds[f]) {
        const kind = missingLeft[from] === 1 ? missingGoesLeft : missingGoesRight;
        nodes.set([f, ranks[f]!.get(value[from]!)! + 1 - kind, kind, next], at);
      } else {
        nodes.set([f, setAt, bySet, next], at);
        if (missingLeft[from] === 1) sets[setAt] = 0;
        for (const code of own[value[from]!]!) sets[setAt + 1 + code] = 0;
        setAt += setSize;
      }
      queue.push([from + 1, next++, level + 1], [right[from]!, next++, level + 1]);
    }
    depths.push(depth);
  }
  return { thresholds, nodes, values, sets, roots: Int32Array.from(roots), depths: Int32Array.from(depths) };
}

/** Bins of all rows, row-major. A categorical feature gives its level's index plus 1. */
export function binColumns(
  columns: readonly Column[],
  { levels }: TreesBody,
  { thresholds }: CompiledTrees,
  rows: number,
): Uint16Array {
  const width = columns.length;
  const bins = new Uint16Array(rows * width);
  columns.forEach((column, f) => {
    if (column.kind === "categorical") {
      const codes = codesIn(levels[f]!, column);
      for (let i = 0, k = f; i < rows; i++, k += width) bins[k] = codes[i]! < 0 ? 0 : codes[i]! + 1;
    } else if (thresholds[f]!.length > 0)
      for (let i = 0, k = f; i < rows; i++, k += width) bins[k] = binOf(column.values[i]!, thresholds[f]!);
  });
  return bins;
}

/** The node that a row goes to next; in a leaf it stays. */
function step({ nodes, sets }: CompiledTrees, bins: Uint16Array, first: number, node: number): number {
  const at = nodeSize * node;
  const bin = bins[first + nodes[at]!]!;
  const limit = nodes[at + 1]!;
  const kind = nodes[at + 2]!;
  // A negative difference has its highest bit set: 1 is right, 0 is left, without a branch to guess.
  return nodes[at + 3]! + (kind === bySet ? sets[limit + bin]! : (limit - ((bin - kind) & largestBin)) >>> 31);
}

/** Rows that go through one tree after another together: their bins stay in the processor's nearer memory. */
const blockRows = 512;

/** Adds to each row's score the leaves that it falls into, tree after tree; two rows at a time, so that neither waits. */
export function addTrees(compiled: CompiledTrees, bins: Uint16Array, width: number, scores: Float64Array): void {
  const { values, roots, depths } = compiled;
  for (let start = 0; start < scores.length; start += blockRows) {
    const end = Math.min(start + blockRows, scores.length);
    for (let t = 0; t < roots.length; t++) {
      const depth = depths[t]!;
      for (let row = start; row < end; row += 2) {
        const other = Math.min(row + 1, end - 1);
        let node = roots[t]!;
        let otherNode = node;
        for (let d = 0; d < depth; d++) {
          node = step(compiled, bins, row * width, node);
          otherNode = step(compiled, bins, other * width, otherNode);
        }
        scores[row]! += values[node]!;
        if (other > row) scores[other]! += values[otherNode]!;
      }
    }
  }
}
