import { atLevel } from "../evaluation/estimates.js";
import type { Comparison, Disagreement, MetricComparison } from "../evaluation/types.js";
import type { Warning } from "../lib/errors.js";
import { formatDifference, type Quantity } from "../lib/format.js";
import { getMetric } from "../metrics/index.js";
import type { MetricName } from "../metrics/metric.js";
import type { Policy } from "../projects/types.js";
import { confidenceSequence, confidenceSequencePValue } from "../stats/confidence-sequence.js";
import type { ChampionDocument, CompareDocument, Contender, PairDocument } from "./documents.js";
import type { Gate, Verdict } from "./types.js";
import { decide, type Cost, type GuardrailEvidence } from "./verdict.js";

/** What a comparison's document says beyond its measurements. */
export interface CompareContext {
  assayVersion: string;
  champion: Contender;
  challenger: Contender;
  policy: Policy;
  /** The target's unit in the plural, such as `minutes`; empty where there is none. */
  targetUnit: string;
  /** Rows that either trained on and that were left out; null: not checkable. */
  trainOverlap: number | null;
  /** How often this pair has been judged, this time included; from 2 on gains have confidence sequences. */
  look: number;
  /** Units at the first look, for which the sequence is narrowest. */
  unitsAtFirstLook: number;
  /** Models that these rows have judged, these two included. */
  modelsJudged: number;
  gates: readonly Gate[];
  costs: { champion: Cost; challenger: Cost } | null;
  warnings: readonly Warning[];
}

/** How a metric's numbers are written. */
export const quantityOf = (metric: MetricName, targetUnit: string): Quantity => ({
  unit: getMetric(metric).unit,
  targetUnit,
});

/** One-sided bootstrap p-value of "the gain is −margin or more": the share of resampled gains there. */
const worsePValue = ({ resampledGains }: MetricComparison, margin: number): number =>
  resampledGains.length === 0
    ? Number.NaN
    : resampledGains.reduce((count, gain) => count + Number(gain >= -margin), 0) / resampledGains.length;

/** A gain's interval as a confidence sequence, which holds at all looks together. */
function atLaterLook(metric: MetricComparison, unitsAtFirstLook: number): MetricComparison {
  const { gain, standardError } = metric;
  if (gain.method !== "paired-bootstrap") return metric;
  const [lower, upper] = confidenceSequence(gain.estimate, standardError, gain.units, gain.level, unitsAtFirstLook);
  return { ...metric, gain: { ...gain, lower, upper, method: "confidence-sequence" } };
}

/**
 * One-sided p-value of "the gain is −margin or more" that holds at all looks together, so that Holm's correction over
 * guardrails applies at every look: half of the two-sided one where the gain lies below, else 1.
 */
function worsePValueAtLaterLook(metric: MetricComparison, margin: number, unitsAtFirstLook: number): number {
  const { gain, standardError } = metric;
  if (gain.estimate >= -margin) return 1;
  return confidenceSequencePValue(gain.estimate, standardError, gain.units, -margin, gain.level, unitsAtFirstLook) / 2;
}

/** Fewer independent units than this make a bootstrap interval too narrow. */
const fewUnits = 30;

/** What these rows cannot carry, whatever the verdict. */
function warningsOf(comparison: Comparison, verdict: Verdict, policy: Policy, quantity: Quantity): Warning[] {
  const warnings: Warning[] = [];
  const { units } = comparison.rows;
  if (units < fewUnits)
    warnings.push({
      code: "few-units",
      message: `these rows hold only ${units} independent ${units === 1 ? "unit" : "units"}; with fewer than about ${fewUnits} the interval is too narrow`,
    });
  const { gain, smallestDetectableGain } = verdict;
  const bounded = gain.method === "no-discordant-rows";
  const resolution = bounded ? gain.upper : smallestDetectableGain;
  if (policy.source !== "project" && resolution > policy.smallestWorthwhileGain)
    warnings.push({
      code: "margin-below-resolution",
      message: `a gain counts from ${formatDifference(policy.smallestWorthwhileGain, quantity)} on, but these rows resolve no less than ${formatDifference(resolution, quantity)}${bounded ? "" : " (80 % power)"}`,
    });
  return warnings;
}

