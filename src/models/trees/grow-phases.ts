import { type Board, chunkFields, filling, nodeFields, readChild, writeFound } from "./board.js";
import type { FindSplit } from "./split.js";
import type { Phases } from "./team.js";
import { subtractHistogram, type Workspace, type WorkspaceSlot } from "./workspace.js";

/** The phases of growing, by number. */
export const growPhase = { sort: 0, move: 1, evaluate: 2 } as const;

/** What a thread does to grow a tree: sort a chunk of rows, move it, and look for splits in a part of the features. */
export function growPhases(workspace: Workspace, slot: WorkspaceSlot, board: Board, find: FindSplit): Phases {
  const { chunks, nodes, groups } = board;
  const { columns, words, histograms } = slot;
  const features = columns.length;

  function sort(chunk: number): void {
    const at = chunk * chunkFields;
    const node = chunks[at]!;
    const begin = chunks[at + 1]!;
    const end = chunks[at + 2]!;
    const isWhole = nodes[node * nodeFields] === begin && nodes[node * nodeFields + 1] === end;
    const feature = nodes[node * nodeFields + 3]!;
    chunks[at + 3] = (isWhole ? slot.sort : slot.sortAside)(feature, node, begin, end);
  }

  function move(chunk: number): void {
    const at = chunk * chunkFields;
    slot.move(chunks[at + 1]!, chunks[at + 2]!, chunks[at + 3]!, chunks[at + 4]!, chunks[at + 5]!);
  }

  function evaluate(task: number): void {
    const node = Math.floor(task / groups);
    const group = task % groups;
    const firstWord = Math.floor((group * words) / groups);
    const wordEnd = Math.floor(((group + 1) * words) / groups);
    const [begin, end, middle, , leftAt, rightAt, mode, wanted] = nodes.subarray(
      node * nodeFields,
      (node + 1) * nodeFields,
    ) as unknown as [number, number, number, number, number, number, number, number];
    const ofLeft = histograms[leftAt]!;
    const ofRight = histograms[rightAt]!;
    if (mode === filling.leftAndSubtract || mode === filling.both || mode === filling.left)
      slot.fill(ofLeft, begin, mode === filling.left ? end : middle, firstWord, wordEnd);
    if (mode === filling.rightAndSubtract || mode === filling.both) slot.fill(ofRight, middle, end, firstWord, wordEnd);
    if (mode === filling.leftAndSubtract) subtractHistogram(ofRight, ofLeft, workspace, firstWord, wordEnd);
    if (mode === filling.rightAndSubtract) subtractHistogram(ofLeft, ofRight, workspace, firstWord, wordEnd);
    for (let side = 0; side < 2; side++) {
      if ((wanted & (1 << side)) === 0) continue;
      const child = 2 * node + side;
      const split = find(
        side === 0 ? ofLeft : ofRight,
        readChild(board, child),
        Math.min(4 * firstWord, features),
        Math.min(4 * wordEnd, features),
      );
      writeFound(board, child, group, split);
    }
  }

  return [sort, move, evaluate];
}
