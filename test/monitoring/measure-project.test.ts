import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { driftPage } from "../../src/decisions/drift-page.js";
import { Database } from "../../src/engine/database.js";
import { getMetric } from "../../src/metrics/index.js";
import { measureProject, type ProjectDrift } from "../../src/monitoring/measure-project.js";
import type { Project } from "../../src/projects/types.js";
import type { TrackedRun } from "../../src/tracking/types.js";
import { tinyProject } from "../tracking/tiny-workspace.js";

const start = Date.UTC(2020, 0, 1);
const day = 86_400_000;
/** Five rows a day from January to April; x jumps in April, and the model is wrong by 1, from then on by 3. */
const rows = Array.from({ length: 605 }, (_, i) => {
  const time = start + Math.floor(i / 5) * day;
  const april = time >= Date.UTC(2020, 3, 1);
  const x = ((i * 37) % 100) / 10 + (april ? 8 : 0);
  return { id: `r${String(i).padStart(3, "0")}`, time, x, y: 3 * x, prediction: 3 * x + (april ? 3 : 1), i };
});
const splitOf = (time: number): string => (time < Date.UTC(2020, 2, 1) ? "train" : "production");

const monthly: Project = {
  ...tinyProject,
  split: { by: "time", train: ["2020-01-01", "2020-03-01"], validation: ["2020-03-01", "2020-03-01"], test: ["2020-03-01", "2020-03-01"] },
  features: [
    ...tinyProject.features,
    { name: "age", meaning: "Days since the start", type: "numeric", source: "rows.age", group: "all", role: "context" },
  ],
  monitoring: { windows: { by: "month", from: "2020-03-01", to: "2020-05-01" } },
}; // prettier-ignore
const replayed: Project = { ...monthly, monitoring: { windows: { by: "replay", count: 2 } } };

let folder: string;
let database: Database;
const run = (file: string): TrackedRun =>
  ({ runId: file, name: file, artifact: () => join(folder, `${file}.parquet`) }) as unknown as TrackedRun;
const measure = (project: Project, champion = "predictions"): Promise<ProjectDrift> =>
  measureProject(database, project, {
    champion: { run: run(champion), title: "Tiny" },
    challenger: null,
    metric: getMetric("mae"),
    level: 0.95,
    seed: 1,
  });

async function table(replay: boolean): Promise<void> {
  const lines = rows.map(({ id, time, x, y, i }) => {
    const split = replay && splitOf(time) === "production" ? "test" : splitOf(time);
    return `('${id}', TIMESTAMP '${new Date(time).toISOString().slice(0, 19)}', '${new Date(time).toISOString().slice(0, 10)}', ${x}, '${i % 2 ? "a" : "b"}', ${Math.floor(i / 5)}, ${y}, '${split}')`;
  });
  await database.run(
    `CREATE OR REPLACE TABLE features AS SELECT * FROM (VALUES ${lines.join(", ")}) t(id, moment, day, x, kind, age, y, split)`,
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-drift-"));
  database = await Database.open({ memoryLimit: "1GB", threads: 2 });
  const lines = rows.map(
    ({ id, time, y, prediction }) =>
      `('${id}', ${y}::DOUBLE, ${prediction}::DOUBLE, '${splitOf(time)}', TIMESTAMP '${new Date(time).toISOString().slice(0, 19)}')`,
  );
  await database.run(
    `COPY (SELECT * FROM (VALUES ${lines.join(", ")}) t(id, label, prediction, split, "time")) TO '${join(folder, "predictions.parquet")}' (FORMAT parquet)`,
  );
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

describe("windows by month", () => {
  let drift: ProjectDrift;
  beforeAll(async () => {
    await table(false);
    drift = await measure(monthly);
  });

  it("names each month with its range and counts its rows and days", () => {
    expect(drift.replay).toBe(false);
    expect(drift.windows.map(({ name, from, to }) => [name, from, to])).toEqual([
      ["March 2020", "2020-03-01", "2020-04-01"],
      ["April 2020", "2020-04-01", "2020-05-01"],
    ]);
    expect(drift.windows.map(({ measurement: { reference, current } }) => [reference.rows, current.rows])).toEqual([
      [300, 155],
      [300, 150],
    ]);
    expect(drift.windows.map(({ measurement }) => measurement.units)).toEqual([
      { name: "day", reference: 60, current: 31 },
      { name: "day", reference: 60, current: 30 },
    ]);
  });

  it("measures features, label and score, each in its role", () => {
    const roles = drift.windows[0]!.measurement.columns.map(({ name, role }) => [name, role]);
    expect(roles).toEqual([
      ["x", "feature"],
      ["kind", "feature"],
      ["age", "context"],
      ["y", "label"],
      ["prediction", "score"],
      ["label − prediction", "context"],
    ]);
  });

  it("alarms in the month in which x jumped, and only there", () => {
    const { windows } = driftPage(drift, { assayVersion: "0.1.0" });
    expect(windows.map(({ document }) => document.state)).toEqual(["ok", "alarm"]);
    const moved = windows[1]!.document.columns.filter(({ state }) => state === "alarm").map(({ name }) => name);
    expect(moved.sort()).toEqual(["prediction", "x", "y"]);
  });

  it("shows that the relation between label and prediction moved, where the model began to be wrong by 3", () => {
    const [march, april] = drift.windows.map(({ measurement }) =>
      measurement.columns.find(({ name }) => name === "label − prediction")!,
    );
    expect(march!.effect.estimate).toBeLessThan(0.01);
    expect(april!.effect.lower).toBeGreaterThan(1);
  });

  it("gives the metric by week, named by its Monday, in order", () => {
    const { points } = drift.performance.series[0]!;
    expect(points[0]!.from).toBe("2019-12-30");
    expect(points).toHaveLength(18);
    expect(points.map(({ n }) => n).reduce((a, b) => a + b)).toBe(rows.length);
    for (const { from, value, n, split } of points) {
      const week = rows.filter(({ time }) => time >= Date.parse(from) && time < Date.parse(from) + 7 * day);
      expect(n).toBe(week.length);
      const error = week.reduce((sum, { y, prediction }) => sum + Math.abs(y - prediction), 0) / week.length;
      expect(value).toBeCloseTo(error, 10);
      expect(split).toBe(from < "2020-02-27" ? "train" : "production");
    }
  });
});

it("gives a replay its parts by name, the training rows first, and no dates", async () => {
  await table(true);
  const drift = await measure(replayed);
  expect(drift.replay).toBe(true);
  expect(drift.windows.map(({ name, from, to }) => [name, from, to])).toEqual([
    ["Part 1", null, null],
    ["Part 2", null, null],
  ]);
  expect(drift.windows.map(({ measurement }) => measurement.current.rows)).toEqual([153, 152]);
  expect(drift.performance.series[0]!.points.map(({ from, n }) => [from, n])).toEqual([
    ["Training", 300],
    ["Part 1", 153],
    ["Part 2", 152],
  ]);
});

it("says which run has no predictions", async () => {
  await expect(measure(monthly, "nothing")).rejects.toMatchObject({ code: "no-predictions" });
});
