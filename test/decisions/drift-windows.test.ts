import { array, assert, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeWindows } from "../../src/decisions/drift-page.js";
import { defaultDriftPolicy } from "../../src/decisions/drift.js";
import { windowsInSequence } from "../../src/decisions/drift-sequence.js";
import { windowsPerYear } from "../../src/decisions/windows-per-year.js";
import type { DriftMeasurement } from "../../src/monitoring/types.js";
import { driftColumn } from "../site/documents.js";

/** A window whose one column lies over the limit by its interval, with the given p. */
const window = (p: number, rows = 1000): DriftMeasurement => {
  const side = { source: "a", rows, from: null, to: null, sha256: null };
  const column = driftColumn("x", {
    currentRows: rows,
    effect: { measure: "psi", estimate: 0.3, lower: 0.2, upper: 0.4, threshold: 0.1 },
    test: { name: "kolmogorov-smirnov", statistic: 0.1, pValue: p, adjustedPValue: p, exact: true, error: 0 },
  });
  return {
    reference: side,
    current: side,
    units: { name: "row", reference: rows, current: rows },
    level: 0.95,
    columns: [column],
    multivariate: null,
    limits: null,
    chance: { windows: 20, lowerBounds: [[]] },
  };
};
const days = (values: readonly number[], rows?: number) =>
  values.map((p, i) => {
    const day = (at: number): string => new Date(Date.UTC(2020, 0, 1 + at)).toISOString().slice(0, 10);
    return { name: day(i), from: day(i), to: day(i + 1), measurement: window(p, rows) };
  });
const judged = (values: readonly number[], rows?: number) =>
  judgeWindows(days(values, rows), { policy: defaultDriftPolicy, assayVersion: "0" });

describe("windows one after the other", () => {
  it("alarm alone, and warn where the test does not hold over all windows so far", () => {
    const [first] = judged([0.01]);
    expect(first!.alone).toBe("alarm");
    expect(first!.document.state).toBe("warn");
    expect(first!.document.columns[0]!.reason).toContain("does not hold over all windows so far");
    expect(judged([1e-6])[0]!.document.state).toBe("alarm");
  });

  it("test the window after a finding less strictly than the one before it", () => {
    const [, calm] = judged([0.5, 0.001]);
    const [, after] = judged([1e-6, 0.001]);
    expect([calm!.document.state, after!.document.state]).toEqual(["warn", "alarm"]);
  });

  it("never judge the past again", () => {
    const values = array(double({ min: 0, max: 0.1, noNaN: true }), { minLength: 1, maxLength: 20 });
    assert(
      property(values, values, (past, future) => {
        const all = judged([...past, ...future]).slice(0, past.length);
        expect(all).toEqual(judged(past));
      }),
      { numRuns: 30 },
    );
  });

  it("hold a year of daily windows to one false alarm in twenty years", () => {
    const [strict, loose] = [judged([0.05 / 366])[0]!, judged([0.05 / 364])[0]!];
    expect([strict.sustained, loose.sustained]).toEqual(["alarm", "warn"]);
    expect(loose.alone).toBe("alarm");
  });

  it("do not count windows with too few rows as tests", () => {
    const [few] = judged([1e-9], 5);
    expect(few!.document.state).toBe("too-few-rows");
    expect(few!.sequence).toMatchObject({ pValue: Number.NaN, confirmed: false });
    const measurements = [window(1e-9, 5), window(2e-4)];
    expect(windowsInSequence(measurements, defaultDriftPolicy, { perYear: 12, overlapping: false })[1]!.confirmed).toBe(
      true,
    );
  });
});

it("knows how many windows make a year", () => {
  const span = (from: string, to: string) => [{ from, to }];
  expect(windowsPerYear(span("2020-01-01", "2020-01-02"))).toBe(365);
  expect(windowsPerYear(span("2020-01-06", "2020-01-13"))).toBe(52);
  expect(windowsPerYear(span("2020-01-01", "2020-02-01"))).toBe(12);
  expect(windowsPerYear(span("2020-01-01T00:00Z", "2020-01-01T01:00Z"))).toBe(8766);
  expect(windowsPerYear([{ from: null, to: null }])).toBeNull();
});
