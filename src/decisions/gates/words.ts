import {
  formatDifference,
  formatGain,
  formatGainInterval,
  formatInterval,
  formatValue,
  nothing,
} from "../../lib/format.js";
import type { Gate } from "../types.js";

/** A gate's numbers as a reader sees them. */
export interface GateWords {
  /** `80.4 %`; `+1.3 points` for gains, `1.3 points` for what is to be small. */
  value: string;
  /** `[79.5, 81.3] %`; `–` where there is none. */
  interval: string;
  /** `at least 75.0 %`. */
  limit: string;
}

/**
 * Value, interval and limit of a gate in words.
 *
 * @example gateWords(gate).limit // "at most 10 points"
 */
export function gateWords({
  value,
  limit,
  bound,
  quantity,
  isDifference,
}: Pick<Gate, "value" | "limit" | "bound" | "quantity" | "isDifference">): GateWords {
  const interval = formatInterval(value.lower, value.upper, quantity);
  const plain = (difference: number): string => `${difference < 0 ? "−" : ""}${formatDifference(difference, quantity)}`;
  const shown = bound === "at-least" ? formatGain(value.estimate, quantity) : plain(value.estimate);
  const percent = quantity.unit === "rate" && interval !== nothing ? " %" : "";
  return {
    value: isDifference ? shown : formatValue(value.estimate, quantity),
    interval: isDifference ? formatGainInterval(value.lower, value.upper, quantity) : `${interval}${percent}`,
    limit: `${bound === "at-least" ? "at least" : "at most"} ${
      isDifference ? plain(limit) : formatValue(limit, quantity)
    }`,
  };
}
