import { type Binned, maximumBins } from "./binning.js";
import { webAssembly } from "./web-assembly.js";
import { createHistogramKernel } from "./histogram-kernel.js";

/** Where the sums of a feature's bin lie: gradient here, hessian next. */
export const cellOf = (feature: number, bin: number): number => 2 * (feature * maximumBins + bin);

/** The arrays that histograms are summed from, in one memory. */
export interface HistogramWorkspace {
  /** Row numbers; sums run over stretches of it. */
  order: Int32Array;
  /** Gradient and hessian of each row, side by side. */
  pairs: Float64Array;
  /** Histograms to fill: for each feature (padded to fours) and bin, the sums of gradients and of hessians. */
  histograms: Float64Array[];
  /** Sums gradients and hessians of the rows `order[begin .. end)` by feature and bin. */
  fill(histogram: Float64Array, begin: number, end: number): void;
}

const pageBytes = 65_536;

/** Room for `count` histograms over the binned rows. */
export function createWorkspace({ rows, words, packed }: Binned, count: number): HistogramWorkspace {
  const length = 4 * words * maximumBins * 2;
  const bytes = 4 * packed.length + 4 * rows + 16 * rows + 8 * length * count + 32;
  const memory = new webAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  const kernel = createHistogramKernel(memory);
  const histograms = Array.from({ length: count }, (_, k) => new Float64Array(memory.buffer, 8 * length * k, length));
  const pairs = new Float64Array(memory.buffer, 8 * length * count, 2 * rows);
  const order = new Int32Array(memory.buffer, pairs.byteOffset + pairs.byteLength, rows);
  const bins = new Uint32Array(memory.buffer, order.byteOffset + order.byteLength, packed.length);
  bins.set(packed);
  return {
    order,
    pairs,
    histograms,
    fill(histogram, begin, end) {
      histogram.fill(0);
      if (begin === end || words === 0) return;
      const first = order.byteOffset;
      kernel(bins.byteOffset, 4 * words, first + 4 * begin, first + 4 * end, pairs.byteOffset, histogram.byteOffset);
    },
  };
}

/** Leaves parent − child in `parent`: the histogram of the other child, for the price of a subtraction. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i]! -= child[i]!;
}
