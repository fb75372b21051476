import { judgeWindows } from "../../src/decisions/drift-page.js";
import { defaultDriftPolicy } from "../../src/decisions/drift.js";
import type { DriftWindow } from "../../src/decisions/drift-types.js";
import type { Database } from "../../src/engine/database.js";
import { measureWindows } from "../../src/monitoring/measure.js";
import { changedColumn, driftColumns, makeDriftRows, type Change, type DriftRows } from "./drift-rows.js";

/** Many windows against references of their own, and what is counted. */
export interface DriftSetting extends Omit<DriftRows, "windows"> {
  question: "false-alarm" | "power";
  /** In words: what is true, and how rows come about. */
  setting: string;
  references: number;
  /** Windows against each reference. */
  windows: number;
  /** Rows of each side by which all features at once are looked at; 0 does not look. */
  jointRows: number;
}

/** One line of the table; rows and units of one window, windows as cases. */
export interface DriftSimulationRow {
  question: DriftSetting["question"];
  /** What is counted as the event, in words. */
  method: string;
  setting: string;
  n: number;
  units: number;
  cases: number;
  rate: number;
  /** The promise widened by three Monte Carlo errors; null where the rate is shown only. */
  allowed: { least: number | null; most: number | null } | null;
  holds: boolean | null;
  seed: number;
}

const independent = { referenceRows: 5000, windowRows: 1000, rowsPerDay: null, references: 20, windows: 50 } as const;
const clustered = { referenceRows: 5400, windowRows: 900, rowsPerDay: 30, references: 20, windows: 50 } as const;
const few = { references: 10, windows: 10 } as const;

const changes: { change: Change; size: string }[] = [
  { change: "mean shift", size: "half a standard deviation" },
  { change: "wider variance", size: "standard deviation times 1.5" },
  { change: "new category", size: "in 10 % of rows" },
  { change: "more missing values", size: "from 5 % to 24 %" },
  { change: "rotation of two columns", size: "correlation from 0.9 to −0.9" },
  { change: "label shift", size: "from 20 % to 40 %" },
];

export const driftSettings: readonly DriftSetting[] = [
  {
    question: "false-alarm",
    setting: "nothing moves, rows are independent",
    change: null,
    jointRows: 0,
    ...independent,
  },
  {
    question: "false-alarm",
    setting: "nothing moves, rows of one day go together",
    change: null,
    jointRows: 0,
    ...clustered,
  },
  {
    question: "false-alarm",
    setting: "nothing moves, all features at once",
    change: null,
    jointRows: 500,
    ...independent,
    ...few,
  },
  ...changes.map(({ change, size }): DriftSetting => ({
    question: "power",
    setting: `${change}: ${size}`,
    change,
    ...independent,
    ...few,
    jointRows: change === "rotation of two columns" ? 1000 : 0,
  })),
  ...changes
    .filter(({ change }) => change !== "rotation of two columns" && change !== "label shift")
    .map(({ change, size }): DriftSetting => ({
      question: "power",
      setting: `${change}: ${size}; rows of one day go together`,
      change,
      jointRows: 0,
      ...clustered,
      ...few,
    })),
];

type Counter = readonly [event: string, happens: (window: DriftWindow) => boolean, promise: number | null];

const testAgrees = "some column's adjusted p is at most 5 %";

/** What happens by chance: any column of the window. Promised at most. */
const falseAlarms: Counter[] = [
  ["the window alarms", ({ document }) => document.state === "alarm", 0.05],
  ["the window alarms by itself, not corrected over windows", ({ alone }) => alone === "alarm", 0.05],
  ["the window alarms at the level of a whole year", ({ sustained }) => sustained === "alarm", 0.05 / 52],
  [testAgrees, ({ sequence }) => sequence.pValue <= 0.05, 0.05],
  ["the window's test holds over all windows so far", ({ sequence }) => sequence.confirmed, 0.05],
  ["the window warns", ({ document }) => document.state === "warn", null],
];
const jointAlarms: Counter[] = [
  ["all features at once alarm", ({ document }) => document.multivariate?.state === "alarm", 0.05],
  ["their area lies over 0.5 for certain", ({ document }) => document.multivariate!.auc.lower > 0.5, null],
];

