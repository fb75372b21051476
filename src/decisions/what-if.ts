import type { GainBasis } from "../evaluation/gain-basis.js";
import { getMetric } from "../metrics/index.js";
import type { Costs, MetricName } from "../metrics/metric.js";
import type { Estimate } from "../stats/estimate.js";
import { quantityOf } from "./quantity-of.js";
import { judgedBelowPValue, judgedGain } from "./judged-gain.js";
import type { Verdict } from "./types.js";
import { decide } from "./verdict.js";
import {
  basisAt,
  basisOf,
  cellsAt,
  judgingOf,
  meanCost,
  tableMetric,
  tableOf,
  type AskedPair,
} from "./what-if-basis.js";

/** What a reader may move. What is left out is as in the official verdict. */
export interface WhatIfSettings {
  /** Level of the intervals, such as 0.95. */
  level?: number;
  /** The smallest gain that counts, above 0, in the primary metric's unit. */
  margin?: number;
  /** Both models count a row as positive from this probability on; the nearest hundredth is taken. */
  threshold?: number;
}

/** A gain's value for both models, with its interval. */
export interface WhatIfGain {
  champion: number;
  challenger: number;
  gain: Estimate;
}

/** What errors cost where values are predicted: per unit of the target that a prediction is too high, and too low. */
export interface ErrorCosts {
  tooHigh: number;
  tooLow: number;
}

/**
 * The verdict at another level, margin or threshold, by the code and the numbers of the official one; with nothing moved
 * it is the official one. It never takes its place.
 *
 * @returns the verdict of contract §4, gates as they are.
 * @throws RangeError where the margin is not above 0.
 * @example whatIfVerdict(pair, { margin: 0.02, level: 0.9 }).decision
 */
export function whatIfVerdict(pair: AskedPair, { level, margin, threshold }: WhatIfSettings): Verdict {
  const { compare, whatIf } = pair;
  const { policy, gates } = compare;
  const judging = judgingOf(pair, level);
  const basis = (metric: MetricName): GainBasis =>
    basisAt(
      pair,
      whatIf.gains.find((gain) => gain.metric === metric)!,
      threshold,
    );
  const primary = basis(policy.primaryMetric);
  return decide({
    gain: judgedGain(primary, judging),
    standardError: primary.standardError,
    guardrails: policy.guardrails.map((guardrail) => {
      const found = basis(guardrail.metric);
      return {
        metric: guardrail.metric,
        title: getMetric(guardrail.metric).title,
        gain: judgedGain(found, judging),
        margin: guardrail.margin,
        worsePValue: judgedBelowPValue(found, -guardrail.margin, judging),
        quantity: quantityOf(guardrail.metric, whatIf.targetUnit),
      };
    }),
    gates,
    policy: {
      smallestWorthwhileGain: margin ?? policy.smallestWorthwhileGain,
      level: judging.level,
      ...(whatIf.factors ? { factors: whatIf.factors } : {}),
    },
    costs: whatIf.modelCosts,
    quantity: quantityOf(policy.primaryMetric, whatIf.targetUnit),
  });
}

/**
 * Every metric that a threshold moves, for both models at that threshold, with its gain.
 *
 * @returns empty where the pair has no joint counts (values, more than two classes, weighted rows).
 * @example whatIfMetrics(pair, { threshold: 0.3 }).find(({ metric }) => metric === "recall")?.gain.lower
 */
export function whatIfMetrics(
  pair: AskedPair,
  { level, threshold }: Omit<WhatIfSettings, "margin">,
): ({ metric: MetricName } & WhatIfGain)[] {
  const cells = cellsAt(pair, threshold);
  if (!cells) return [];
  const judging = judgingOf(pair, level);
  return pair.whatIf.gains.flatMap((official) => {
    const value = tableMetric(official.metric, pair.whatIf.costs);
    if (!value) return [];
    return [
      {
        metric: official.metric,
        champion: value(tableOf(cells.sums, "champion")),
        challenger: value(tableOf(cells.sums, "challenger")),
        gain: judgedGain(basisAt(pair, official, threshold), judging),
      },
    ];
  });
}

/**
 * What each model costs per row under the reader's own costs, and what the challenger saves, with its interval.
 *
 * @param costs of answers (two classes) or of errors too high and too low (values).
 * @returns null where the pair has nothing to count (more than two classes, weighted rows, costs of the other task).
 * @example whatIfValue(pair, { falsePositive: 1, falseNegative: 5 }, { threshold: 0.3 })?.gain.estimate // saved per row
 */
export function whatIfValue(
  pair: AskedPair,
  costs: Costs | ErrorCosts,
  { level, threshold }: Omit<WhatIfSettings, "margin"> = {},
): WhatIfGain | null {
  const { whatIf } = pair;
  const judging = judgingOf(pair, level);
  const ofErrors = "tooHigh" in costs;
  const moments = ofErrors ? whatIf.errors : cellsAt(pair, threshold);
  if (!moments) return null;
  const costOf = (sums: ArrayLike<number>, model: "champion" | "challenger"): number => {
    if (!ofErrors) return meanCost(tableOf(sums, model), costs);
    const at = model === "champion" ? 0 : 2;
    return (costs.tooHigh * sums[at]! + costs.tooLow * sums[at + 1]!) / sums[4]!;
  };
  const basis = basisOf(pair, moments, "expectedCost", (sums) => costOf(sums, "champion") - costOf(sums, "challenger"));
  return {
    champion: costOf(moments.sums, "champion"),
    challenger: costOf(moments.sums, "challenger"),
    gain: judgedGain(basis, judging),
  };
}

/**
 * Each model's cost per row at every threshold of the slider, and the cheapest threshold of each. Both are chosen on the
 * rows that judge, so they flatter: choose a threshold on validation rows.
 *
 * @returns null where the pair has no joint counts.
 * @example whatIfCostCurve(pair, { falsePositive: 1, falseNegative: 5 })?.best.challenger.threshold
 */
export function whatIfCostCurve(
  { whatIf }: AskedPair,
  costs: Costs,
): {
  points: { threshold: number; champion: number; challenger: number }[];
  best: Record<"champion" | "challenger", { threshold: number; cost: number }>;
} | null {
  if (!whatIf.thresholds) return null;
  const points = whatIf.thresholds.map(({ threshold, sums }) => ({
    threshold,
    champion: meanCost(tableOf(sums, "champion"), costs),
    challenger: meanCost(tableOf(sums, "challenger"), costs),
  }));
  const cheapest = (model: "champion" | "challenger"): { threshold: number; cost: number } => {
    const best = points.reduce((least, point) => (point[model] < least[model] ? point : least));
    return { threshold: best.threshold, cost: best[model] };
  };
  return { points, best: { champion: cheapest("champion"), challenger: cheapest("challenger") } };
}
