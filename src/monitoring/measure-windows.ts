import type { Database } from "../engine/database.js";
import { measureWindows, type KnownSource, type MeasureOptions } from "./measure.js";
import type { WindowPart } from "./rows.js";
import type { DriftMeasurement } from "./types.js";
import type { Window } from "./windows.js";

/** How windows lie over periods. */
export interface WindowShape {
  /** Periods in each window, which moves on by one: 1 by default, windows then share no rows. */
  rolling?: number | undefined;
  /** The reference of each window is the so many periods before it, as far as there are, instead of a fixed one. */
  previous?: number | undefined;
}

/** Rows of each side by which all features at once are looked at in each of several windows, and for how many at most. */
const jointRows = 2000;
const mostJointWindows = 36;
export const jointRowsOf = (windows: number): number => (windows <= mostJointWindows ? jointRows : 0);

const known = ({ name, from, to }: Window): KnownSource => ({ source: name, from, to, sha256: null });

/** Rows of several periods, numbered by `window`, as parts of the windows that they belong to. */
function rollingParts(parts: readonly WindowPart[], periods: number, rolling: number): WindowPart[] {
  const windows = periods - rolling + 1;
  return parts.flatMap((part) =>
    Array.from({ length: rolling }, (_, k): WindowPart => {
      const shifted = `drift_period + ${k} - ${rolling - 1}`;
      const inside = `drift_period > 0 AND ${shifted} BETWEEN 1 AND ${windows}`;
      return {
        relation: `(SELECT * FROM (SELECT *, ${part.window} AS drift_period FROM ${part.relation})
          WHERE ${inside}${k === 0 ? " OR drift_period = 0" : ""})`,
        window: `CASE WHEN drift_period = 0 THEN 0 ELSE ${shifted} END`,
      };
    }),
  );
}

/**
 * Measures windows over time: one period each, or rolling over several; against one reference, or each against the
 * periods before it.
 *
 * @param options.parts rows, whose `window` numbers the period from 1, 0 for the reference; none is NULL.
 * @param options.periods in time's order.
 * @returns one measurement a window, and the windows: the first rolling one ends with the period `rolling`.
 * @example await measureOverTime(database, { parts, periods, rolling: 7, reference, columns, ...options })
 */
export async function measureOverTime(
  database: Database,
  {
    parts,
    periods,
    reference,
    rolling = 1,
    previous,
    ...options
  }: MeasureOptions &
    WindowShape & { parts: readonly WindowPart[]; periods: readonly Window[]; reference: KnownSource },
): Promise<(Window & { measurement: DriftMeasurement })[]> {
  const length = Math.min(rolling, periods.length);
  const windows = periods.slice(length - 1).map((last, i): Window => {
    const first = periods[i]!;
    return length === 1 ? last : { name: `${first.name} to ${last.name}`, from: first.from, to: last.to };
  });
  if (previous === undefined) {
    const measured = await measureWindows(database, {
      parts: length === 1 ? parts : rollingParts(parts, periods.length, length),
      reference,
      windows: windows.map(known),
      ...options,
    });
    return windows.map((window, i) => ({ ...window, measurement: measured[i]! }));
  }
  const found: (Window & { measurement: DriftMeasurement })[] = [];
  for (const [i, window] of windows.entries()) {
    const first = i + 1;
    const from = Math.max(0, first - previous);
    const [measurement] = await measureWindows(database, {
      parts: parts.map((part) => ({
        relation: `(SELECT * FROM (SELECT *, ${part.window} AS drift_period FROM ${part.relation})
          WHERE drift_period BETWEEN ${from} AND ${first + length - 1})`,
        window: `CASE WHEN drift_period < ${first} THEN 0 ELSE 1 END`,
      })),
      reference: from === 0 ? reference : { ...known(periods[from - 1]!), to: periods[first - 2]!.to },
      windows: [known(window)],
      ...options,
    });
    found.push({ ...window, measurement: measurement! });
  }
  return found;
}