/** What is to be seen: in the changed column, or by all features at once. Promised at least, where rows are independent. */
const caught = (change: Change): Counter[] => {
  const name = changedColumn[change];
  if (name === null)
    return [
      ["all features at once alarm", ({ document }) => document.multivariate?.state === "alarm", 0.8],
      ["some column alarms", ({ document }) => document.state === "alarm", null],
    ];
  const column = ({ document }: DriftWindow) => document.columns.find((one) => one.name === name)!;
  return [
    ["the column alarms", (window) => column(window).state === "alarm", 0.8],
    ["the column alarms or warns", (window) => column(window).state !== "ok", 0.95],
  ];
};

const countersOf = ({ change, jointRows }: DriftSetting): Counter[] =>
  change !== null ? caught(change) : jointRows > 0 ? jointAlarms : falseAlarms;

/** The seed of the first setting; the others count on from it by thousands. */
export const firstDriftSeed = 31_000;

/** Draws a setting's windows, judges them by the default policy, and counts. */
export async function simulateDrift(
  database: Database,
  setting: DriftSetting,
  share = 1,
): Promise<DriftSimulationRow[]> {
  const seed = firstDriftSeed + 1000 * driftSettings.indexOf(setting);
  const counters = countersOf(setting);
  const counts = counters.map(() => 0);
  const references = Math.ceil(setting.references * share);
  const windows = Math.ceil(setting.windows * share);
  for (let r = 0; r < references; r++) {
    await makeDriftRows(database, { ...setting, windows }, seed + r);
    const known = (source: string) => ({ source, from: null, to: null, sha256: null });
    const measured = await measureWindows(database, {
      parts: [{ relation: "simulated", window: "w" }],
      reference: known("reference"),
      windows: Array.from({ length: windows }, (_, w) => known(`window ${w + 1}`)),
      columns: driftColumns,
      ...(setting.rowsPerDay === null ? {} : { unit: "day" }),
      level: defaultDriftPolicy.level,
      seed: seed + r,
      resamples: 200,
      jointRows: setting.jointRows,
    });
    const judged = judgeWindows(
      // Weeks, so that a year has 52 windows.
      measured.map((measurement, w) => {
        const day = (at: number): string => new Date(Date.UTC(2020, 0, 6 + 7 * at)).toISOString().slice(0, 10);
        return { name: `window ${w + 1}`, from: day(w), to: day(w + 1), measurement };
      }),
      { policy: defaultDriftPolicy, assayVersion: "simulation" },
    );
    for (const window of judged) counters.forEach(([, happens], i) => (counts[i]! += Number(happens(window))));
  }
  const cases = references * windows;
  return counters.map(([event, , own], i): DriftSimulationRow => {
    // Over few days tests are somewhat liberal by themselves; what is promised is that nothing alarms.
    const promise = setting.rowsPerDay !== null && (setting.question === "power" || event === testAgrees) ? null : own;
    const rate = counts[i]! / cases;
    const error = promise === null ? 0 : 3 * Math.sqrt((promise * (1 - promise)) / cases);
    const allowed =
      promise === null
        ? null
        : setting.question === "power"
          ? { least: promise - error, most: null }
          : { least: null, most: promise + error };
    const holds = allowed && (allowed.least === null ? rate <= allowed.most! : rate >= allowed.least);
    return {
      question: setting.question,
      method: event,
      setting: setting.setting,
      n: setting.windowRows,
      units: setting.windowRows / (setting.rowsPerDay ?? 1),
      cases,
      rate,
      allowed,
      holds,
      seed,
    };
  });
}
