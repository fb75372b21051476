import type { Warning } from "../lib/errors.js";
import type { MultivariateDrift } from "../monitoring/domain-classifier.js";
import type { ColumnDrift, DriftMeasurement } from "../monitoring/types.js";
import type { WindowInSequence } from "./drift-sequence.js";
import type { DriftDocument, DriftPolicy, DriftState } from "./drift-types.js";
import { tooFewRows } from "./too-few-rows.js";

/**
 * The policy where none is named. PSI's custom is to look from 0.1 and to act from 0.25; here an alarm needs the
 * interval's lower bound over the limit and the adjusted test, which is already the stricter reading, so the limit is
 * the lower of the two.
 */
export const defaultDriftPolicy: DriftPolicy = {
  name: "default",
  source: "default",
  measure: "psi",
  threshold: 0.1,
  limits: "fixed",
  jointThreshold: 0.65,
  level: 0.95,
  minimumRows: 30,
  minimumUnits: 5,
};

const figure = (value: number): string => (value === 0 ? "0" : value < 0.0005 ? "below 0.001" : value.toFixed(3));
const count = (value: number): string => value.toLocaleString("en-US");

interface Judgement {
  state: DriftState;
  reason: string;
}

/** What changed besides the shape, in words. */
function details(column: ColumnDrift): string {
  const share = (missing: number, rows: number): number => (rows > 0 ? missing / rows : 0);
  const before = share(column.referenceMissing, column.referenceRows);
  const after = share(column.currentMissing, column.currentRows);
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const parts: string[] = [];
  if (percent(before) !== percent(after)) parts.push(`missing ${percent(before)} before, ${percent(after)} now`);
  const fresh = column.newCategories.length;
  if (fresh > 0)
    parts.push(
      `${fresh >= 10 ? "at least ten new categories" : fresh === 1 ? "one new category" : `${fresh} new categories`}`,
    );
  const { below = 0, above = 0, currentNotNumbers = 0 } = column.violations ?? {};
  const values = (rows: number): string => `${count(rows)} ${rows === 1 ? "value" : "values"}`;
  if (below > 0) parts.push(`${values(below)} below all that the reference has`);
  if (above > 0) parts.push(`${values(above)} above all that the reference has`);
  if (currentNotNumbers > 0) parts.push(`${values(currentNotNumbers)} that are no finite numbers`);
  const { reference, current } = column.constant;
  if (reference !== null && current === null) parts.push("the reference holds a single value");
  if (current !== null && current !== reference) parts.push("every value is the same now");
  return parts.length > 0 ? `; ${parts.join(", ")}` : "";
}

/** The state of one column by a policy, and why: see `driftDocument`. */
export function judgeColumn(
  column: ColumnDrift,
  policy: DriftPolicy,
  units: DriftMeasurement["units"],
  sequence?: WindowInSequence,
): Judgement {
  const { effect, test } = column;
  const tooFew = tooFewRows(column, policy, units);
  if (tooFew !== null) return { state: "too-few-rows", reason: tooFew };
  if (column.referenceMissing === column.referenceRows && column.currentMissing === column.currentRows)
    return { state: "ok", reason: "no values on either side" };
  const measured = `PSI, bias removed, ${figure(effect.estimate)} (${figure(effect.lower)} to ${figure(effect.upper)})`;
  const more = details(column);
  const limit = Number(policy.threshold.toPrecision(3));
  if (column.role === "context") return { state: "ok", reason: `${measured}; shown as context, never alarmed${more}` };
  const agrees = test.adjustedPValue <= 1 - policy.level;
  const confirmed = sequence?.confirmed ?? true;
  if (effect.lower > policy.threshold && agrees && confirmed)
    return { state: "alarm", reason: `${measured}: the whole interval is over ${limit}${more}` };
  if (effect.estimate > policy.threshold)
    return {
      state: "warn",
      reason:
        effect.lower > policy.threshold && agrees
          ? `${measured} is over ${limit}, but the test does not hold over all windows so far (adjusted p ${figure(sequence!.adjustedPValue)})${more}`
          : effect.lower > policy.threshold
            ? `${measured} is over ${limit}, but the test does not agree (adjusted p ${figure(test.adjustedPValue)})${more}`
            : `${measured}: over ${limit}, but the interval reaches below it${more}`,
    };
  return { state: "ok", reason: `${measured}: not over ${limit}${more}` };
}

