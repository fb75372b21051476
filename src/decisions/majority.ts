import type { Estimate } from "../stats/estimate.js";
import { formatCount } from "../lib/format.js";
import type { Decision } from "./types.js";

/** What `majority-of-metrics` says: contract §4. */
export interface MajorityVerdict {
  decision: Extract<Decision, "promote" | "keep" | "collect-more-data">;
  rule: "majority" | "minority" | "tie";
  /** One sentence. */
  reason: string;
  /** Metrics on which the challenger came out better. */
  won: number;
  /** Metrics that the rows define for both models. */
  of: number;
}

/**
 * The seed rule, kept to compare: a challenger that comes out better on more than half of the metrics is promoted, and
 * exactly half is a tie. It asks neither by how much nor how surely, and metrics of one model rise and fall together, so
 * that of two equal models it promotes one nearly every other time.
 *
 * Metrics that the rows do not define (NaN) are left out; an equal metric is won by nobody.
 *
 * @example majorityOfMetrics([{ gain: { estimate: 0.02 } }, { gain: { estimate: -0.01 } }]).rule // "tie"
 */
export function majorityOfMetrics(metrics: readonly { gain: Pick<Estimate, "estimate"> }[]): MajorityVerdict {
  const gains = metrics.map(({ gain }) => gain.estimate).filter((gain) => !Number.isNaN(gain));
  const won = gains.filter((gain) => gain > 0).length;
  const of = gains.length;
  const count = `The challenger came out better on ${formatCount(won)} of ${formatCount(of)} metrics`;
  if (2 * won > of) return { decision: "promote", rule: "majority", reason: `${count}: more than half.`, won, of };
  if (2 * won < of) return { decision: "keep", rule: "minority", reason: `${count}: less than half.`, won, of };
  return { decision: "collect-more-data", rule: "tie", reason: `${count}: exactly half, a tie.`, won, of };
}
