import type { Column } from "../../features/dataset.js";
import { codesIn } from "../columns.js";
import { createBinner } from "./binning.js";
import type { TreeBody, TreesBody } from "./scorer.js";

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

/** Trees as whole numbers: a comparison with a threshold is one between its rank and the rank of the value. */
export interface CompiledTrees {
  /** Of each feature in rising order; null for a categorical one. */
  thresholds: (Float64Array | null)[];
  features: number;
  base: readonly number[];
  scale: number;
  nodes: Int32Array;
  /** What each leaf adds, by node; `width` numbers each. */
  values: Float64Array;
  /** Scores that a leaf adds to: 1, or all. */
  width: number;
  /** 1 where a bin goes right, of each set. */
  sets: Uint8Array;
  roots: Int32Array;
  /** First score that each tree adds to. */
  outputs: Int32Array;
  /** Steps from the root to the deepest leaf, of each tree. */
  depths: Int32Array;
}

/** The right child of each node: where the left side ends. */
export function rightChildren({ feature }: TreeBody): Int32Array {
  const right = new Int32Array(feature.length);
  const waiting: number[] = [];
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! >= 0) waiting.push(node);
    else if (waiting.length > 0) right[waiting.pop()!] = node + 1;
  }
  return right;
}

/** Is a level, by its index, in a set? */
export const isInSet = (set: string, level: number): boolean =>
  ((Number.parseInt(set[level >> 2] ?? "0", 16) >> (level & 3)) & 1) === 1;

/** Lays the trees of a model out for {@link addTrees}. */
export function compileTrees(body: TreesBody): CompiledTrees {
  const size = body.trees.reduce((sum, { feature }) => sum + feature.length, 0);
  const width = body.trees.some(({ shares }) => shares) ? body.base.length : 1;
  const nodes = new Int32Array(nodeSize * size);
  const values = new Float64Array(width * size);
  const sets = new Uint8Array(setSize * body.trees.reduce((sum, tree) => sum + tree.sets.length, 0)).fill(1);
  const depths: number[] = [];
  const roots: number[] = [];
  let next = 0;
  let setAt = 0;
  for (const tree of body.trees) {
    const { feature, value, missingLeft, shares } = tree;
    const right = rightChildren(tree);
    let depth = 0;
    roots.push(next);
    const queue: [from: number, to: number, level: number][] = [[0, next++, 0]];
    for (const [from, to, level] of queue) {
      depth = Math.max(depth, level);
      const f = feature[from]!;
      const at = nodeSize * to;
      if (f < 0) {
        nodes.set([0, largestBin, missingGoesLeft, to], at);
        if (shares) values.set(shares[value[from]!]!, width * to);
        else values[to] = value[from]!;
        continue;
      }
      const levels = body.levels[f];
      if (levels) {
        nodes.set([f, setAt, bySet, next], at);
        if (missingLeft[from] === 1) sets[setAt] = 0;
        const set = tree.sets[value[from]!]!;
        for (let code = 0; code < levels.length; code++) if (isInSet(set, code)) sets[setAt + 1 + code] = 0;
        setAt += setSize;
      } else {
        const kind = missingLeft[from] === 1 ? missingGoesLeft : missingGoesRight;
        nodes.set([f, value[from]! + 1 - kind, kind, next], at);
      }
      queue.push([from + 1, next++, level + 1], [right[from]!, next++, level + 1]);
    }
    depths.push(depth);
  }
  return {
    thresholds: body.thresholds.map((list) => list && Float64Array.from(list)),
    features: body.thresholds.length,
    base: body.base,
    scale: body.scale,
    nodes,
    values,
    width,
    sets,
    roots: Int32Array.from(roots),
    outputs: Int32Array.from(body.trees, ({ output }) => output),
    depths: Int32Array.from(depths),
  };
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
    } else if (thresholds[f]!.length > 0) {
      const binOf = createBinner(thresholds[f]!);
      for (let i = 0, k = f; i < rows; i++, k += width) bins[k] = binOf(column.values[i]!);
    }
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

/**
 * Scores of each row, row-major: the base, and the leaves that it falls into, tree after tree; two rows at a time, so
 * that neither waits.
 */
export function addTrees(compiled: CompiledTrees, bins: Uint16Array, rows: number): Float64Array {
  const { values, roots, depths, outputs, width, base, scale, features } = compiled;
  const count = base.length;
  const sums = new Float64Array(rows * count);
  for (let start = 0; start < rows; start += blockRows) {
    const end = Math.min(start + blockRows, rows);
    for (let t = 0; t < roots.length; t++) {
      const depth = depths[t]!;
      const output = outputs[t]!;
      for (let row = start; row < end; row += 2) {
        const other = Math.min(row + 1, end - 1);
        let node = roots[t]!;
        let otherNode = node;
        for (let d = 0; d < depth; d++) {
          node = step(compiled, bins, row * features, node);
          otherNode = step(compiled, bins, other * features, otherNode);
        }
        for (let k = 0; k < width; k++) {
          sums[row * count + output + k]! += values[node * width + k]!;
          if (other > row) sums[other * count + output + k]! += values[otherNode * width + k]!;
        }
      }
    }
  }
  for (let at = 0; at < sums.length; at++) sums[at] = base[at % count]! + scale * sums[at]!;
  return sums;
}
