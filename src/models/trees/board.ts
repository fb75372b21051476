import { maximumBins } from "./binning.js";
import type { NodeState } from "./criterion.js";
import type { Split } from "./split.js";

/** Rows that one thread works on at once; fixed, so that their order rests on nothing else. */
export const chunkRows = 16_384;

/** Nodes that are split at once, at most. */
export const mostNodes = 64;

/** How the histograms of two children come to be. */
export const filling = { none: 0, leftAndSubtract: 1, rightAndSubtract: 2, both: 3, left: 4 } as const;

/** What the threads of a team tell each other about the nodes being split; all of it is shared memory. */
export interface Board {
  /** Sums of a node. */
  sums: number;
  /** Parts that the features are searched in. */
  groups: number;
  /** By chunk: node, begin, end, rows that go left, where these go, where the others go. */
  chunks: Int32Array;
  /** By node: begin, end, middle, feature, histograms of the left and the right child, filling, which children to split. */
  nodes: Int32Array;
  /** By child: sums, lower and upper bound. */
  children: Float64Array;
  /** By child and group: 1 where a split was found, feature, gain, bin, sums of the left side. */
  found: Float64Array;
  foundSets: Uint8Array;
}

export const chunkFields = 6;
export const nodeFields = 8;
const foundFields = 4;

export function createBoard(rows: number, sums: number, groups: number): Board {
  const children = 2 * mostNodes;
  const chunks = Math.ceil(rows / chunkRows) + mostNodes;
  const bytes = (count: number): SharedArrayBuffer => new SharedArrayBuffer(count);
  return {
    sums,
    groups,
    chunks: new Int32Array(bytes(4 * chunkFields * chunks)),
    nodes: new Int32Array(bytes(4 * nodeFields * mostNodes)),
    children: new Float64Array(bytes(8 * children * (sums + 2))),
    found: new Float64Array(bytes(8 * children * groups * (foundFields + sums))),
    foundSets: new Uint8Array(bytes(maximumBins * children * groups)),
  };
}

export function writeChild({ children, sums }: Board, child: number, state: NodeState): void {
  const at = child * (sums + 2);
  children.set(state.sums, at);
  children[at + sums] = state.lower;
  children[at + sums + 1] = state.upper;
}

export function readChild({ children, sums }: Board, child: number): NodeState {
  const at = child * (sums + 2);
  return { sums: children.slice(at, at + sums), lower: children[at + sums]!, upper: children[at + sums + 1]! };
}

export function writeFound(board: Board, child: number, group: number, split: Split | null): void {
  const place = child * board.groups + group;
  const at = place * (foundFields + board.sums);
  board.found[at] = split ? 1 : 0;
  if (!split) return;
  board.found[at + 1] = split.feature;
  board.found[at + 2] = split.gain;
  board.found[at + 3] = split.bin;
  board.found.set(split.leftSums, at + foundFields);
  board.foundSets.set(split.goesLeft, place * maximumBins);
}

/** The best split of a child over all groups; of equal ones, that on the first feature. */
export function readFound({ found, foundSets, groups, sums }: Board, child: number): Split | null {
  const size = foundFields + sums;
  let best = -1;
  for (let place = child * groups; place < (child + 1) * groups; place++)
    if (found[place * size] === 1 && (best < 0 || found[place * size + 2]! > found[best * size + 2]!)) best = place;
  if (best < 0) return null;
  const at = best * size;
  return {
    feature: found[at + 1]!,
    gain: found[at + 2]!,
    bin: found[at + 3]!,
    goesLeft: foundSets.slice(best * maximumBins, (best + 1) * maximumBins),
    leftSums: found.slice(at + foundFields, at + size),
  };
}
