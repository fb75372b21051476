import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withDatabase } from "../../src/engine/database.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getMetric } from "../../src/metrics/index.js";
import type { LogRows } from "../../src/monitoring/log-rows.js";
import { countWindows, fittingPeriod, periodWindows } from "../../src/monitoring/log-windows.js";
import { readLog } from "../../src/monitoring/logged-rows.js";
import { measureLog } from "../../src/monitoring/measure-log.js";
import { realisedMetric } from "../../src/monitoring/realised-metric.js";
import { tinyProject } from "../tracking/tiny-workspace.js";

const at = (text: string): number => Date.parse(`${text}Z`);

describe("windows of a log", () => {
  it("are calendar periods in time's order, whatever the order of rows, with those that hold no row", () => {
    const time = Float64Array.of(
      at("2020-01-20T00:00"),
      at("2020-01-05T23:59"),
      at("2020-01-06T00:00"),
      at("2020-01-19T12:00"),
    );
    const windows = periodWindows(time, "week");
    expect(windows.map(({ name, from, to, rows }) => [name, from, to, [...rows]])).toEqual([
      ["2019-12-30", "2019-12-30", "2020-01-06", [1]],
      ["2020-01-06", "2020-01-06", "2020-01-13", [2]],
      ["2020-01-13", "2020-01-13", "2020-01-20", [3]],
      ["2020-01-20", "2020-01-20", "2020-01-27", [0]],
    ]);
    expect(periodWindows(time, "month").map(({ name }) => name)).toEqual(["2020-01"]);
    expect(
      periodWindows(Float64Array.of(at("2020-01-31T10:20"), at("2020-03-01T00:00")), "month").map(
        ({ rows }) => rows.length,
      ),
    ).toEqual([1, 0, 1]);
    expect(periodWindows(Float64Array.of(at("2020-01-01T10:59")), "hour")[0]).toMatchObject({
      name: "2020-01-01T10:00",
    });
    expect(periodWindows(new Float64Array(0), "day")).toEqual([]);
  });

  it("of equal count follow time, not the order of rows", () => {
    const time = Float64Array.of(30, 10, 20, 40, 50).map((day) => day * 86_400_000);
    expect(countWindows({ rows: 5, time }, 2).map(({ rows }) => [...rows])).toEqual([[1, 2], [0, 3, 4]]); // prettier-ignore
    expect(countWindows({ rows: 1, time: null }, 3).map(({ rows }) => rows.length)).toEqual([0, 0, 1]);
  });

  it("are short in a short log", () => {
    const span = (days: number) => fittingPeriod(Float64Array.of(0, days * 86_400_000));
    expect([1, 10, 60, 800].map(span)).toEqual(["hour", "day", "week", "month"]);
  });
});

describe("a realised metric", () => {
  it("has an interval over days that covers where days share their errors, and rows as units do not", () => {
    const random = seeded(3);
    let [days, rows] = [0, 0];
    const cases = 300;
    for (let i = 0; i < cases; i++) {
      const unit = Int32Array.from({ length: 140 }, (_, row) => Math.floor(row / 20));
      const shared = Float64Array.from({ length: 7 }, () => randomNormal(random));
      const label = Float64Array.from(unit, (day) => shared[day]! + randomNormal(random));
      const input = { label, prediction: new Float64Array(140) };
      const options = { level: 0.95, seed: 1 };
      const over = realisedMetric(getMetric("bias"), input, unit, options);
      const naive = realisedMetric(getMetric("bias"), input, Int32Array.from(unit.keys()), options);
      days += Number(over.lower <= 0 && over.upper >= 0);
      rows += Number(naive.lower <= 0 && naive.upper >= 0);
    }
    expect(days / cases).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / cases));
    expect(rows / cases).toBeLessThan(0.6);
  });

  it("has none from one unit, none from no label", () => {
    const metric = getMetric("mae");
    const one = realisedMetric(metric, { label: Float64Array.of(1, 2), prediction: [0, 0] }, Int32Array.of(3, 3), {
      level: 0.95,
      seed: 1,
    });
    expect(one).toMatchObject({ estimate: 1.5, lower: Number.NaN, method: "none-one-unit", units: 1 });
    const none = realisedMetric(metric, { label: new Float64Array(0), prediction: [] }, new Int32Array(0), {
      level: 0.95,
      seed: 1,
    });
    expect(none).toMatchObject({ estimate: Number.NaN, method: "none-no-labels", n: 0 });
  });
});

