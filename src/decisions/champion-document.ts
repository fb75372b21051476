import type { Comparison, Disagreement } from "../evaluation/types.js";
import type { WhatIf } from "../evaluation/what-if-types.js";
import type { MetricName } from "../metrics/metric.js";
import type { Policy } from "../projects/types.js";
import { compareDocument, measured, type CompareContext } from "./compare-document.js";
import type { ChampionDocument, PairDocument } from "./documents.js";
import { correctedLevel, judgedGain, judgingOf } from "./judged-gain.js";
import type { ParameterChange } from "./pair-types.js";

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
  const { basis } = measured(comparison, policy.primaryMetric);
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
