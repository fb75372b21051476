import type { PredictFeature } from "../src/cards/predict-types.js";

/** The raw columns behind a feature: `flights.distance, airports.tz, dst` → those of `airports` twice. */
export function sourceColumns(source: string): string[] {
  let table = "";
  return source.split(/,\s*/).map((part) => {
    const dot = part.indexOf(".");
    if (dot < 0) return table ? `${table}.${part}` : part;
    table = part.slice(0, dot);
    return part;
  });
}

/**
 * Features made from the same raw columns as those that were moved, and not moved with them: in the world they would
 * change too.
 */
export function leftBehind(features: readonly PredictFeature[], moved: readonly number[]): PredictFeature[] {
  const columns = new Set(moved.flatMap((f) => sourceColumns(features[f]!.source)));
  return features.filter(
    ({ source }, f) => !moved.includes(f) && sourceColumns(source).some((column) => columns.has(column)),
  );
}