function find(comparison: Comparison, name: MetricName): MetricComparison {
  const found = comparison.metrics.find((metric) => metric.name === name);
  if (!found) throw new RangeError(`the comparison did not measure ${name}, which the policy names`);
  return found;
}

/**
 * The document of contract §2: measurements, policy and verdict.
 *
 * @throws RangeError where the policy names a metric that was not measured.
 */
export function compareDocument(comparison: Comparison, context: CompareContext): CompareDocument {
  const { policy, look, targetUnit, gates, costs } = context;
  const { primaryMetric, smallestWorthwhileGain, level } = policy;
  const looked = (metric: MetricComparison): MetricComparison =>
    look > 1 ? atLaterLook(metric, context.unitsAtFirstLook) : metric;
  const metrics = comparison.metrics.map(looked);
  const primary = looked(find(comparison, primaryMetric));
  const guardrails = policy.guardrails.map(({ metric, margin }): GuardrailEvidence => {
    const found = looked(find(comparison, metric));
    return {
      metric,
      title: getMetric(metric).title,
      gain: found.gain,
      margin,
      worsePValue:
        look > 1 ? worsePValueAtLaterLook(found, margin, context.unitsAtFirstLook) : worsePValue(found, margin),
      quantity: quantityOf(metric, targetUnit),
    };
  });
  const quantity = quantityOf(primaryMetric, targetUnit);
  const verdict = decide({
    gain: primary.gain,
    standardError: primary.standardError,
    guardrails,
    gates,
    policy,
    costs,
    quantity,
  });
  return {
    schemaVersion: 1,
    assayVersion: context.assayVersion,
    warnings: [...context.warnings, ...warningsOf(comparison, verdict, policy, quantity)],
    task: comparison.task,
    champion: context.champion,
    challenger: context.challenger,
    rows: {
      ...comparison.rows,
      trainOverlap: context.trainOverlap,
      look,
      modelsJudged: context.modelsJudged,
    },
    policy: {
      name: policy.name,
      source: policy.source,
      primaryMetric,
      smallestWorthwhileGain,
      level,
      guardrails: policy.guardrails,
      strict: policy.strict ?? false,
    },
    metrics: metrics.map(({ name, direction, champion, challenger, gain }) => ({
      name,
      direction,
      champion,
      challenger,
      gain,
    })),
    tests: comparison.tests,
    contingency: comparison.contingency,
    marginTests: [],
    oddsRatio: null,
    bayesian: null,
    power: null,
    gates: [...gates],
    verdict,
    majority: null,
  };
}

/** The document, and what a page shows beside it: the naive interval, the one corrected for selection, the rows. */
export function pairDocument(
  { comparison, disagreement }: { comparison: Comparison; disagreement: Disagreement },
  context: CompareContext,
): PairDocument {
  const { gain, resampledGains } = find(comparison, context.policy.primaryMetric);
  const challengers = context.modelsJudged - 1;
  const correctedLevel = 1 - (1 - context.policy.level) / challengers;
  return {
    compare: compareDocument(comparison, context),
    naive: comparison.naive,
    corrected: challengers > 1 ? atLevel(gain, resampledGains, correctedLevel) : null,
    disagreement,
    parameters: [],
    whatIf: { gains: [], thresholds: null, official: null, errors: null },
  };
}

/** A measured pair with what only its project knows. */
export interface PairInput {
  comparison: Comparison;
  disagreement: Disagreement;
  context: CompareContext;
}

/**
 * The evidence behind the page `champion`: every ordered pair, the official one first, the others in their order.
 *
 * @param official run ids of the registry's champion and challenger; null where there is none.
 */
export function championDocument(
  about: Pick<ChampionDocument, "rows" | "metrics" | "runs" | "curves">,
  pairs: readonly PairInput[],
  official: ChampionDocument["official"],
): ChampionDocument {
  const isOfficial = ({ context }: PairInput): boolean =>
    context.champion.runId === official?.champion && context.challenger.runId === official?.challenger;
  const ordered = [...pairs.filter(isOfficial), ...pairs.filter((pair) => !isOfficial(pair))];
  return { ...about, official, pairs: ordered.map((pair) => pairDocument(pair, pair.context)) };
}
