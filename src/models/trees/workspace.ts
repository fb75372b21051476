import { AssayError } from "../../lib/errors.js";
import { maximumBins } from "./binning.js";
import { mostNodes } from "./board.js";
import { createHistogramKernel } from "./histogram-kernel.js";
import { mostPages } from "./instructions.js";
import { createCopyKernel, createSortKernel } from "./sort-kernel.js";
import { webAssembly, type WebAssemblyMemory } from "./web-assembly.js";

/** What trees are grown in: one memory that all threads share. It can be sent to a worker. */
export interface Workspace {
  rows: number;
  features: number;
  /** Pairs of sums that each bin holds: one for gradient and hessian; one for every two classes. */
  channels: number;
  /** Histograms of each slot. */
  histograms: number;
  /** Trees that can grow at once, each with its own order of rows, pairs and histograms. */
  slots: number;
  /** Bins of each feature: the rest of its cells stay 0. */
  bins: Int32Array;
  memory: WebAssemblyMemory;
}

export type WorkspaceShape = Omit<Workspace, "memory">;

/** One slot of a workspace, and the binned rows that all slots read. */
export interface WorkspaceSlot {
  rows: number;
  words: number;
  packed: Uint32Array;
  /** Bins by feature. */
  columns: Uint8Array[];
  /** Row numbers; sums run over stretches of it. */
  order: Int32Array;
  /** For each of the nodes being split, 1 for each bin that goes left. */
  goesLeft: Uint8Array;
  /** The pairs that each row adds, side by side, by channel: set before a tree is grown. */
  pairs: Float64Array[];
  /** For each channel, feature (padded to fours) and bin, the sums of the two. */
  histograms: Float64Array[];
  /** Sums the pairs of the rows `order[begin .. end)` by bin, for the features of some words; the rest stays as it is. */
  fill(histogram: Float64Array, begin: number, end: number, firstWord: number, wordEnd: number): void;
  /** Sorts the rows `order[begin .. end)` of a node by the side they go to. @returns how many go left. */
  sort(feature: number, node: number, begin: number, end: number): number;
  /** The same for a part of a node's rows: they are kept aside, until {@link WorkspaceSlot.move}. */
  sortAside(feature: number, node: number, begin: number, end: number): number;
  /** Puts rows kept aside, of which the first `toLeft` go left, to their places in the order. */
  move(begin: number, end: number, toLeft: number, leftTo: number, rightTo: number): void;
}

const pageBytes = 65_536;

/** Words of 32 bits that a row takes: four features each, the first in the lowest byte. */
export const wordsOf = (features: number): number => Math.ceil(features / 4);

/** Numbers that one word of features takes in a histogram. */
export const wordCells = 4 * maximumBins * 2;

/** Numbers from one channel of a histogram to the next. */
export const channelCells = (features: number): number => wordsOf(features) * wordCells;

/** Where the sums of a feature's bin lie in a channel: the first here, the second next. */
export const cellOf = (feature: number, bin: number): number => 2 * (feature * maximumBins + bin);

function layout({ rows, features, channels, histograms, slots }: WorkspaceShape) {
  const histogramBytes = 8 * channels * channelCells(features);
  const pairBytes = 16 * rows * channels;
  const rowBytes = 8 * Math.ceil((rows + 1) / 2);
  const slotBytes = histograms * histogramBytes + pairBytes + 3 * rowBytes + mostNodes * maximumBins;
  const packedBytes = 8 * Math.ceil((rows * wordsOf(features)) / 2);
  return {
    histogramBytes,
    pairBytes,
    rowBytes,
    slotBytes,
    packedAt: slots * slotBytes,
    columnsAt: slots * slotBytes + packedBytes,
    bytes: slots * slotBytes + packedBytes + rows * features,
  };
}

/**
 * Memory for growing trees over so many rows.
 *
 * @throws AssayError `out-of-memory`, which says how many rows would fit.
 */
export function createWorkspace(shape: WorkspaceShape): Workspace {
  const { bytes } = layout(shape);
  const pages = Math.max(1, Math.ceil(bytes / pageBytes));
  try {
    if (pages > mostPages) throw new RangeError("larger than an address reaches");
    return { ...shape, memory: new webAssembly.Memory({ initial: pages, maximum: pages, shared: true }) };
  } catch (cause) {
    const { bytes: bare } = layout({ ...shape, rows: 0 });
    const fitting = Math.floor((mostPages * pageBytes - bare) / ((bytes - bare) / shape.rows));
    throw new AssayError(
      `growing trees over ${shape.rows} rows and ${shape.features} features takes ${(bytes / 1e9).toFixed(1)} GB, more than there is`,
      {
        code: "out-of-memory",
        hint: `train on a subsample: at most ${Math.max(0, Math.min(fitting, shape.rows - 1))} rows, fewer where memory is short`,
        cause,
      },
    );
  }
}