/** All features at once, judged by the area under the ROC curve of the classifier that tells the sides apart. */
export function judgeJoint(found: MultivariateDrift, { jointThreshold }: DriftPolicy): Judgement {
  const { estimate, lower, upper, method } = found.auc;
  const by = found.columns.slice(0, 3).map(({ name }) => name);
  const told = by.length > 0 ? `, by ${by.join(", ")}` : "";
  const range = Number.isFinite(lower) ? ` (${figure(lower)} to ${figure(upper)})` : "";
  const measured = `trees tell the sides apart with an area of ${figure(estimate)}${range}`;
  // Sides that are wholly apart leave no variance for an interval.
  const surely = lower > jointThreshold || (estimate === 1 && method === "none-zero-variance");
  if (surely) return { state: "alarm", reason: `${measured}, over ${jointThreshold}${told}` };
  if (estimate > jointThreshold)
    return { state: "warn", reason: `${measured}: over ${jointThreshold}, but the interval reaches below it${told}` };
  return { state: "ok", reason: `${measured}: not over ${jointThreshold}` };
}

/** What only all features together show is a warning: no column can be named that moved. */
export const withJoint = (columns: DriftState, joint: DriftState): DriftState =>
  columns === "ok" && joint === "alarm" ? "warn" : columns;

/** The worst state of the columns that may alarm; `too-few-rows` where none could be judged. */
export function overallState(columns: { role: ColumnDrift["role"]; state: DriftState }[]): DriftState {
  const judged = columns.filter(({ role }) => role !== "context").map(({ state }) => state);
  if (judged.includes("alarm")) return "alarm";
  if (judged.includes("warn")) return "warn";
  return judged.length > 0 && judged.every((state) => state === "too-few-rows") ? "too-few-rows" : "ok";
}

const urgency: Record<DriftState, number> = { alarm: 0, warn: 1, "too-few-rows": 3, ok: 2 };
const roles: Record<ColumnDrift["role"], number> = { score: 0, label: 0, feature: 0, context: 1 };

/**
 * Judges a measurement by a policy. A column warns where PSI's estimate is over the threshold and alarms where its
 * interval's lower bound is and the adjusted test agrees; `context` columns are shown and never alarm. The state of
 * all is the worst of the columns; where they are all calm and only all features together tell the sides apart, it is a
 * warning.
 *
 * @param sequence what the window's test says among the windows before it; a window alone is not corrected for others.
 * @returns columns sorted by what matters: state, then lower bound, then estimate; context last.
 * @example driftDocument(measurement, { policy: defaultDriftPolicy, assayVersion: "0.1.0", warnings: [] }).state
 */
export function driftDocument(
  measurement: DriftMeasurement,
  {
    policy,
    assayVersion,
    warnings,
    sequence,
  }: { policy: DriftPolicy; assayVersion: string; warnings: Warning[]; sequence?: WindowInSequence },
): DriftDocument {
  const { reference, current, units, chance } = measurement;
  const multivariate = measurement.multivariate && {
    ...measurement.multivariate,
    ...judgeJoint(measurement.multivariate, policy),
    threshold: policy.jointThreshold,
  };
  const limitOf = (i: number): number =>
    (policy.limits === "resampled" ? measurement.limits?.[i] : undefined) ?? policy.threshold;
  const judged = measurement.columns.map((column, i) => {
    const threshold = limitOf(i);
    return { column, threshold, ...judgeColumn(column, { ...policy, threshold }, units, sequence) };
  });
  const value = (x: number): number => (Number.isFinite(x) ? x : -1);
  const columns = judged
    .map(({ column, threshold, state, reason }) => ({
      ...column,
      state,
      reason,
      effect: { ...column.effect, threshold },
    }))
    .sort(
      (a, b) =>
        roles[a.role] - roles[b.role] ||
        urgency[a.state] - urgency[b.state] ||
        value(b.effect.lower) - value(a.effect.lower) ||
        value(b.effect.estimate) - value(a.effect.estimate) ||
        (a.name < b.name ? -1 : 1),
    );
  const tested = judged.map(({ column, state }) => column.role !== "context" && state !== "too-few-rows");
  const overThreshold = chance.lowerBounds.reduce(
    (sum, bounds, i) => sum + (tested[i] ? bounds.filter((lower) => lower > limitOf(i)).length : 0),
    0,
  );
  return {
    schemaVersion: 1,
    assayVersion,
    warnings,
    reference,
    current,
    policy,
    units,
    state: withJoint(overallState(columns), multivariate?.state ?? "ok"),
    summary: {
      columns: columns.length,
      tested: tested.filter(Boolean).length,
      alarms: columns.filter(({ state }) => state === "alarm").length,
      expectedByChance: chance.windows > 0 ? overThreshold / chance.windows : Number.NaN,
    },
    columns,
    multivariate,
  };
}
