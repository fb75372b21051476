import type { Estimate } from "../stats/estimate.js";
import { formatDifference, formatGainInterval, formatCount, type Quantity } from "../lib/format.js";
import type { CostFactor, Policy } from "../projects/types.js";
import { holm } from "../stats/multiplicity.js";
import { smallestDetectableDifference, unitsForDifference, unitsForEquivalence } from "../stats/power.js";
import type { Decision, Gate, Rule, Verdict } from "./types.js";

/** A metric that must not get worse by more than its margin. */
export interface GuardrailEvidence {
  metric: string;
  /** As a reader sees it: `Recall`. */
  title: string;
  gain: Estimate;
  /** > 0, in the metric's own unit. */
  margin: number;
  /** One-sided p-value of "the gain is −margin or more"; NaN leaves the interval alone to speak. */
  worsePValue: number;
  quantity: Quantity;
}

/** What a model costs to use. NaN where not known. */
export type Cost = Record<CostFactor["factor"], number>;

/** Contract §4: prediction time, then size, by a fifth each. */
const defaultFactors: readonly CostFactor[] = [
  { factor: "predictionMillisecondsPer1000", smallerBy: 0.2 },
  { factor: "modelBytes", smallerBy: 0.2 },
];

export interface DecisionInput {
  /** Gain of the primary metric, > 0: the challenger is better; NaN bounds where the rows define no interval. */
  gain: Estimate;
  /** Standard error of that gain, over units. */
  standardError: number;
  guardrails: readonly GuardrailEvidence[];
  gates: readonly Gate[];
  policy: Pick<Policy, "smallestWorthwhileGain" | "level" | "factors">;
  /** Null for plain files. */
  costs: { champion: Cost; challenger: Cost } | null;
  /** How to write the gain in sentences. */
  quantity: Quantity;
}

interface Applied {
  decision: Decision;
  rule: Rule;
  blocking: string[];
}

/** Guardrails shown worse: the interval lies below −margin, and Holm over all guardrails agrees. */
function shownWorse({ guardrails, policy }: DecisionInput): GuardrailEvidence[] {
  const adjusted = holm(guardrails.map(({ worsePValue }) => worsePValue));
  const limit = (1 - policy.level) / 2 + 1e-12;
  return guardrails.filter(
    ({ gain, margin }, j) => gain.upper < -margin && (Number.isNaN(adjusted[j]!) || adjusted[j]! <= limit),
  );
}

/** The six rules of contract §4, the first that applies, at the margin `delta`. */
function apply(input: DecisionInput, delta: number, worse: readonly GuardrailEvidence[]): Applied {
  const { lower, upper } = input.gain;
  const failed = input.gates.filter(({ state }) => state === "fail").map(({ name }) => name);
  if (failed.length > 0) return { decision: "keep", rule: "1-gate-failed", blocking: failed };
  if (worse.length > 0)
    return { decision: "keep", rule: "1-guardrail-worse", blocking: worse.map(({ metric }) => metric) };
  if (lower > delta) {
    const blocking = [
      ...input.gates.filter(({ state }) => state === "unsettled").map(({ name }) => name),
      ...input.guardrails.filter(({ gain, margin }) => !(gain.lower > -margin)).map(({ metric }) => metric),
    ];
    return blocking.length === 0
      ? { decision: "promote", rule: "2-promote", blocking }
      : { decision: "collect-more-data", rule: "3-open", blocking };
  }
  if (-delta < lower && upper < delta) return { decision: "equivalent", rule: "4-equivalent", blocking: [] };
  if (upper < delta) return { decision: "keep", rule: "5-not-worth-it", blocking: [] };
  return { decision: "collect-more-data", rule: "6-unresolved", blocking: [] };
}

/** The margins at which the verdict changes: the rules asked on both sides of every boundary that they hold. */
function tippingMargins(input: DecisionInput, worse: readonly GuardrailEvidence[]): Verdict["tippingMargins"] {
  const { lower, upper } = input.gain;
  const boundaries = [...new Set([Math.abs(lower), Math.abs(upper)])].filter((value) => value > 0 && value < Infinity);
  return boundaries
    .sort((a, b) => a - b)
    .flatMap((margin) => {
      const step = Math.max(margin * 1e-9, Number.MIN_VALUE);
      const below = apply(input, margin - step, worse).decision;
      const above = apply(input, margin + step, worse).decision;
      return below === above ? [] : [{ margin, decision: above }];
    });
}

/** The cheaper by the first of the policy's factors that tells; else the champion. */
function preferred({ costs, policy: { factors = defaultFactors } }: DecisionInput): "champion" | "challenger" {
  if (!costs) return "champion";
  for (const { factor, smallerBy } of factors) {
    const [champion, challenger] = [costs.champion[factor], costs.challenger[factor]];
    if (challenger <= (1 - smallerBy) * champion) return "challenger";
    if (champion <= (1 - smallerBy) * challenger) return "champion";
  }
  return "champion";
}