/** The arrays of one slot. */
export function openWorkspace(workspace: Workspace, slot: number): WorkspaceSlot {
  const { rows, features, channels, histograms: count, bins, memory } = workspace;
  const { buffer } = memory;
  const { histogramBytes, pairBytes, rowBytes, slotBytes, packedAt, columnsAt } = layout(workspace);
  const words = wordsOf(features);
  const sum = createHistogramKernel(memory);
  const sortRows = createSortKernel(memory);
  const copy = createCopyKernel(memory);
  const histogramsAt = slot * slotBytes;
  const pairsAt = histogramsAt + count * histogramBytes;
  const orderAt = pairsAt + pairBytes;
  const leftAt = orderAt + rowBytes;
  const rightAt = leftAt + rowBytes;
  const goesLeftAt = rightAt + rowBytes;
  const histograms = Array.from(
    { length: count },
    (_, k) => new Float64Array(buffer, histogramsAt + k * histogramBytes, histogramBytes / 8),
  );
  const pairs = Array.from(
    { length: channels },
    (_, channel) => new Float64Array(buffer, pairsAt + 16 * rows * channel, 2 * rows),
  );
  /** Sorts rows to `to`, an address, and to `right`. */
  const sortTo = (to: number, feature: number, node: number, begin: number, end: number): number => {
    const columnAt = columnsAt + feature * rows;
    const sidesAt = goesLeftAt + node * maximumBins;
    const leftEnd = sortRows(orderAt + 4 * begin, orderAt + 4 * end, columnAt, sidesAt, to, rightAt + 4 * begin);
    return ((leftEnd >>> 0) - to) / 4;
  };
  const channelLength = channelCells(features);
  return {
    rows,
    words,
    packed: new Uint32Array(buffer, packedAt, rows * words),
    columns: Array.from({ length: features }, (_, f) => new Uint8Array(buffer, columnsAt + f * rows, rows)),
    order: new Int32Array(buffer, orderAt, rows),
    goesLeft: new Uint8Array(buffer, goesLeftAt, mostNodes * maximumBins),
    pairs,
    histograms,
    fill(histogram, begin, end, firstWord, wordEnd) {
      for (let channel = 0; channel < channels; channel++) {
        const from = channel * channelLength + firstWord * wordCells;
        for (let f = 4 * firstWord; f < Math.min(4 * wordEnd, features); f++) {
          const cell = channel * channelLength + cellOf(f, 0);
          histogram.fill(0, cell, cell + 2 * bins[f]!);
        }
        if (begin === end || firstWord === wordEnd) continue;
        sum(
          packedAt + 4 * firstWord,
          4 * words,
          4 * (wordEnd - firstWord),
          orderAt + 4 * begin,
          orderAt + 4 * end,
          pairs[channel]!.byteOffset,
          histogram.byteOffset + 8 * from,
        );
      }
    },
    sort(feature, node, begin, end) {
      const toLeft = sortTo(orderAt + 4 * begin, feature, node, begin, end);
      copy(orderAt + 4 * (begin + toLeft), rightAt + 4 * begin, 4 * (end - begin - toLeft));
      return toLeft;
    },
    sortAside: (feature, node, begin, end) => sortTo(leftAt + 4 * begin, feature, node, begin, end),
    move(begin, end, toLeft, leftTo, rightTo) {
      copy(orderAt + 4 * leftTo, leftAt + 4 * begin, 4 * toLeft);
      copy(orderAt + 4 * rightTo, rightAt + 4 * begin, 4 * (end - begin - toLeft));
    },
  };
}

/** Leaves parent − child in `parent`, for the features of some words: the histogram of the other child. */
export function subtractHistogram(
  parent: Float64Array,
  child: Float64Array,
  { features, bins, channels }: Pick<Workspace, "features" | "bins" | "channels">,
  firstWord: number,
  wordEnd: number,
): void {
  for (let channel = 0; channel < channels; channel++)
    for (let f = 4 * firstWord; f < Math.min(4 * wordEnd, features); f++) {
      const from = channel * channelCells(features) + cellOf(f, 0);
      const to = from + 2 * bins[f]!;
      for (let i = from; i < to; i++) parent[i]! -= child[i]!;
    }
}
