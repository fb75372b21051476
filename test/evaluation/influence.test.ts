import { describe, expect, it } from "vitest";
import { differenceError, unitInfluence } from "../../src/evaluation/influence.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getMetric } from "../../src/metrics/index.js";
import { clusterRobustT } from "../../src/stats/cluster-robust.js";
import { unitTotals } from "../../src/stats/unit-totals.js";

const units = 200;
const random = seeded(11);
const unit = Int32Array.from({ length: units * 6 }, (_, row) => row % units);
const shift = Float64Array.from({ length: units }, () => randomNormal(random));
const values = Float64Array.from(unit, (at) => 10 + shift[at]! + randomNormal(random));
const predicted = values.map((value) => value + randomNormal(random));
const classes = values.map((value) => Number(value > 10.3));
const scores = predicted.map((value) => 1 / (1 + Math.exp(10 - value)));
const inputs = {
  classification: { label: classes, prediction: scores },
  regression: { label: values, prediction: predicted },
};

/** The standard error by leaving out one unit at a time: another way to the same number. */
function jackknifeError(name: string): number {
  const metric = getMetric(name);
  const value = metric.prepare(inputs[metric.task]);
  const without = Array.from({ length: units }, (_, left) =>
    value(Float64Array.from(unit, (at) => Number(at !== left))),
  );
  const mean = without.reduce((sum, each) => sum + each / units, 0);
  return Math.sqrt(((units - 1) / units) * without.reduce((sum, each) => sum + (each - mean) ** 2, 0));
}

describe("the influence of units", () => {
  it.each(["f1", "mcc", "precision", "r2", "rmse", "rocAuc", "gini"])("gives %s the error of the jackknife", (name) => {
    const metric = getMetric(name);
    const influence = unitInfluence(metric, inputs[metric.task], unit, units)!;
    expect(
      differenceError(
        influence.map(() => 0),
        influence,
        1,
      ) / jackknifeError(name),
    ).toBeCloseTo(1, 1.5);
  });

  it("gives a mean of losses the cluster-robust error", () => {
    const influence = unitInfluence(getMetric("mae"), inputs.regression, unit, units)!;
    const losses = values.map((value, row) => Math.abs(value - predicted[row]!));
    const { standardError } = clusterRobustT(unitTotals(losses, unit));
    expect(
      differenceError(
        influence.map(() => 0),
        influence,
        1,
      ) / standardError,
    ).toBeCloseTo(1, 8);
  });

  it("knows no closed form for what jumps", () => {
    expect(unitInfluence(getMetric("medianAbsoluteError"), inputs.regression, unit, units)).toBeNull();
    expect(unitInfluence(getMetric("calibrationError"), inputs.classification, unit, units)).toBeNull();
  });
});
