import type { Feature } from "./types.js";

/** A line of a feature dictionary: group, name, meaning with its unit, source. */
type Line = readonly [group: string, name: string, meaning: string, source: string];

const line = ([group, name, meaning, source]: Line, type: Feature["type"]): Feature => ({
  name,
  meaning,
  type,
  source,
  group,
});

export const numeric = (...parts: Line): Feature => line(parts, "numeric");
export const categorical = (...parts: Line): Feature => line(parts, "categorical");

/** A number that feeds learners but never alarms: weather, season. */
export const context = (...parts: Line): Feature => ({ ...line(parts, "numeric"), role: "context" });
