import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logTableSql, type ShownLog } from "../../src/cards/log-table.js";
import { Database } from "../../src/engine/database.js";
import type { Project } from "../../src/projects/types.js";
import type { TrackedRun } from "../../src/tracking/types.js";

let database: Database;
let folder: string;
const project = { columns: { id: "trip", label: "fare" }, segments: ["zone"] } as unknown as Project;
let log: ShownLog;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-log-table-"));
  database = await Database.open({ threads: 1 });
  await database.run(`CREATE TABLE features AS
    SELECT i AS trip, 2.5::DOUBLE * i AS fare, 'z' || (i % 2) AS zone, i / 7 AS distance, i AS label, i AS unseen,
      CASE WHEN i < 4 THEN 'test' ELSE 'production' END AS split FROM range(10) t(i) ORDER BY i`);
  await database.run(`COPY (SELECT i::VARCHAR AS id, 2.5 * i AS label, 2.0::DOUBLE * i AS prediction,
    TIMESTAMP '2020-01-01' + i * INTERVAL 1 DAY AS "time" FROM range(10) t(i)) TO '${join(folder, "predictions.parquet")}'`);
  const champion = { artifact: (name: string) => join(folder, name) } as unknown as TrackedRun;
  log = { source: "held-out", windows: 2, labelDelayDays: 3, champion, importance: [{ feature: "distance" }] };
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

const rows = async (shown: ShownLog) => await database.rows(await logTableSql(database, project, shown));

describe("the rows of a log", () => {
  it("are those of production with what counts beside them, in time's order", async () => {
    const found = await rows(log);
    expect(found.map(({ id }) => id)).toEqual(["4", "5", "6", "7", "8", "9"]);
    expect(Object.keys(found[0]!)).toEqual(["id", "time", "label", "prediction", "zone", "distance"]);
    expect(found[0]).toMatchObject({ label: 10, prediction: 8, zone: "z0" });
  });

  it("have no label before it has come", async () =>
    expect((await rows(log)).map(({ label }) => label)).toEqual([10, 12.5, 15, null, null, null]));

  it("fall into the parts of a replay as its windows do", async () => {
    const found = await rows({ ...log, source: "replay", windows: 3 });
    expect(found.map(({ id, part }) => [id, part])).toEqual([
      ["0", "Part 1"],
      ["1", "Part 2"],
      ["2", "Part 3"],
      ["3", "Part 3"],
    ]);
  });

  it("come from the project's own log where it has one", async () => {
    await database.run(
      `CREATE TEMP TABLE "logged rows" AS SELECT TIMESTAMP '2021-01-01' AS "time", 'a' AS id, 1.5 AS prediction, 'x' AS zone, NULL::VARCHAR AS label`,
    );
    expect(await rows({ ...log, source: "log" })).toMatchObject([{ id: "a", prediction: 1.5, label: null, zone: "x" }]);
  });
});
