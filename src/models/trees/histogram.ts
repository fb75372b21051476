import { type Binned, maximumBins } from "./binning.js";

/** Numbers in a histogram: for each feature (padded to fours) and bin, the sums of gradients and of hessians. */
export const histogramLength = ({ words }: Binned): number => 4 * words * maximumBins * 2;

/** Where the sums of a feature's bin lie: gradient here, hessian next. */
export const cellOf = (feature: number, bin: number): number => 2 * (feature * maximumBins + bin);

const pairs = 2 * maximumBins;

/**
 * Sums gradients and hessians of the rows `order[begin .. end)` by feature and bin. A row's bins are read four at a time
 * from one 32-bit word, and neighbouring updates fall into different features, so that none waits for the one before.
 */
export function fillHistogram(
  histogram: Float64Array,
  { packed, words }: Binned,
  order: Int32Array,
  begin: number,
  end: number,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  histogram.fill(0);
  for (let i = begin; i < end; i++) {
    const row = order[i]!;
    const g = gradient[row]!;
    const h = hessian[row]!;
    const first = row * words;
    for (let word = 0, at = 0; word < words; word++, at += 4 * pairs) {
      const four = packed[first + word]!;
      let cell = at + ((four & 255) << 1);
      histogram[cell]! += g;
      histogram[cell + 1]! += h;
      cell = at + pairs + ((four >>> 7) & 510);
      histogram[cell]! += g;
      histogram[cell + 1]! += h;
      cell = at + 2 * pairs + ((four >>> 15) & 510);
      histogram[cell]! += g;
      histogram[cell + 1]! += h;
      cell = at + 3 * pairs + ((four >>> 23) & 510);
      histogram[cell]! += g;
      histogram[cell + 1]! += h;
    }
  }
}

/** Leaves parent − child in `parent`: the histogram of the other child, for the price of a subtraction. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i]! -= child[i]!;
}
