import { driftBetween } from "../monitoring/between-windows.js";
import { benjaminiHochberg, holm } from "../stats/multiplicity.js";
import { judgeColumn, overallState, withJoint } from "./drift.js";
import type { DriftDocument, DriftState } from "./drift-types.js";

/** The measures that have a limit, with the usual one: PSI's is the policy's, the others' a tenth of their range. */
export const limitedMeasures = { psi: 0.1, jensenShannon: 0.1, totalVariation: 0.1, kolmogorovSmirnov: 0.1 } as const;

export type LimitedMeasure = keyof typeof limitedMeasures;

const corrections = {
  "benjamini-hochberg": benjaminiHochberg,
  holm,
  bonferroni: (pValues: readonly number[]): number[] => {
    const tests = pValues.filter((p) => !Number.isNaN(p)).length;
    return pValues.map((p) => Math.min(1, p * tests));
  },
  none: (pValues: readonly number[]): number[] => [...pValues],
};

/** How p-values are corrected over columns. */
export type DriftCorrection = keyof typeof corrections;

/** What a reader asks instead of the policy; what is not given stays as it is. */
export interface DriftSettings {
  /** Another window as the reference, measured against training as `document` is. */
  reference?: DriftDocument;
  measure?: LimitedMeasure;
  /** The limit of that measure; its usual one by default. */
  threshold?: number;
  correction?: DriftCorrection;
}

type Column = DriftDocument["columns"][number];

const number = (value: number | null | undefined): number => value ?? Number.NaN;

/** A measure without an interval: over the limit where the test agrees alarms, over it alone warns. */
function judgeBySize(
  { role, test, state }: Column,
  value: number,
  { threshold, level }: { threshold: number; level: number },
): { state: DriftState; reason: string } {
  if (state === "too-few-rows") return { state, reason: "too few rows" };
  const shown = Number.isFinite(value) ? value.toFixed(3) : "not defined here";
  if (role === "context") return { state: "ok", reason: `${shown}; shown as context, never alarmed` };
  if (!(value > threshold)) return { state: "ok", reason: `${shown}: not over ${threshold}` };
  return test.adjustedPValue <= 1 - level
    ? { state: "alarm", reason: `${shown}: over ${threshold}, and the test agrees` }
    : { state: "warn", reason: `${shown}: over ${threshold}, but the test does not agree` };
}

function measuredBy(column: Column, measure: Exclude<LimitedMeasure, "psi">): number {
  if (measure === "kolmogorovSmirnov") return number(column.measures.kolmogorovSmirnov?.statistic);
  return number(column.measures[measure]);
}

function against(document: DriftDocument, reference: DriftDocument | undefined, level: number): Column[] {
  if (!reference)
    return document.columns.map(({ effect, ...column }) => ({
      ...column,
      effect: {
        ...effect,
        estimate: number(effect.estimate),
        lower: number(effect.lower),
        upper: number(effect.upper),
      },
    }));
  return document.columns.flatMap((column) => {
    const earlier = reference.columns.find(({ name, type }) => name === column.name && type === column.type);
    if (!earlier) return [];
    const between = driftBetween(earlier, column, level);
    return [{ ...column, ...between, effect: { ...between.effect, threshold: column.effect.threshold } }];
  });
}

/**
 * A window of drift as it would be judged by other settings: by the code that judges, from the numbers that the document
 * holds. Windows are not corrected for one another here, and how much chance alone alarms is known only for the
 * document's own reference, measure and limit.
 *
 * @returns a document like the given one; it never replaces the official state.
 * @throws RangeError for a threshold that is not positive.
 * @example driftWhatIf(document, { threshold: 0.25 }).state
 */
export function driftWhatIf(document: DriftDocument, settings: DriftSettings): DriftDocument {
  const { reference, measure = "psi", correction = "benjamini-hochberg" } = settings;
  const usual = measure === "psi" ? document.policy.threshold : limitedMeasures[measure];
  const threshold = settings.threshold ?? usual;
  if (!(threshold > 0)) throw new RangeError(`a threshold above 0 is needed, got ${threshold}`);
  const policy = { ...document.policy, threshold };
  const keepsLimits = settings.threshold === undefined && measure === "psi" && !reference;
  const units = reference ? { ...document.units, reference: reference.units.current } : document.units;
  const found = against(document, reference, policy.level);
  const adjusted = corrections[correction](
    found.map(({ role, test }) => (role === "context" ? Number.NaN : number(test.pValue))),
  );
  const columns = found.map((plain, i): Column => {
    const column = { ...plain, test: { ...plain.test, adjustedPValue: adjusted[i]! } };
    const limit = keepsLimits ? column.effect.threshold : threshold;
    const byPsi = judgeColumn(column, { ...policy, threshold: limit }, units, undefined);
    const judged =
      measure === "psi" ? byPsi : judgeBySize({ ...column, state: byPsi.state }, measuredBy(column, measure), policy);
    return { ...column, ...judged, effect: { ...column.effect, threshold: limit } };
  });
  const tested = columns.filter(({ role, state }) => role !== "context" && state !== "too-few-rows");
  const multivariate = reference ? null : document.multivariate;
  const sameChance = !reference && measure === "psi" && threshold === document.policy.threshold;
  return {
    ...document,
    reference: reference?.current ?? document.reference,
    policy,
    units,
    state: withJoint(overallState(columns), multivariate?.state ?? "ok"),
    summary: {
      columns: columns.length,
      tested: tested.length,
      alarms: tested.filter(({ state }) => state === "alarm").length,
      expectedByChance: sameChance ? document.summary.expectedByChance : Number.NaN,
    },
    columns,
    multivariate,
  };
}
