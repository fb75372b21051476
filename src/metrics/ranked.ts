import type { MetricInput } from "./metric.js";
import { orderOf } from "./order.js";

/** Rows by falling score. */
export interface Ranked {
  /** Row at each rank. */
  row: Int32Array;
  /** 1 at ranks whose row is positive, else 0: a factor, for a branch on it would be guessed wrongly half of the time. */
  positive: Float64Array;
  /** 1 at the last rank of each group of equal scores. */
  last: Uint8Array;
}

/** Ranks rows by falling score, once; null where a label or a score is NaN. */
export function ranked({ label, prediction }: MetricInput): Ranked | null {
  const row = orderOf(prediction)?.slice().reverse();
  if (!row) return null;
  const positive = new Float64Array(row.length);
  const last = new Uint8Array(row.length);
  for (let rank = 0; rank < row.length; rank++) {
    if (Number.isNaN(label[row[rank]!]!)) return null;
    positive[rank] = label[row[rank]!] === 1 ? 1 : 0;
    last[rank] = rank === row.length - 1 || prediction[row[rank]!] !== prediction[row[rank + 1]!] ? 1 : 0;
  }
  return { row, positive, last };
}

export const undefinedMetric = (): number => Number.NaN;
