import type { CompareDocument } from "../src/decisions/documents.js";
import { formatCount, formatDifference } from "../src/lib/format.js";
import type { Reading } from "./quantities.js";

/** The quotable sentence. */
export function verdictSentence(compare: CompareDocument, readings: readonly Reading[]): string {
  const quantity = readings.find(({ name }) => name === compare.policy.primaryMetric)!.quantity;
  const { estimate } = compare.verdict.gain;
  return `${compare.challenger.name} look ${formatDifference(estimate, quantity)} ${estimate >= 0 ? "better" : "worse"}, but ${formatCount(compare.rows.units)} ${compare.rows.unit} cannot show it`;
}
