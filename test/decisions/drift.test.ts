import { expect, it } from "vitest";
import { defaultDriftPolicy, driftDocument } from "../../src/decisions/drift.js";
import type { ColumnDrift, DriftMeasurement } from "../../src/monitoring/types.js";

const column = (change: Partial<ColumnDrift>, [estimate, lower, upper]: number[], adjustedPValue = 0): ColumnDrift => ({
  name: "x",
  type: "numeric",
  role: "feature",
  referenceRows: 1000,
  currentRows: 1000,
  referenceMissing: 0,
  currentMissing: 0,
  effect: { measure: "psi", estimate: estimate!, lower: lower!, upper: upper! },
  designEffect: 1,
  test: { name: "kolmogorov-smirnov", statistic: 0.1, pValue: adjustedPValue, adjustedPValue, exact: true, error: 0 },
  measures: {
    psi: estimate!,
    jensenShannon: 0,
    totalVariation: 0,
    wasserstein: 0,
    kolmogorovSmirnov: null,
    chiSquare: null,
    mannWhitney: null,
    missing: null,
  },
  violations: { below: 0, above: 0, referenceNotNumbers: 0, currentNotNumbers: 0 },
  constant: { reference: null, current: null },
  newCategories: [],
  vanishedCategories: [],
  bins: [],
  ...change,
});

const judged = (columns: ColumnDrift[], change: Partial<DriftMeasurement> = {}) => {
  const side = { source: "a", rows: 1000, from: null, to: null, sha256: null };
  const measurement: DriftMeasurement = {
    reference: side,
    current: side,
    units: { name: "row", reference: 1000, current: 1000 },
    level: 0.95,
    columns,
    multivariate: null,
    limits: null,
    chance: { windows: 20, lowerBounds: columns.map(() => Array.from({ length: 20 }, (_, w) => (w === 0 ? 0.2 : 0))) },
    ...change,
  };
  return driftDocument(measurement, { policy: defaultDriftPolicy, assayVersion: "0.1.0", warnings: [] });
};

it.each([
  ["ok", [0.05, 0.01, 0.2], 0],
  ["warn", [0.15, 0.05, 0.3], 0],
  ["alarm", [0.3, 0.2, 0.4], 0],
  ["warn", [0.3, 0.2, 0.4], 0.2],
  ["ok", [Number.NaN, Number.NaN, Number.NaN], Number.NaN],
] as const)("says %s for %j and p %d", (state, effect, p) => {
  const document = judged([column({}, [...effect], p)]);
  expect(document.columns[0]!.state).toBe(state);
  expect(document.state).toBe(state);
});

it.each(["score", "label", "feature"] as const)("lets a %s alarm", (role) => {
  expect(judged([column({ role }, [0.3, 0.2, 0.4])]).state).toBe("alarm");
});

it("shows context and never alarms for it", () => {
  const document = judged([column({ role: "context" }, [4, 3, 5]), column({ name: "y" }, [0, 0, 0], 1)]);
  expect(document.state).toBe("ok");
  expect(document.summary).toMatchObject({ columns: 2, tested: 1, alarms: 0 });
  expect(document.columns.map(({ name }) => name)).toEqual(["y", "x"]);
  expect(document.columns[1]!.reason).toContain("context");
});

it("says too few rows, and too few units", () => {
  expect(judged([column({ currentRows: 10 }, [1, 0.5, 2])]).state).toBe("too-few-rows");
  const units = { name: "day", reference: 100, current: 3 };
  expect(judged([column({}, [1, 0.5, 2])], { units }).state).toBe("too-few-rows");
});

it("counts alarms that chance alone would make over tested columns", () => {
  const document = judged([column({}, [0, 0, 0], 1), column({ name: "z", currentRows: 1 }, [0, 0, 0], 1)]);
  expect(document.summary.expectedByChance).toBeCloseTo(1 / 20);
});

it("sorts by what matters", () => {
  const document = judged([
    column({ name: "calm" }, [0, 0, 0], 1),
    column({ name: "warns" }, [0.2, 0.05, 0.3]),
    column({ name: "worse" }, [0.9, 0.8, 1]),
    column({ name: "bad" }, [0.9, 0.5, 1]),
  ]);
  expect(document.columns.map(({ name }) => name)).toEqual(["worse", "bad", "warns", "calm"]);
});

it("says in the reason what values are new, out of range, no numbers or all the same", () => {
  const [found] = judged([
    column(
      {
        violations: { below: 1, above: 1200, referenceNotNumbers: 0, currentNotNumbers: 3 },
        constant: { reference: null, current: "5" },
        newCategories: [{ value: "a", count: 1 }],
        currentMissing: 250,
      },
      [0.3, 0.2, 0.4],
    ),
  ]).columns;
  for (const part of [
    "missing 0.0 % before, 25.0 % now",
    "one new category",
    "1 value below all that the reference has",
    "1,200 values above all",
    "3 values that are no finite numbers",
    "every value is the same now",
  ])
    expect(found!.reason).toContain(part);
});

it.each([
  ["warn", "alarm", [0.9, 0.8, 0.95], "cluster-logit"],
  ["ok", "warn", [0.7, 0.6, 0.8], "cluster-logit"],
  ["ok", "ok", [0.6, 0.5, 0.7], "cluster-logit"],
  ["warn", "alarm", [1, Number.NaN, Number.NaN], "none-zero-variance"],
] as const)("says %s where columns are calm and all features together %s: %j", (state, joint, auc, method) => {
  const [estimate, lower, upper] = auc;
  const document = judged([column({}, [0, 0, 0], 1)], {
    multivariate: {
      auc: { estimate, lower, upper, level: 0.95, method, n: 2000, units: 2000 },
      columns: [{ name: "x", importance: 1 }],
    },
  });
  expect(document.multivariate!.state).toBe(joint);
  expect(document.state).toBe(state);
});

it("lets the columns' own state stand where one has moved", () => {
  const auc = { estimate: 0.9, lower: 0.8, upper: 0.95, level: 0.95, method: "delong-logit", n: 2000, units: 2000 };
  expect(judged([column({}, [0.3, 0.2, 0.4])], { multivariate: { auc, columns: [] } }).state).toBe("alarm");
});
