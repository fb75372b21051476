import type { Database } from "../../src/engine/database.js";
import type { DriftColumn } from "../../src/monitoring/types.js";

/** What is done to the current windows; `null` leaves them as they are. */
export type Change =
  "mean shift" | "wider variance" | "new category" | "more missing values" | "rotation of two columns" | "label shift";

/** One made-up table: reference and windows of rows that are independent, or go together by day. */
export interface DriftRows {
  referenceRows: number;
  windowRows: number;
  windows: number;
  /** Rows of one day share a part of their values; null where rows are independent. */
  rowsPerDay: number | null;
  change: Change | null;
}

/** Twenty columns of many shapes; the changes touch the first ones and the label. */
export const driftColumns: DriftColumn[] = [
  ...Array.from({ length: 10 }, (_, c): DriftColumn => ({ name: `n${c}`, type: "numeric", role: "feature" })),
  ...Array.from({ length: 8 }, (_, c): DriftColumn => ({ name: `c${c}`, type: "categorical", role: "feature" })),
  { name: "score", type: "numeric", role: "score" },
  { name: "label", type: "categorical", role: "label" },
];

/** Column in which a change is to be seen; null where only all features together show it. */
export const changedColumn: Readonly<Record<Change, string | null>> = {
  "mean shift": "n0",
  "wider variance": "n0",
  "new category": "c0",
  "more missing values": "n0",
  "rotation of two columns": null,
  "label shift": "label",
};

const uniform = "greatest(random(), 1e-12)";
const normal = `sqrt(-2 * ln(${uniform})) * cos(2 * pi() * random())`;
/** Share of a value's variance that is its day's. */
const dayShare = 0.2;

/**
 * Makes the table `simulated`: window 0 is the reference. All columns come from standard normal numbers of their own;
 * within a day they share a part.
 */
export async function makeDriftRows(
  database: Database,
  { referenceRows, windowRows, windows, rowsPerDay, change }: DriftRows,
  seed: number,
): Promise<void> {
  const rows = referenceRows + windows * windowRows;
  const per = rowsPerDay ?? 1;
  const names = [...Array.from({ length: 19 }, (_, c) => `z${c}`), "u"];
  const own = names.map((name) => `${normal} AS ${name}`).join(", ");
  const mixed = names.map((name) =>
    rowsPerDay === null ? `r.${name}` : `sqrt(${dayShare}) * d.${name} + sqrt(1 - ${dayShare}) * r.${name} AS ${name}`,
  );
  // One thread: DuckDB's random numbers follow from the seed then.
  await database.run(`SET threads = 1; SELECT setseed(${((seed * 0.618034) % 1).toFixed(9)})`);
  await database.run(
    `CREATE OR REPLACE TEMP TABLE own AS SELECT i, i // ${per} AS day, ${own} FROM range(${rows}) t(i);
     CREATE OR REPLACE TEMP TABLE days AS SELECT i AS day, ${own} FROM range(${Math.ceil(rows / per)}) t(i);
     CREATE OR REPLACE TEMP TABLE mixed AS SELECT r.i, r.day,
       CASE WHEN r.i < ${referenceRows} THEN 0 ELSE 1 + (r.i - ${referenceRows}) // ${windowRows} END AS w,
       ${mixed.join(", ")} FROM own r JOIN days d USING (day) ORDER BY r.i`,
  );
  const now = (what: Change): string => (change === what ? "w > 0" : "false");
  const cut = (z: string, levels: number): string =>
    `'k' || CAST(least(${levels - 1}, floor(${levels} / (1 + exp(-1.702 * ${z})))) AS INTEGER)`;
  const shapes = [
    `CASE WHEN ${now("more missing values")} AND random() < 0.2 OR random() < 0.05 THEN NULL
       ELSE z0 * CASE WHEN ${now("wider variance")} THEN 1.5 ELSE 1 END + CASE WHEN ${now("mean shift")} THEN 0.5 ELSE 0 END END AS n0`,
    // Together, or against each other: each alone stays as it is.
    "z1 AS n1",
    `CASE WHEN ${now("rotation of two columns")} THEN -1 ELSE 1 END * 0.9 * z1 + sqrt(1 - 0.81) * z2 AS n2`,
    "exp(z3) AS n3",
    "CASE WHEN z4 < 1.2 THEN 0 ELSE z4 END AS n4",
    "CAST(round(3 * z5) AS INTEGER) AS n5",
    "1 / (1 + exp(-1.702 * z6)) AS n6",
    "z7 / greatest(0.05, abs(u)) AS n7",
    "z8 + CASE WHEN z2 > 0 THEN 4 ELSE 0 END AS n8",
    "100 + z9 AS n9",
    `CASE WHEN ${now("new category")} AND random() < 0.1 THEN 'new' ELSE ${cut("z10", 4)} END AS c0`,
    ...[2, 3, 5, 8, 12, 20, 60].map((levels, c) => `${cut(`z${11 + c}`, levels)} AS c${c + 1}`),
    "1 / (1 + exp(-z18)) AS score",
    `CASE WHEN z18 > CASE WHEN ${now("label shift")} THEN 0.2533 ELSE 0.8416 END THEN 'yes' ELSE 'no' END AS label`,
  ];
  await database.run(
    `CREATE OR REPLACE TABLE simulated AS SELECT w, day, ${shapes.join(", ")} FROM mixed ORDER BY i;
     DROP TABLE own; DROP TABLE days; DROP TABLE mixed; SET threads = 2`,
  );
}
