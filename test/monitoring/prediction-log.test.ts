import { execFile } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { withDatabase } from "../../src/engine/database.js";
import { appendToPredictionLog, openPredictionLog, type LogFeature } from "../../src/monitoring/prediction-log.js";

const features: LogFeature[] = [
  { name: "x", type: "numeric" },
  { name: "kind", type: "categorical" },
];

const folder = (): string => mkdtempSync(join(tmpdir(), "assay-log-"));

async function read(path: string, root = folder(), more = {}) {
  return await withDatabase(async (database) => {
    const opened = await openPredictionLog(database, "log", { path, root, features, ...more });
    const rows = await database.rows<Record<string, string | number | null>>(
      `SELECT epoch_ms("time")::DOUBLE AS at, run, id, prediction, label, x, kind FROM log ORDER BY "time", id`,
    );
    return { opened, rows };
  });
}

const line = (values: object): string => `${JSON.stringify({ time: "2026-01-01", run: "r", ...values })}\n`;

describe("the prediction log", () => {
  it("reads back what was appended", async () => {
    const path = join(folder(), "a", "predictions.jsonl");
    await appendToPredictionLog(
      path,
      [
        {
          time: "2026-01-01T10:00:00.000Z",
          run: "r1",
          id: "a",
          prediction: 0.1 + 0.2,
          features: { x: 1e-7, kind: "ü" },
        },
        { time: "2026-01-01T09:00:00.000Z", run: "r1", id: "b", prediction: null, features: { x: null, kind: null } },
      ],
      `${path}.lock`,
    );
    const { opened, rows } = await read(path);
    expect(opened).toMatchObject({ files: ["predictions.jsonl"], rows: 2, skipped: 0, violations: [], repeated: 0 });
    expect(rows).toEqual([
      { at: Date.UTC(2026, 0, 1, 9), run: "r1", id: "b", prediction: null, label: null, x: null, kind: null },
      { at: Date.UTC(2026, 0, 1, 10), run: "r1", id: "a", prediction: 0.1 + 0.2, label: null, x: 1e-7, kind: "ü" },
    ]);
  });

  it("skips and counts a torn last line, and begins the next on a line of its own", async () => {
    const path = join(folder(), "log.jsonl");
    writeFileSync(path, `${line({ id: "a", prediction: 1 })}{"time":"2026-01-01","id":"b","pred`);
    expect((await read(path)).opened).toMatchObject({ rows: 1, skipped: 1 });
    await appendToPredictionLog(
      path,
      [{ time: "2026-01-02T00:00:00Z", run: "r", id: "c", prediction: 2, features: {} }],
      `${path}.lock`,
    );
    const { opened, rows } = await read(path);
    expect(opened).toMatchObject({ rows: 2, skipped: 1 });
    expect(rows.map(({ id }) => id)).toEqual(["a", "c"]);
  });

  it("loses and mixes no line of several writers at once", async () => {
    const path = join(folder(), "log.jsonl");
    const writers = ["one", "two", "three"];
    await Promise.all(
      writers.map((name) =>
        promisify(execFile)(process.execPath, [
          "--import",
          "tsx",
          "test/monitoring/append-in-child.ts",
          path,
          `${path}.lock`,
          name,
        ]),
      ),
    );
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(new Set(lines.map((text) => (JSON.parse(text) as { id: string }).id)).size).toBe(3 * 40 * 25);
    expect((await read(path)).opened).toMatchObject({ rows: 3000, skipped: 0 });
  }, 60_000);

  it("reads columns that come and go, and counts values of another type as missing", async () => {
    const root = folder();
    writeFileSync(
      join(root, "a.jsonl"),
      line({ id: "a", prediction: 1, x: "many", kind: 3 }) + line({ id: "b", prediction: "?" }),
    );
    writeFileSync(join(root, "b.jsonl"), line({ id: "c", prediction: 2, x: "2.5", fresh: [1, 2] }) + "7\n[]\n");
    const { opened, rows } = await read("*.jsonl", root);
    expect(opened).toMatchObject({
      rows: 3,
      skipped: 2,
      violations: [
        { column: "prediction", count: 1 },
        { column: "x", count: 1 },
      ],
    });
    expect(rows.map(({ x, kind }) => [x, kind])).toEqual([[null, "3"], [null, null], [2.5, null]]); // prettier-ignore
  });

  it("reads Parquet beside JSONL, several classes, and times of two zones as UTC", async () => {
    const root = folder();
    await withDatabase((database) =>
      database.run(
        `COPY (SELECT TIMESTAMP '2026-01-01 12:00:00' AS "time", 'r' AS run, 7 AS id, 0.25 AS prediction, 4 AS x)
         TO '${join(root, "a.parquet")}' (FORMAT parquet)`,
      ),
    );
    writeFileSync(join(root, "b.jsonl"), line({ id: "b", time: "2026-01-01T12:30:00+01:00", prediction: 1 }));
    appendFileSync(join(root, "b.jsonl"), line({ id: "c", time: Date.UTC(2026, 0, 1, 11), prediction: 1 }));
    const { rows } = await read(".", root);
    expect(rows.map(({ id, at }) => [id, new Date(at as number).toISOString()])).toEqual([
      ["c", "2026-01-01T11:00:00.000Z"],
      ["b", "2026-01-01T11:30:00.000Z"],
      ["7", "2026-01-01T12:00:00.000Z"],
    ]);
  });

  it("takes the first of repeated predictions, and refuses a log without any", async () => {
    const path = join(folder(), "log.jsonl");
    writeFileSync(
      path,
      line({ id: "a", time: "2026-01-03", prediction: 3 }) + line({ id: "a", time: "2026-01-02", prediction: 2 }),
    );
    const { opened, rows } = await read(path);
    expect(opened).toMatchObject({ rows: 1, repeated: 1 });
    expect(rows[0]!["prediction"]).toBe(2);
    writeFileSync(path, '{"id": 1}\n');
    await expect(read(path)).rejects.toThrow("no line is a prediction with a time and an id");
    await expect(read("nothing.jsonl")).rejects.toThrow("there is no such file");
  });

  it("refuses a feature whose name is its own", async () => {
    const path = join(folder(), "log.jsonl");
    const bad = { time: "2026-01-01", run: "r", id: "a", features: { label: 1 } };
    await expect(appendToPredictionLog(path, [bad], `${path}.lock`)).rejects.toThrow("feature label has a name");
  });
});
