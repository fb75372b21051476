import type { Estimate } from "../../stats/estimate.js";
import type { Gate } from "../types.js";

/** What one gate asks, measured and not yet judged. */
export interface Requirement extends Pick<Gate, "name" | "gate" | "bound" | "limit" | "quantity" | "isDifference"> {
  value: Estimate;
  /** The measurement as the start of a sentence, without its interval: `Accuracy is 80.4 %`. */
  finding: string;
}

/** A value that was not measured. */
export const notMeasured = (level: number): Estimate => ({
  estimate: Number.NaN,
  lower: Number.NaN,
  upper: Number.NaN,
  level,
  method: "none",
  n: 0,
  units: 0,
});
