import { AssayError } from "../../lib/errors.js";
import { maximumBins } from "./binning.js";
import { createHistogramKernel, mostPages } from "./histogram-kernel.js";
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
  /** Room for the rows that go left, and for those that go right. */
  left: Int32Array;
  right: Int32Array;
  /** The pairs that each row adds, side by side, by channel: set before a tree is grown. */
  pairs: Float64Array[];
  /** For each channel, feature (padded to fours) and bin, the sums of the two. */
  histograms: Float64Array[];
  /** Sums the pairs of the rows `order[begin .. end)` by bin, for the features of some words; the rest stays as it is. */
  fill(histogram: Float64Array, begin: number, end: number, firstWord: number, wordEnd: number): void;
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
  const slotBytes = histograms * histogramBytes + pairBytes + 3 * rowBytes;
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
  const kernel = createHistogramKernel(memory);
  const histogramsAt = slot * slotBytes;
  const pairsAt = histogramsAt + count * histogramBytes;
  const orderAt = pairsAt + pairBytes;
  const histograms = Array.from(
    { length: count },
    (_, k) => new Float64Array(buffer, histogramsAt + k * histogramBytes, histogramBytes / 8),
  );
  const pairs = Array.from(
    { length: channels },
    (_, channel) => new Float64Array(buffer, pairsAt + 16 * rows * channel, 2 * rows),
  );
  const rowNumbers = (at: number, length: number) => new Int32Array(buffer, orderAt + at * rowBytes, length);
  const channelLength = channelCells(features);
  return {
    rows,
    words,
    packed: new Uint32Array(buffer, packedAt, rows * words),
    columns: Array.from({ length: features }, (_, f) => new Uint8Array(buffer, columnsAt + f * rows, rows)),
    order: rowNumbers(0, rows),
    left: rowNumbers(1, rows + 1),
    right: rowNumbers(2, rows + 1),
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
        kernel(
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
