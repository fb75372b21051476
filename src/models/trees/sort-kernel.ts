import * as code from "./instructions.js";

/**
 * Writes the rows of `order` … `orderEnd` that go left to `left`, which may be `order` itself, and the others to
 * `right`. `bins` is the column of the split's feature, `goesLeft` holds 1 for each bin that goes left. All are
 * addresses in bytes, what is returned too: the end of what was written to `left`.
 */
export type SortKernel = (
  order: number,
  orderEnd: number,
  bins: number,
  goesLeft: number,
  left: number,
  right: number,
) => number;

/** Copies so many bytes. */
export type CopyKernel = (to: number, from: number, bytes: number) => void;

const { get, set, tee, constant, add } = code;

const [order, orderEnd, bins, goesLeft, left, right, row, step] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

const eachRow = [
  [code.loop],
  [get(order), code.load, tee(row), get(bins), add, code.loadByte],
  [get(goesLeft), add, code.loadByte, constant(2), code.shiftLeft, set(step)],
  [get(left), get(row), code.store, get(right), get(row), code.store],
  [get(left), get(step), add, set(left)],
  [get(right), constant(4), add, get(step), code.subtract, set(right)],
  [get(order), constant(4), add, tee(order), get(orderEnd), code.isBelow, code.again],
  [code.end],
  [get(left)],
].flat(2);

/**
 * Each row is written to both sides and one is kept: no branch, which chance would make the processor guess wrong half
 * of the time.
 */
export const createSortKernel = code.makeKernel<SortKernel>(
  code.assemble({ parameters: 6, wholes: 2, pairs: 0, returns: true }, eachRow),
);

/** Arrays over shared memory copy slowly by `set`. */
export const createCopyKernel = code.makeKernel<CopyKernel>(
  code.assemble(
    { parameters: 3, wholes: 0, pairs: 0, returns: false },
    [...get(0), ...get(1), ...get(2), ...code.copy].flat(),
  ),
);
