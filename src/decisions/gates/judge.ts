import { formatCount } from "../../lib/format.js";
import { holm } from "../../stats/multiplicity.js";
import { normalQuantile, normalUpper } from "../../stats/normal.js";
import type { Gate } from "../types.js";
import type { Requirement } from "./requirement.js";
import { gateWords } from "./words.js";

type Side = "holds" | "broken" | "open";

/** Where the whole interval lies; open where it holds the limit on both sides, or is not defined. */
function sideOf({ value: { lower, upper }, limit, bound }: Requirement): Side {
  if (bound === "at-least" ? lower >= limit : upper <= limit) return "holds";
  return (bound === "at-least" ? upper < limit : lower > limit) ? "broken" : "open";
}

/**
 * One-sided p-value of "the limit holds" that the interval implies: the distance to the limit in units of the interval's
 * own half towards it, by a normal approximation. At the interval's end it is half of 1 − level.
 */
function brokenPValue({ value, limit, bound }: Requirement): number {
  const sign = bound === "at-least" ? 1 : -1;
  const end = bound === "at-least" ? value.upper : value.lower;
  const beyond = sign * (limit - value.estimate);
  const half = sign * (end - value.estimate);
  if (half === 0) return beyond > 0 ? 0 : 1;
  return normalUpper((normalQuantile((1 + value.level) / 2) * beyond) / half);
}

function sentence(requirement: Requirement, side: Side, corrected: boolean, gates: number): string {
  const { value, finding } = requirement;
  if (!Number.isFinite(value.estimate)) return `${finding} was not measured.`;
  if (!(value.lower <= value.upper)) return `${finding}; these rows define no interval.`;
  const { interval, limit: asked } = gateWords(requirement);
  if (side === "holds") return `${finding}, and the whole interval ${interval} keeps to ${asked}.`;
  if (side === "open") return `${finding}, but the interval ${interval} leaves open whether it is ${asked}.`;
  return corrected
    ? `${finding}, and the whole interval ${interval} misses ${asked}.`
    : `${finding}. The interval ${interval} misses ${asked}, but of ${formatCount(gates)} gates one may do that by chance.`;
}

/**
 * The state of each gate. It passes where its whole interval keeps to the limit, fails where the whole interval misses
 * it, and is unsettled between, or where there is no interval.
 *
 * Several gates: a challenger passes only where all of them pass, so that side needs no correction. One that fails is
 * enough to stop it, so failing does: Holm over the policy's gates must agree, else the gate is unsettled. Then good
 * models are stopped by chance in at most half of 1 − level of cases, however many gates there are.
 *
 * @see Holm (1979), Scandinavian Journal of Statistics 6, 65–70; Berger (1982), Technometrics 24, on all of several tests
 * @example judge([{ name: "accuracy", gate: "performance", bound: "at-least", limit: 0.7, value, … }])[0].state
 */
export function judge(requirements: readonly Requirement[]): Gate[] {
  const adjusted = holm(requirements.map(brokenPValue));
  return requirements.map((requirement, index): Gate => {
    const { name, gate, bound, limit, quantity, isDifference, value } = requirement;
    const side = sideOf(requirement);
    const corrected = adjusted[index]! <= (1 - value.level) / 2 + 1e-12;
    return {
      name,
      state: side === "holds" ? "pass" : side === "broken" && corrected ? "fail" : "unsettled",
      value,
      limit,
      reason: sentence(requirement, side, corrected, requirements.length),
      gate,
      bound,
      quantity,
      isDifference,
    };
  });
}
