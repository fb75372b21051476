import * as code from "./instructions.js";

/** Sums rows into a histogram. All are addresses in bytes, save `stride`, the bytes of a packed row, and `width`, those read. */
export type HistogramKernel = (
  packed: number,
  stride: number,
  width: number,
  order: number,
  orderEnd: number,
  pairs: number,
  histogram: number,
) => void;

const { get, set, tee, constant, add, load } = code;

const [packed, stride, width, order, orderEnd, pairs, histogram, word, wordEnd, cells, four, cell, pair] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
] as const;

/** Bytes of the 256 pairs of a feature. */
const featureBytes = 4096;

/** histogram[feature][bin] += pair, the bin being the `byte`-th of the word. */
const addToBin = (byte: number): number[] => [
  ...get(cells),
  ...get(four),
  ...(byte === 0 ? [...constant(4), ...code.shiftLeft] : [...constant(8 * byte - 4), ...code.shiftRight]),
  ...constant(0xff0),
  ...code.and,
  ...add,
  ...tee(cell),
  ...get(cell),
  ...code.loadPair(byte * featureBytes),
  ...get(pair),
  ...code.addPairs,
  ...code.storePair(byte * featureBytes),
];

const eachWord = [
  [code.loop],
  [get(word), load, set(four)],
  [0, 1, 2, 3].map(addToBin),
  [get(cells), constant(4 * featureBytes), add, set(cells)],
  [get(word), constant(4), add, tee(word), get(wordEnd), code.isBelow, code.again],
  [code.end],
].flat(2);

const eachRow = [
  [code.loop],
  [get(order), load, constant(4), code.shiftLeft, get(pairs), add, code.loadPair(0), set(pair)],
  [get(order), load, get(stride), code.multiply, get(packed), add, tee(word)],
  [get(width), add, set(wordEnd), get(histogram), set(cells)],
  [eachWord],
  [get(order), constant(4), add, tee(order), get(orderEnd), code.isBelow, code.again],
  [code.end],
].flat(2);

/**
 * The one loop that boosting spends most of its time in, as WebAssembly: gradient and hessian of a row are added as a
 * pair, in float64 and row by row, so that sums have the same bits as a plain loop's, in less than half its time. A
 * row's bins are read four at a time from one 32-bit word, and neighbouring additions fall into different features, so
 * that none waits for the one before.
 */
export const createHistogramKernel = code.makeKernel<HistogramKernel>(
  code.assemble({ parameters: 7, wholes: 5, pairs: 1, returns: false }, eachRow),
);