/** Rows without a discordant one after which the exact bound 1 − (α/2)^(1/n) lies below the margin. */
const unitsForBound = (delta: number, level: number): number =>
  delta < 1 ? Math.floor(Math.log((1 - level) / 2) / Math.log1p(-delta)) + 1 : 1;

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

function reasonFor({ rule, blocking }: Applied, input: DecisionInput): string {
  const { gain, quantity, policy, gates, guardrails } = input;
  const margin = formatDifference(policy.smallestWorthwhileGain, quantity);
  const interval = formatGainInterval(gain.lower, gain.upper, quantity);
  const titled = (name: string): string => guardrails.find(({ metric }) => metric === name)?.title ?? name;
  switch (rule) {
    case "1-gate-failed": {
      const first = gates.find(({ name }) => name === blocking[0])!;
      return `${blocking.length === 1 ? "A gate" : `${blocking.length} gates`} failed: ${list(blocking)}. ${first.reason}`;
    }
    case "1-guardrail-worse": {
      const guardrail = guardrails.find(({ metric }) => metric === blocking[0])!;
      const atLeast = formatDifference(guardrail.gain.upper, guardrail.quantity);
      return `${guardrail.title} gets worse by at least ${atLeast}; no more than ${formatDifference(guardrail.margin, guardrail.quantity)} is allowed.`;
    }
    case "2-promote":
      return `The whole interval ${interval} lies above ${margin}, the smallest gain that counts${guardrails.length > 0 ? ", and every guardrail holds" : ""}.`;
    case "3-open":
      return `The gain counts, but these rows leave open whether ${list(blocking.map(titled))} ${blocking.length === 1 ? "holds" : "hold"}.`;
    case "4-equivalent":
      return gain.method === "identical-predictions"
        ? `The two sets of predictions are the same on all ${formatCount(gain.n)} rows.`
        : `The whole interval ${interval} lies within ±${margin}: no difference that counts.`;
    case "5-not-worth-it":
      return gain.upper < 0
        ? `The whole interval ${interval} lies below 0: the challenger is worse.`
        : `The whole interval ${interval} lies below ${margin}, the smallest gain that counts.`;
    case "6-unresolved":
      if (!Number.isFinite(gain.estimate)) return "These rows do not define the metric for both models.";
      if (!(gain.lower <= gain.upper))
        return "These rows define no interval: the gain does not vary between them, though the predictions differ.";
      return `The interval ${interval} holds gains that count (${margin} or more) and gains that do not.`;
  }
}

/**
 * The verdict of contract §4: the first of six rules that applies. Pure, and fit for a page that asks "what if".
 *
 * Undefined: bounds that are NaN satisfy no comparison, so they end at rule 6. Identical predictions have the gain 0
 * and the interval [0, 0] by their method `identical-predictions`: rule 4, unless a gate fails. Where the standard
 * error is 0 or NaN, nothing is said about power: NaN and null; only accuracy without a discordant row says how many
 * more such rows would bring its exact bound below δ.
 *
 * @throws RangeError where δ or a guardrail's margin is not > 0.
 * @example decide({ gain, standardError: 0.15, guardrails: [], gates: [], policy: { smallestWorthwhileGain: 0.25, level: 0.95 }, costs: null, quantity: { unit: "target", targetUnit: "minutes" } }).decision
 */
export function decide(input: DecisionInput): Verdict {
  const { gain, standardError, policy, guardrails } = input;
  const delta = policy.smallestWorthwhileGain;
  if (!(delta > 0)) throw new RangeError(`smallestWorthwhileGain must be > 0, got ${delta}`);
  for (const { metric, margin } of guardrails)
    if (!(margin > 0)) throw new RangeError(`margin of guardrail ${metric} must be > 0, got ${margin}`);
  const worse = shownWorse(input);
  const applied = apply(input, delta, worse);
  const open = applied.rule === "6-unresolved" && standardError > 0;
  const more = (total: number): number | null => (open && total > gain.units ? total - gain.units : null);
  const bounded = applied.rule === "6-unresolved" && gain.method === "no-discordant-rows";
  return {
    ...applied,
    reason: reasonFor(applied, input),
    gain,
    smallestDetectableGain: smallestDetectableDifference(standardError, { level: policy.level }),
    moreUnits: {
      ifGainZero: bounded
        ? unitsForBound(delta, policy.level) - gain.units
        : more(unitsForEquivalence(standardError, gain.units, delta, { level: policy.level })),
      ifGainTwiceMargin: more(unitsForDifference(standardError, gain.units, delta, { level: policy.level })),
    },
    tippingMargins: tippingMargins(input, worse),
    preferred: applied.decision === "equivalent" ? preferred(input) : null,
  };
}

/**
 * Whether a verdict lets the challenger become champion: it says promote, or the two are equivalent and the challenger
 * is the cheaper.
 *
 * @example allowsPromotion(decide(input)) // false
 */
export const allowsPromotion = ({ decision, preferred }: Pick<Verdict, "decision" | "preferred">): boolean =>
  decision === "promote" || (decision === "equivalent" && preferred === "challenger");
