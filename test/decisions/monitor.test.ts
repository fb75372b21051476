import { describe, expect, it } from "vitest";
import { monitorDocument } from "../../src/decisions/monitor.js";
import type { DriftDocument, DriftState } from "../../src/decisions/drift-types.js";
import type { LogWindow, ProjectLog } from "../../src/monitoring/log-types.js";
import type { Estimate } from "../../src/stats/estimate.js";
import { tinyProject } from "../tracking/tiny-workspace.js";

const estimate = (value: number, half: number, units = 7): Estimate => ({
  estimate: value,
  lower: value - half,
  upper: value + half,
  level: 0.95,
  method: "jackknife-t",
  n: 100,
  units,
});
const none: Estimate = { ...estimate(Number.NaN, Number.NaN), method: "none-no-labels", n: 0, units: 0 };

/** A week from 2020-01-06 on, with what its labels and its estimate say. */
const week = (index: number, realised: Estimate, expected: Estimate | null = null): LogWindow => {
  const day = (at: number): string => new Date(Date.UTC(2020, 0, 6 + 7 * at)).toISOString().slice(0, 10);
  return {
    name: day(index),
    from: day(index),
    to: day(index + 1),
    rows: 100,
    units: 7,
    labelled: realised.n,
    score: { mean: 1, quantiles: [], counts: [] },
    risk: { low: 50, medium: 40, high: 10 },
    realised,
    expected,
  };
};

const log = (windows: LogWindow[], direction: "minimize" | "maximize" = "minimize"): ProjectLog => ({
  source: "held-out",
  run: { runId: "r", title: "Ridge" },
  metric:
    direction === "minimize"
      ? { name: "mae", title: "Mean absolute error", direction, unit: "target" }
      : { name: "accuracy", title: "Accuracy", direction, unit: "rate" },
  unit: "days",
  labelDelayDays: 1,
  asOf: null,
  reference: { name: "test rows", window: week(-1, estimate(direction === "minimize" ? 10 : 0.9, 0.01)) },
  scoreBins: [0, 1],
  risk: { medium: 0.5, high: 0.9 },
  windows,
  record: null,
  estimator: null,
  notes: [],
});
const noDrift = { windows: [], importance: [] };
const judged = (windows: LogWindow[], drift: Parameters<typeof monitorDocument>[2] = noDrift) =>
  monitorDocument(tinyProject, log(windows), drift, { assayVersion: "0" });

const drifting = (states: DriftState[], importance: number): Parameters<typeof monitorDocument>[2] => ({
  windows: states.map((state, i) => ({
    name: `month ${i + 1}`,
    document: { columns: [{ name: "x", role: "feature", state, reason: `x is ${state}` }] } as unknown as DriftDocument,
  })),
  importance: [{ feature: "x", value: importance }],
});

describe("monitoring, judged", () => {
  it("warns where the value is over the limit, and alarms where the whole interval is", () => {
    // The reference is 10, a tenth worse is allowed: 11.
    const { limit, windows, state } = judged([
      week(0, estimate(10.9, 2)),
      week(1, estimate(11.1, 2)),
      week(2, estimate(13.1, 2)),
    ]);
    expect(limit).toBeCloseTo(11, 12);
    expect(windows.map(({ performance }) => performance.state)).toEqual(["ok", "warn", "alarm"]);
    expect(state).toBe("alarm");
  });

  it("asks a rate to stay above the reference less 0.05, or what the project allows", () => {
    const rates = log([week(0, estimate(0.84, 0.005))], "maximize");
    const of = (largestWorsening?: number) =>
      monitorDocument(
        {
          ...tinyProject,
          monitoring: { ...tinyProject.monitoring, ...(largestWorsening === undefined ? {} : { largestWorsening }) },
        },
        rates,
        noDrift,
        { assayVersion: "0" },
      );
    expect(of()).toMatchObject({ state: "alarm", policy: { source: "default" } });
    expect(of(0.1)).toMatchObject({ state: "ok", policy: { source: "project", largestWorsening: 0.1 } });
    const fine = log([week(0, estimate(0.9, 0.005))], "maximize");
    const { windows } = monitorDocument(tinyProject, fine, noDrift, { assayVersion: "0" });
    expect(windows[0]!.performance.reason).toContain("down to 85.0 % is allowed");
  });

  it("judges nothing by too few labels or units", () => {
    const { windows, state } = judged([week(0, none), week(1, { ...estimate(20, 1), n: 20 })]);
    expect(windows.map(({ performance }) => performance.state)).toEqual(["too-few-rows", "too-few-rows"]);
    expect(windows[0]!.performance.reason).toBe("no labels here");
    expect(state).toBe("too-few-rows");
  });

  it("needs more of a sustained alarm: a false one in at most 5 % of years", () => {
    // 52 windows a year: the level is 1 − 0.1/52, t with 6 degrees of freedom is 5.3 where 95 % needs 2.45.
    const { windows, windowsPerYear } = judged([week(0, estimate(12.5, 1)), week(1, estimate(14, 1))]);
    expect(windowsPerYear).toBe(52);
    expect(windows.map(({ performance }) => performance.state)).toEqual(["alarm", "alarm"]);
    expect(windows.map(({ sustained }) => sustained)).toEqual(["warn", "alarm"]);
  });

  it("tells since when an alert holds, and when it ended; gaps neither begin nor end one", () => {
    const bad = estimate(14, 1);
    const { alerts } = judged([week(0, bad), week(1, estimate(10, 1)), week(2, bad), week(3, none), week(4, bad)]);
    expect(alerts.map(({ what, since, until }) => [what, since, until])).toEqual([
      ["performance", "2020-01-20", null],
      ["performance", "2020-01-06", "2020-01-06"],
    ]);
  });

  it("advises retraining for performance, with labels or without, and for a column that matters", () => {
    expect(judged([week(0, estimate(14, 1))]).retraining.advised).toBe(true);
    const expected = judged([week(0, none, { ...estimate(14, 1), method: "direct-loss-estimation" })]);
    expect(expected.retraining).toMatchObject({ advised: true });
    expect(expected.retraining.reason).toContain("Without labels it is expected");
    const quiet = [week(0, estimate(10, 1))];
    expect(judged(quiet, drifting(["ok", "alarm"], 0.2)).retraining).toMatchObject({ advised: true });
    expect(judged(quiet, drifting(["ok", "alarm"], 0.01)).retraining).toMatchObject({ advised: false });
    expect(judged(quiet, drifting(["alarm", "ok"], 0.2)).retraining).toMatchObject({ advised: false });
    const unsettled = judged([week(0, estimate(11.5, 3))], drifting(["ok", "alarm"], 0.01));
    expect(unsettled.alerts.map(({ what, state }) => [what, state])).toContainEqual(["performance", "warn"]);
    expect(unsettled.retraining.reason).toContain("does not settle it yet");
  });
});