/** Probabilities that are right until `wrongFrom`, from where the label comes half as often. */
function probabilities(rows: number, seed: number, wrongFrom = rows): LogRows {
  const random = seeded(seed);
  const prediction = Float64Array.from({ length: rows }, () => random());
  const label = prediction.map((p, row) => Number(random() < (row < wrongFrom ? p : p / 2)));
  const unit = Int32Array.from({ length: rows }, (_, row) => row);
  return { rows, time: null, prediction, label, unit, data: { rows, columns: [] } };
}

describe("a log, measured", () => {
  const options = {
    run: { runId: "r", title: "Model" },
    metric: getMetric("brier"),
    level: 0.95,
    seed: 1,
    unit: "rows",
    labelDelayDays: null,
    task: "test",
  };

  it("shows volume, scores, risk, and performance with labels and without", async () => {
    const log = probabilities(2000, 2, 1000);
    log.label.fill(Number.NaN, 1900);
    const measured = await measureLog(
      { reference: probabilities(3000, 1), referenceName: "test rows", log, source: "log" },
      countWindows(log, 4),
      options,
    );
    expect(measured.windows.map(({ rows, labelled }) => [rows, labelled])).toEqual([[500, 500], [500, 500], [500, 500], [500, 400]]); // prettier-ignore
    const [first, , third] = measured.windows;
    // Right probabilities: the Brier score is E[p(1 − p)] = 1/6, and expected so.
    expect(first!.expected!.estimate).toBeCloseTo(1 / 6, 1);
    expect(first!.realised.lower).toBeLessThan(first!.expected!.estimate);
    expect(first!.realised.upper).toBeGreaterThan(first!.expected!.estimate);
    // A relation that changed is what the estimate cannot know: it stays, the labels tell.
    expect(third!.realised.lower).toBeGreaterThan(third!.expected!.upper);
    expect(measured.record).toMatchObject({ windows: 4, inside: 2 });
    const { low, medium, high } = first!.risk;
    expect(low + medium + high).toBe(500);
    expect(high).toBeGreaterThan(20);
    expect(high).toBeLessThan(85);
    expect(first!.score.counts.reduce((sum, count) => sum + count, 0)).toBe(500);
  });

  it("has nothing to say of a window without a row, and says why a metric has no estimate", async () => {
    const log = probabilities(3, 2);
    const none = await measureLog(
      { reference: probabilities(50, 1), referenceName: "test rows", log, source: "log" },
      countWindows(log, 4),
      options,
    );
    expect(none.windows[0]).toMatchObject({ rows: 0, expected: null, realised: { estimate: Number.NaN } });
    const bias = await measureLog(
      { reference: probabilities(50, 1), referenceName: "test rows", log, source: "log" },
      countWindows(log, 1),
      { ...options, metric: getMetric("r2") },
    );
    expect(bias.estimator).toBeNull();
    expect(bias.notes[0]).toContain("no mean of losses");
  });
});

it("reads a project's own log, with labels that came later", async () => {
  const root = mkdtempSync(join(tmpdir(), "assay-own-"));
  const folder = join(root, "data/tiny/log");
  mkdirSync(folder, { recursive: true });
  const line = (id: string, time: string, run: string) =>
    `${JSON.stringify({ time, run, id, prediction: 2, x: 1, kind: "a" })}\n`;
  writeFileSync(
    join(folder, "predictions.jsonl"),
    line("a", "2020-04-02T01:00:00Z", "r1") +
      line("b", "2020-04-01T23:00:00Z", "r1") +
      line("c", "2020-04-02T00:30:00Z", "other") +
      "torn",
  );
  const read = (runId: string) => withDatabase((database) => readLog(database, tinyProject, { runId, root }));
  expect(
    await withDatabase((database) => readLog(database, { ...tinyProject, id: "none" }, { runId: "r1", root })),
  ).toBeNull();
  const unlabelled = await read("r1");
  expect([...unlabelled!.rows.label]).toEqual([Number.NaN, Number.NaN]);
  expect(unlabelled!.notes).toEqual(["1 line is no prediction and left out"]);
  writeFileSync(join(folder, "labels.csv"), "id,label\na,3.5\nzzz,1\n");
  const labelled = await read("r1");
  expect([...labelled!.rows.label]).toEqual([Number.NaN, 3.5]);
  expect([...labelled!.rows.unit]).toEqual([0, 1]);
  expect((await read("r9"))!.rows.rows).toBe(3);
});
