import { accuracyBasis, methodOfSums } from "../evaluation/estimates.js";
import type { GainBasis } from "../evaluation/gain-basis.js";
import { withError } from "../evaluation/moments.js";
import type { UnitMoments } from "../evaluation/what-if-types.js";
import { confusionTerms } from "../metrics/confusion.js";
import { gain as gainOfValues } from "../metrics/gain.js";
import { getMetric } from "../metrics/index.js";
import type { Costs, MetricName } from "../metrics/metric.js";
import type { PairDocument } from "./documents.js";
import type { Judging } from "./judged-gain.js";

/** The pair as far as what-ifs need it. */
export type AskedPair = Pick<PairDocument, "compare" | "whatIf">;

/** The official judging, at another level where one is asked. */
export const judgingOf = ({ compare, whatIf }: AskedPair, level?: number): Judging => ({
  level: level ?? compare.verdict.gain.level,
  look: compare.rows.look,
  unitsAtFirstLook: whatIf.unitsAtFirstLook,
});

/** Joint counts at a threshold of the slider, or at the official ones; null where the pair has none. */
export function cellsAt({ whatIf }: AskedPair, threshold?: number): UnitMoments | null {
  if (threshold === undefined || !whatIf.thresholds) return whatIf.official;
  return whatIf.thresholds[Math.round(Math.min(1, Math.max(0, threshold)) * (whatIf.thresholds.length - 1))] ?? null;
}

/** True positives, false positives, false negatives and true negatives of one model, from joint counts. */
export const tableOf = (cells: ArrayLike<number>, model: "champion" | "challenger"): number[] => {
  const [below, above] = model === "champion" ? [[0, 1], [2, 3]] : [[0, 2], [1, 3]]; // prettier-ignore
  const sum = (label: number, places: number[] | undefined): number =>
    places!.reduce((total, place) => total + cells[4 * label + place]!, 0);
  return [sum(1, above), sum(0, above), sum(1, below), sum(0, below)];
};

/** How the gain on a function of both models' tables is known at a threshold. */
export function basisOf(
  pair: AskedPair,
  moments: UnitMoments,
  metric: MetricName,
  gain: (sums: ArrayLike<number>) => number,
): GainBasis {
  const { compared: n, units } = pair.compare.rows;
  const { estimate, standardError } = withError(moments, gain, units);
  const of = (method: string, error: number, discordant: GainBasis["discordant"] = null): GainBasis => ({
    metric, method, estimate, standardError: error, degreesOfFreedom: units - 1, n, units, discordant, quantiles: null,
  }); // prettier-ignore
  if (!Number.isFinite(estimate)) return of("none-undefined", Number.NaN);
  if (metric === "accuracy" && units === n) {
    const [, b, c, , , f, g] = moments.sums as [number, number, number, number, number, number, number];
    const basis = accuracyBasis({ onlyChampionRight: b + g, onlyChallengerRight: c + f }, n);
    return of(basis.method, basis.standardError, basis.discordant);
  }
  return standardError > 0 ? of(methodOfSums(metric, units === n), standardError) : of("none-zero-variance", 0);
}

/** A metric of the confusion table, as a function of its four counts; null for other metrics. */
export function tableMetric(name: MetricName, costs: Costs | null): ((table: readonly number[]) => number) | null {
  if (name === "expectedCost" || name === "profit") {
    const sign = name === "profit" ? -1 : 1;
    return costs && ((table) => sign * meanCost(table, costs));
  }
  const { sums } = getMetric(name);
  return sums?.terms === confusionTerms ? (table) => sums.fromSums(table) : null;
}

/** Mean cost of an answer, from a table's four counts. */
export function meanCost(table: readonly number[], { falsePositive, falseNegative, truePositive = 0, trueNegative = 0 }: Costs): number {
  const [tp, fp, fn, tn] = table as [number, number, number, number];
  return (tp * truePositive + fp * falsePositive + fn * falseNegative + tn * trueNegative) / (tp + fp + fn + tn);
} // prettier-ignore

/** How a metric's gain is known at a threshold; as it is officially where the threshold does not touch the metric. */
export function basisAt(pair: AskedPair, official: GainBasis, threshold?: number): GainBasis {
  const moments = threshold === undefined ? null : cellsAt(pair, threshold);
  const value = tableMetric(official.metric, pair.whatIf.costs);
  if (!moments || !value || official.method === "identical-predictions") return official;
  const metric = getMetric(official.metric);
  return basisOf(pair, moments, official.metric, (sums) =>
    gainOfValues(metric, value(tableOf(sums, "champion")), value(tableOf(sums, "challenger"))),
  );
}
