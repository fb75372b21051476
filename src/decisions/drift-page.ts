import type { Warning } from "../lib/errors.js";
import type { ProjectDrift } from "../monitoring/measure-project.js";
import { defaultDriftPolicy, driftDocument } from "./drift.js";
import { windowsInSequence } from "./drift-sequence.js";
import type { DriftPageDocument, DriftPolicy, DriftSeriesDocument, DriftWindow } from "./drift-types.js";
import { driftChanges, performanceChanges, shareRows } from "./drift-changes.js";
import { windowsPerYear } from "./windows-per-year.js";

/**
 * Judges windows one after the other, in time's order: each alone, among the windows before it, and at a level that
 * holds for a whole year.
 *
 * @example judgeWindows(windows, { policy: defaultDriftPolicy, assayVersion: "0.1.0" })[0].document.state
 */
export function judgeWindows(
  windows: ProjectDrift["windows"],
  { policy, assayVersion, warnings = [] }: { policy: DriftPolicy; assayVersion: string; warnings?: Warning[] },
): DriftWindow[] {
  const measurements = windows.map(({ measurement }) => measurement);
  const sequence = windowsInSequence(measurements, policy, {
    perYear: windowsPerYear(windows) ?? 1,
    overlapping: shareRows(windows),
  });
  return windows.map(({ name, from, to, measurement }, i) => {
    const options = { policy, assayVersion, warnings };
    const own = sequence[i]!;
    const all = { ...own, confirmed: own.confirmedAllYear };
    return {
      name,
      from,
      to,
      document: driftDocument(measurement, { ...options, sequence: own }),
      alone: driftDocument(measurement, options).state,
      sustained: driftDocument(measurement, { ...options, sequence: all }).state,
      sequence: own,
    };
  });
}

/**
 * Judges every window of a project's drift by a policy; the document behind the page `drift`.
 *
 * @example driftPage(await measureProject(database, project, options), { assayVersion: "0.1.0" }).windows[0]
 */
export function driftPage(
  { replay, unit, windows, performance }: ProjectDrift,
  {
    policy = defaultDriftPolicy,
    assayVersion,
    warnings = [],
  }: { policy?: DriftPolicy; assayVersion: string; warnings?: Warning[] },
): DriftPageDocument {
  const judged = judgeWindows(windows, { policy, assayVersion, warnings });
  return {
    replay,
    unit: { singular: unit.singular, plural: unit.plural },
    windows: judged,
    changePoints: [...driftChanges(judged, policy), ...performanceChanges(performance, policy)],
    performance,
  };
}

/**
 * Windows over time as one document, the newest one's state first.
 *
 * @example driftSeries(windows, { policy: defaultDriftPolicy, assayVersion: "0.1.0", warnings: [] }).changePoints
 */
export function driftSeries(
  windows: ProjectDrift["windows"],
  { policy, assayVersion, warnings }: { policy: DriftPolicy; assayVersion: string; warnings: Warning[] },
): DriftSeriesDocument {
  const judged = judgeWindows(windows, { policy, assayVersion });
  const known = judged.filter(({ document }) => document.state !== "too-few-rows");
  return {
    schemaVersion: 1,
    assayVersion,
    warnings,
    policy,
    state: known[known.length - 1]?.document.state ?? "too-few-rows",
    windowsPerYear: windowsPerYear(windows),
    windows: judged,
    changePoints: driftChanges(judged, policy),
  };
}
