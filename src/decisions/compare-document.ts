import type { Comparison, MetricComparison } from "../evaluation/types.js";
import type { Warning } from "../lib/errors.js";
import { getMetric } from "../metrics/index.js";
import type { MetricName } from "../metrics/metric.js";
import type { Policy } from "../projects/types.js";
import { mcNemarOddsRatio } from "../stats/mcnemar-odds-ratio.js";
import { bayesianView } from "./bayesian-view.js";
import { compareWarnings } from "./compare-warnings.js";
import type { CompareDocument, Contender } from "./documents.js";
import { judgedBelowPValue, judgedGain, judgingOf } from "./judged-gain.js";
import { majorityOfMetrics } from "./majority.js";
import { marginTests } from "./margin-tests.js";
import { powerView } from "./power-view.js";
import { quantityOf } from "./quantity-of.js";
import type { Gate } from "./types.js";
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

/** @throws RangeError where it was not measured. */
export function measured(comparison: Comparison, name: MetricName): MetricComparison {
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
  const judging = judgingOf(context);
  const primary = measured(comparison, primaryMetric).basis;
  const limits = policy.guardrails.map((guardrail) => ({
    ...guardrail,
    basis: measured(comparison, guardrail.metric).basis,
  }));
  const quantity = quantityOf(primaryMetric, targetUnit);
  const verdict = decide({
    gain: judgedGain(primary, judging),
    standardError: primary.standardError,
    guardrails: limits.map(({ metric, margin, basis }): GuardrailEvidence => ({
      metric,
      title: getMetric(metric).title,
      gain: judgedGain(basis, judging),
      margin,
      worsePValue: judgedBelowPValue(basis, -margin, judging),
      quantity: quantityOf(metric, targetUnit),
    })),
    gates,
    policy: { ...policy, level: judging.level },
    costs,
    quantity,
  });
  const { contingency } = comparison;
  const counted = comparison.tests.some(({ name }) => name === "mcnemar-exact");
  return {
    schemaVersion: 1,
    assayVersion: context.assayVersion,
    warnings: [...context.warnings, ...compareWarnings(comparison.rows, primary, verdict, context)],
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
    metrics: comparison.metrics.map(({ name, direction, champion, challenger, basis }) => ({
      name,
      direction,
      champion,
      challenger,
      gain: judgedGain(basis, judging),
    })),
    tests: comparison.tests,
    contingency,
    marginTests: marginTests({ basis: primary, margin: smallestWorthwhileGain }, limits, judging),
    oddsRatio:
      contingency && counted
        ? mcNemarOddsRatio(contingency.onlyChampionRight, contingency.onlyChallengerRight, level)
        : null,
    bayesian: bayesianView(primary, comparison.posterior, { margin: smallestWorthwhileGain, level }),
    power: powerView(primary, { margin: smallestWorthwhileGain, level: judging.level }),
    gates: [...gates],
    verdict,
    majority: majorityOfMetrics(comparison.metrics),
  };
}
