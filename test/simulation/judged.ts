import { judgedBelowPValue, judgedGain, type Judging } from "../../src/decisions/judged-gain.js";
import type { Gate, Verdict } from "../../src/decisions/types.js";
import { decide } from "../../src/decisions/verdict.js";
import { comparisonOf } from "../../src/evaluation/comparison.js";
import { contingencyOf } from "../../src/evaluation/contingency.js";
import { gainBasis, methodOfSums, resampledGainsOf } from "../../src/evaluation/estimates.js";
import type { GainBasis } from "../../src/evaluation/gain-basis.js";
import { unitInfluence } from "../../src/evaluation/influence.js";
import type { ModelNumbers } from "../../src/evaluation/measure-models.js";
import { proportionOf } from "../../src/evaluation/metric-interval.js";
import { metricInput, resample } from "../../src/evaluation/replicates.js";
import type { Comparison } from "../../src/evaluation/types.js";
import { seeded } from "../../src/lib/random.js";
import { getMetric } from "../../src/metrics/index.js";
import type { MetricName } from "../../src/metrics/metric.js";
import { unitDraws } from "../../src/stats/resampling.js";
import type { SyntheticPair } from "./synthetic.js";

export interface Measuring {
  metrics: readonly MetricName[];
  /** Resamples, for what has no closed form. */
  draws?: number;
  seed?: number;
}

/** What `measureModels` gives, but for the Bayesian view, which no rule asks and which takes most of the time. */
function numbersOf({ rows, champion, challenger }: SyntheticPair, { metrics, draws = 1, seed = 1 }: Measuring) {
  const all = metrics.map(getMetric);
  const models = [champion, challenger];
  const replicates = resample(models, rows, all, unitDraws({ units: rows.units.length, draws, random: seeded(seed) }));
  const [a, b] = models.map((model, index): ModelNumbers => ({
    replicates: replicates[index]!,
    influences: all.map((metric) => unitInfluence(metric, metricInput(model, rows), rows.unit, rows.units.length)),
    proportions: all.map((metric) => proportionOf(metric, metricInput(model, rows))),
    naive: null,
    posterior: null,
  }));
  return [a!, b!] as const;
}

/** Every metric and every paired test of a pair, as `compare` gives them. */
export function compared(pair: SyntheticPair, measuring: Measuring): Comparison {
  const { metrics, draws = 1, seed = 1 } = measuring;
  const { task, rows, champion, challenger } = pair;
  return comparisonOf(
    { rows, champion, challenger, numbers: numbersOf(pair, measuring), onlyInChampion: 0, onlyInChallenger: 0 },
    { task, metrics: metrics.map(getMetric), primaryMetric: metrics[0]!, level: 0.95, draws, seed, unitName: "units" },
  );
}

/** The gains that a verdict asks, by metric, as `compare` makes them, without the tests that it does not ask. */
export function gainsOf(pair: SyntheticPair, measuring: Measuring): GainBasis[] {
  const { task, rows, champion, challenger } = pair;
  const counts = { n: rows.rows, units: rows.units.length };
  const independent = counts.units === counts.n;
  const contingency = task === "classification" && independent ? contingencyOf(rows.label, champion, challenger) : null;
  const [a, b] = numbersOf(pair, measuring);
  return measuring.metrics.map((name, k) => {
    const gain = {
      metric: getMetric(name),
      champion: a.replicates[k]!,
      challenger: b.replicates[k]!,
      influences: [a.influences[k]!, b.influences[k]!] as const,
      contingency,
      identical: false,
    };
    return gainBasis(gain, resampledGainsOf(gain), counts);
  });
}

/** The method of a gain's interval, as it is named where the rows do not happen to be all alike. */
export const intervalOf = (metric: MetricName, independent: boolean): string =>
  metric === "accuracy" && independent
    ? "paired-score"
    : metric === "rocAuc" && independent
      ? "delong"
      : getMetric(metric).sums
        ? methodOfSums(metric, independent)
        : "paired-bootstrap";

const quantity = { unit: "number", targetUnit: "" } as const;

/** The verdict on the first gain, the others being guardrails with their margins. */
export function verdictOn(
  [primary, ...guardrails]: readonly GainBasis[],
  margin: number,
  { judging = {}, margins = [], gates = [] }: { judging?: Partial<Judging>; margins?: number[]; gates?: Gate[] } = {},
): Verdict {
  const at: Judging = { level: 0.95, look: 1, unitsAtFirstLook: primary!.units, ...judging };
  return decide({
    gain: judgedGain(primary!, at),
    standardError: primary!.standardError,
    guardrails: guardrails.map((basis, j) => ({
      metric: basis.metric,
      title: basis.metric,
      gain: judgedGain(basis, at),
      margin: margins[j]!,
      worsePValue: judgedBelowPValue(basis, -margins[j]!, at),
      quantity,
    })),
    gates,
    policy: { smallestWorthwhileGain: margin, level: at.level },
    costs: null,
    quantity,
  });
}
