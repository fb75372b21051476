import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findRun } from "../../src/tracking/find-run.js";
import { parseFlatYaml } from "../../src/tracking/flat-yaml.js";
import { listRuns } from "../../src/tracking/list-runs.js";
import { locateStore } from "../../src/tracking/location.js";
import { formatMetricLines, parseMetricLines, summarizeMetric } from "../../src/tracking/metric-lines.js";

const made: string[] = [];
const folder = (): string => {
  made.push(mkdtempSync(join(tmpdir(), "assay-store-")));
  return made.at(-1)!;
};
afterAll(() => made.forEach((path) => rmSync(path, { recursive: true, force: true })));

describe("metric files", () => {
  it("leaves a torn last line out, and believes a lone line", () => {
    expect(parseMetricLines("1 0.5 0\n2 0.25 1\n3 0.1")).toMatchObject([{ value: 0.5 }, { value: 0.25 }]);
    expect(parseMetricLines("1 0.5 7")).toEqual([{ timestamp: 1, value: 0.5, step: 7 }]);
    expect(parseMetricLines("1 0.5\nrubbish\n\n")).toEqual([{ timestamp: 1, value: 0.5, step: 0 }]);
  });

  it("gives back NaN and infinities as written", () => {
    const points = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-300].map((value, step) => ({
      step,
      value,
      timestamp: 1,
    }));
    expect(parseMetricLines(formatMetricLines(points))).toEqual(points);
  });

  it("takes the last by step, then time, then value, whatever the order of lines", () => {
    const points = parseMetricLines("5 3 2\n9 1 1\n6 4 2\n6 2 2\n");
    expect(summarizeMetric("validation_rmse", points)).toEqual({ last: 4, best: 1, min: 1, max: 4, step: 2, count: 4 });
    expect(summarizeMetric("accuracy", points)!.best).toBe(4);
    expect(summarizeMetric("accuracy", [])).toBeNull();
  });
});

describe("meta.yaml", () => {
  it("reads the quick way and the long way alike", () => {
    expect(parseFlatYaml("a: '0'\nb: 123456789012345678\nc: null\nd: file:///x/y\ne: ''\nf: 12\n")).toEqual({
      a: "0",
      b: "123456789012345678",
      c: null,
      d: "file:///x/y",
      e: "",
      f: 12,
    });
    expect(parseFlatYaml('a: "two\\nlines"\ntags: []\n')).toEqual({ a: "two\nlines", tags: [] });
    expect(() => parseFlatYaml("just text")).toThrow("not a YAML mapping");
  });
});

describe("the store's place", () => {
  it("follows MLFLOW_TRACKING_URI, and never passes over one that it cannot read", () => {
    const root = folder();
    expect(locateStore({ root, env: {} }).folder).toBe(join(root, "mlruns"));
    expect(locateStore({ root, env: { MLFLOW_TRACKING_URI: "./other" } }).folder).toBe(join(root, "other"));
    expect(locateStore({ root, env: { MLFLOW_TRACKING_URI: `file://${root}/x` } }).folder).toBe(join(root, "x"));
    for (const uri of ["sqlite:///mlflow.db", "http://localhost:5000", "databricks", "s3://bucket"])
      expect(() => locateStore({ root, env: { MLFLOW_TRACKING_URI: uri } }), uri).toThrow(/MLFLOW_TRACKING_URI is/);
  });
});

describe("listRuns", () => {
  it("reads what other tools wrote: keys with slashes, old names, deleted and half-written runs", async () => {
    const root = folder();
    const write = (path: string, text: string): void => {
      mkdirSync(join(root, "mlruns", path, ".."), { recursive: true });
      writeFileSync(join(root, "mlruns", path), text);
    };
    write("1/meta.yaml", "experiment_id: '1'\nlifecycle_stage: active\nname: Their experiment\n");
    write("1/aa/meta.yaml", "run_uuid: aa\nname: first\nstatus: 3\nstart_time: 1000\nend_time: 3500\n");
    write("1/aa/metrics/val/loss", "1 0.5 0\n2 0.4 1\n");
    write("1/aa/params/model/depth", "6");
    write("1/bb/meta.yaml", "run_id: bb\nlifecycle_stage: deleted\nstatus: FINISHED\n");
    write("1/cc/params/x", "1");
    write("models/m/meta.yaml", "name: m\n");
    const { runs, total, warnings } = await listRuns({ root, env: {} });
    expect(total).toBe(1);
    expect(runs[0]).toMatchObject({
      runId: "aa",
      name: "first",
      project: "Their experiment",
      status: "FINISHED",
      durationMs: 2500,
      params: { "model/depth": "6" },
      metrics: { "val/loss": { last: 0.4, count: 2 } },
    });
    expect(warnings.map(({ code }) => code)).toEqual(["broken-run"]);
    expect(findRun(runs, "first").runId).toBe("aa");
    expect(() => findRun(runs, "second")).toThrow('no run "second"; there are first');
  });

  it("finds nothing in a store that is not there", async () => {
    expect(await listRuns({ root: folder(), env: {} })).toMatchObject({ total: 0, warnings: [] });
  });
});
