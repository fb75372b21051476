import type { WorkspaceSlot } from "./workspace.js";

/** Rows that one thread sorts into left and right at once; fixed, so that their order rests on nothing else. */
export const chunkRows = 16_384;

/**
 * Writes the rows `order[begin .. end)` that go left to `left` from `begin` on, and the others to `right`, in their old
 * order. Each row is written to both sides and one is kept: no branch, which chance would make the processor guess wrong
 * half of the time.
 *
 * @returns how many go left.
 */
export function sortChunk(
  { order, left, right }: WorkspaceSlot,
  bins: Uint8Array,
  begin: number,
  end: number,
  goesLeft: Uint8Array,
): number {
  let toLeft = begin;
  let toRight = begin;
  for (let i = begin; i < end; i++) {
    const row = order[i]!;
    const isLeft = goesLeft[bins[row]!]!;
    left[toLeft] = row;
    right[toRight] = row;
    toLeft += isLeft;
    toRight += 1 - isLeft;
  }
  return toLeft - begin;
}
