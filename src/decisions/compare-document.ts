import type { Comparison, Disagreement, MetricComparison } from "../evaluation/types.js";
import type { WhatIf } from "../evaluation/what-if-types.js";
import type { Warning } from "../lib/errors.js";
import { formatDifference, type Quantity } from "../lib/format.js";
import { getMetric } from "../metrics/index.js";
import type { MetricName } from "../metrics/metric.js";
import type { Policy } from "../projects/types.js";
import { mcNemarOddsRatio } from "../stats/mcnemar-odds-ratio.js";
import { bayesianView } from "./bayesian-view.js";
import type { ChampionDocument, CompareDocument, Contender, PairDocument } from "./documents.js";
import { correctedLevel, judgedBelowPValue, judgedGain, type Judging } from "./judged-gain.js";
import { majorityOfMetrics } from "./majority.js";
import { marginTests } from "./margin-tests.js";
import type { ParameterChange } from "./pair-types.js";
import { powerView } from "./power-view.js";
import { quantityOf } from "./quantity-of.js";
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

/** Fewer independent units than this make an interval too narrow. */
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

/** How often the pair has been judged, and the level that decides: corrected for selection where the policy is strict. */
export function judgingOf({ policy, look, unitsAtFirstLook, modelsJudged }: JudgedContext): Judging {
  const corrected = policy.strict ? correctedLevel(policy.level, modelsJudged) : null;
  return { level: corrected ?? policy.level, look, unitsAtFirstLook };
}

export type JudgedContext = Pick<CompareContext, "look" | "unitsAtFirstLook" | "modelsJudged"> & {
  policy: Pick<Policy, "level" | "strict">;
};

/**
 * The document of contract §2: measurements, policy and verdict.
 *
 * @throws RangeError where the policy names a metric that was not measured.
 */
export function compareDocument(comparison: Comparison, context: CompareContext): CompareDocument {
  const { policy, look, targetUnit, gates, costs } = context;
  const { primaryMetric, smallestWorthwhileGain, level } = policy;
  const judging = judgingOf(context);
  const primary = find(comparison, primaryMetric).basis;
  const limits = policy.guardrails.map((guardrail) => ({
    ...guardrail,
    basis: find(comparison, guardrail.metric).basis,
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
  const independent = comparison.rows.units === comparison.rows.compared;
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
      contingency && independent
        ? mcNemarOddsRatio(contingency.onlyChampionRight, contingency.onlyChallengerRight, level)
        : null,
    bayesian: bayesianView(primary, comparison.posterior, { margin: smallestWorthwhileGain, level }),
    power: powerView(primary, { margin: smallestWorthwhileGain, level: judging.level }),
    gates: [...gates],
    verdict,
    majority: majorityOfMetrics(comparison.metrics),
  };
}

/** A measured pair, and what only a page shows of it. */
export interface MeasuredEvidence {
  comparison: Comparison;
  disagreement: Disagreement;
  whatIf: WhatIf;
  /** Parameters in which two runs differ; empty for files. */
  parameters: ParameterChange[];
}

/** The gains of a what-if in the order in which a page needs them: primary, guardrails, the others. */
function orderedGains(gains: WhatIf["gains"], { primaryMetric, guardrails }: Policy): WhatIf["gains"] {
  const first = [primaryMetric, ...guardrails.map(({ metric }) => metric)];
  const rank = (metric: MetricName): number => (first.indexOf(metric) + first.length + 1) % (first.length + 1);
  return [...gains].sort((a, b) => rank(a.metric) - rank(b.metric));
}

/** The document, and what a page shows beside it: the naive interval, the one corrected for selection, the rows. */
export function pairDocument(
  { comparison, disagreement, whatIf, parameters }: MeasuredEvidence,
  context: CompareContext,
): PairDocument {
  const { policy } = context;
  const { basis } = find(comparison, policy.primaryMetric);
  const level = correctedLevel(policy.level, context.modelsJudged);
  return {
    compare: compareDocument(comparison, context),
    naive: comparison.naive,
    corrected: level === null ? null : judgedGain(basis, { ...judgingOf(context), level }),
    disagreement,
    parameters,
    whatIf: {
      ...whatIf,
      gains: orderedGains(whatIf.gains, policy),
      unitsAtFirstLook: context.unitsAtFirstLook,
      targetUnit: context.targetUnit,
      modelCosts: context.costs,
      factors: policy.factors ?? null,
    },
  };
}

/** A measured pair with what only its project knows. */
export interface PairInput extends MeasuredEvidence {
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
