import { formatCount } from "../lib/format.js";
import type { ColumnDrift, DriftMeasurement } from "../monitoring/types.js";
import type { DriftPolicy } from "./drift-types.js";

/** Why a column cannot be judged, in words; null where it can. */
export function tooFewRows(
  { referenceRows, currentRows }: ColumnDrift,
  { minimumRows, minimumUnits }: DriftPolicy,
  units: DriftMeasurement["units"],
): string | null {
  const rows = Math.min(referenceRows, currentRows);
  if (rows < minimumRows)
    return `the ${referenceRows <= currentRows ? "reference" : "current"} side has ${formatCount(rows)} rows; ${formatCount(minimumRows)} are needed to see anything`;
  if (units.name !== "row" && Math.min(units.reference, units.current) < minimumUnits)
    return `${formatCount(units.reference)} and ${formatCount(units.current)} independent units (${units.name}); ${formatCount(minimumUnits)} on each side are needed`;
  return null;
}
