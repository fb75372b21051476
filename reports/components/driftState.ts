import {
  limitedMeasures,
  type DriftCorrection,
  type DriftSettings,
  type LimitedMeasure,
} from "../src/decisions/drift-what-if.js";
import { addressState, type AddressState } from "./addressState.js";
import { numberFrom } from "./controls.js";
import { driftMeasures, type DriftMeasure } from "./DriftTable.js";

export type DriftControl = "reference" | "window" | "measure" | "threshold" | "correction" | "show" | "column";

export type DriftState = AddressState<DriftControl>;

/** The reference that the project names. */
export const trainingReference = "training";

export const corrections: Record<DriftCorrection, string> = {
  "benjamini-hochberg": "Benjamini–Hochberg",
  holm: "Holm",
  bonferroni: "Bonferroni",
  none: "none",
};

/** The thresholds that a reader may ask for. */
const thresholds = [1e-4, 100] as const;

/** The controls of the page, with the newest window in view at first. */
export const driftState = (windows: readonly string[], columns: readonly string[]): DriftState =>
  addressState({
    reference: { fallback: trainingReference, allowed: [trainingReference, ...windows] },
    window: { fallback: windows.at(-1)!, allowed: windows },
    measure: { fallback: "psi", allowed: Object.keys(driftMeasures) },
    threshold: { fallback: "" },
    correction: { fallback: "benjamini-hochberg", allowed: Object.keys(corrections) },
    show: { fallback: "notable", allowed: ["notable", "changed", "features", "all"] },
    column: { fallback: "", allowed: ["", ...columns] },
  });

/** True where states can rest on the measure: it has a limit that means the same for every column. */
export const isLimited = (measure: DriftMeasure): measure is LimitedMeasure => measure in limitedMeasures;

/** The limit in force: the reader's, else the policy's, else the measure's usual one. */
export function thresholdOf(state: Pick<DriftState, "get">, official: number): number {
  const measure = state.get("measure") as DriftMeasure;
  const usual = measure === "psi" || !isLimited(measure) ? official : limitedMeasures[measure];
  return numberFrom(state.get("threshold"), usual, thresholds);
}

/** What the address asks beside the policy, but for another reference; null where it asks nothing. */
export function askedSettings(
  state: Pick<DriftState, "get">,
  official: number,
): Pick<DriftSettings, "measure" | "threshold" | "correction"> | null {
  const measure = state.get("measure") as DriftMeasure;
  const threshold = thresholdOf(state, official);
  const correction = state.get("correction") as DriftCorrection;
  const judges = isLimited(measure) ? measure : "psi";
  if (judges === "psi" && threshold === official && correction === "benjamini-hochberg") return null;
  return { measure: judges, ...(threshold === official ? {} : { threshold }), correction };
}
