import { type ColumnEncoding, type Design, encode } from "../../features/encoding.js";
import type { Column } from "../../features/dataset.js";

/** Standardised values are held within this many standard deviations, so that no outlier saturates the network. */
const widest = 10;

/** What the network reads: standardised values, held within bounds, and indicators of categories. */
export function networkInputs(encodings: readonly ColumnEncoding[], columns: readonly Column[], rows: number): Design {
  const design = encode(encodings, columns, rows);
  const { dense } = design;
  for (let k = 0; k < dense.length; k++) dense[k] = Math.min(Math.max(dense[k]!, -widest), widest);
  return design;
}

/** One row written out, indicators and all, into zeros. */
export function writeRow({ denseWidth, dense, groups }: Design, row: number, into: Float32Array, at: number): void {
  for (let k = 0; k < denseWidth; k++) into[at + k] = dense[row * denseWidth + k]!;
  for (const { first, codes, shares } of groups) {
    const code = codes[row]!;
    if (code >= 0) into[at + first + code] = 1;
    else into.set(shares, at + first);
  }
}

/** Standard deviation of each input over the rows. */
export function inputSpread(design: Design): number[] {
  const { rows, denseWidth, dense, groups } = design;
  const spread: number[] = [];
  for (let k = 0; k < denseWidth; k++) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < rows; i++) sum += dense[i * denseWidth + k]!;
    for (let i = 0; i < rows; i++) squares += (dense[i * denseWidth + k]! - sum / rows) ** 2;
    spread.push(Math.sqrt(squares / rows));
  }
  for (const { shares } of groups) for (const share of shares) spread.push(Math.sqrt(share * (1 - share)));
  return spread.map((value) => Number(value.toPrecision(6)));
}
