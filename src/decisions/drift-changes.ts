import { changePoints } from "../stats/change-points.js";
import type { DriftChangePoint, DriftPageDocument, DriftPolicy, DriftWindow } from "./drift-types.js";

/** True where windows in time's order overlap. */
export const shareRows = (windows: readonly { from: string | null; to: string | null }[]): boolean =>
  windows.some(({ from }, i) => i > 0 && from !== null && windows[i - 1]!.to !== null && from < windows[i - 1]!.to!);

/**
 * Places in time at which a column's PSI changed its level, at the policy's level divided by the number of columns; none
 * where windows share rows, whose values depend on one another.
 */
export function driftChanges(windows: readonly DriftWindow[], policy: DriftPolicy): DriftChangePoint[] {
  if (windows.length === 0 || shareRows(windows)) return [];
  const names = windows[0]!.document.columns.filter(({ role }) => role !== "context").map(({ name }) => name);
  return names.flatMap((name) => {
    const values = windows.map(
      ({ document }) => document.columns.find((column) => column.name === name)?.effect.estimate ?? Number.NaN,
    );
    return changePoints(values, (1 - policy.level) / names.length).map(({ at, ...found }): DriftChangePoint => ({
      what: "drift",
      name,
      at: windows[at]!.name,
      ...found,
    }));
  });
}

/** Places in time at which a run's performance changed its level. */
export const performanceChanges = (
  { series }: DriftPageDocument["performance"],
  policy: DriftPolicy,
): DriftChangePoint[] =>
  series.flatMap(({ title, points }) =>
    changePoints(
      points.map(({ value }) => value),
      (1 - policy.level) / series.length,
    ).map(({ at, ...found }): DriftChangePoint => ({
      what: "performance",
      name: title,
      at: points[at]!.from,
      ...found,
    })),
  );
