import type { DriftEvidence } from "../src/cards/evidence-types.js";
import { formatValue, type Quantity } from "../src/lib/format.js";
import type { DriftColumnResult } from "./DriftTable.js";

/** The value below which half of a side's finite numbers lie, from counts per bin; NaN where bins do not tell. */
export function medianOfBins({ type, bins }: DriftColumnResult, side: "reference" | "current"): number {
  if (type !== "numeric") return Number.NaN;
  const number = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));
  const placed = bins
    .map((bin) => {
      const at = bin.value === null ? Number.NaN : number(bin.value);
      return bin.value === null
        ? { low: bin.lower ?? bin.upper!, high: bin.upper ?? bin.lower!, count: bin[side] }
        : { low: at, high: at, count: bin[side] };
    })
    .filter(({ low }) => Number.isFinite(low))
    .sort((a, b) => a.low - b.low || a.high - b.high);
  const half = placed.reduce((sum, { count }) => sum + count, 0) / 2;
  let below = 0;
  for (const { low, high, count } of placed) {
    if (count > 0 && below + count >= half) return low + ((half - below) / count) * (high - low);
    below += count;
  }
  return Number.NaN;
}

/** How the label ran: its middle now and before, in a sentence; empty where bins do not tell. */
export const middleWords = (
  columns: readonly DriftColumnResult[],
  { reference, quantity }: { reference: string; quantity: Quantity },
): string =>
  columns
    .filter(({ role }) => role === "label")
    .map((column): [string, number, number] => [
      column.name.replaceAll("_", " "),
      medianOfBins(column, "current"),
      medianOfBins(column, "reference"),
    ])
    .filter(([, now, before]) => Number.isFinite(now) && Number.isFinite(before))
    .map(
      ([name, now, before]) =>
        ` The middle ${name} is ${formatValue(now, quantity)}; in ${reference} ${formatValue(before, quantity)}.`,
    )
    .join("");

/** Features that no window moved: PSI at most `most` in all of them, what counts most for the model first. */
export function quietFeatures(
  { windows, importance, newest }: Pick<DriftEvidence, "windows" | "importance" | "newest">,
  most: number,
): { name: string; highest: number }[] {
  return (newest?.columns ?? [])
    .filter(({ role, state }) => role === "feature" && state === "ok")
    .map(({ name }) => ({ name, highest: Math.max(...windows.map(({ psi }) => psi[name] ?? Number.NaN)) }))
    .filter(({ highest }) => highest <= most)
    .sort((a, b) => (importance[b.name] ?? 0) - (importance[a.name] ?? 0) || (a.name < b.name ? -1 : 1));
}
