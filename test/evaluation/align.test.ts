import { describe, expect, it } from "vitest";
import { align } from "../../src/evaluation/align.js";
import { lossFor, rowLosses } from "../../src/evaluation/loss.js";
import { getMetric } from "../../src/metrics/index.js";
import type { Predictions } from "../../src/tracking/types.js";

const table = (id: string[], label: number[], prediction: number[]): Predictions => ({
  rows: id.length,
  id,
  label: Float64Array.from(label),
  prediction: Float64Array.from(prediction),
  split: id.map(() => "test"),
  time: null,
  unit: id.map((name) => name[0]!),
  fold: null,
});

describe("joining two prediction tables by id", () => {
  const joined = align(
    table(["b1", "a1", "a2", "c1"], [1, 0, 1, 0], [0.1, 0.2, 0.3, 0.4]),
    table(["a2", "d1", "b1", "a1"], [0, 1, 1, 0], [0.5, 0.6, 0.7, 0.8]),
  );
  it("keeps the champion's order and pairs each row with its own", () => {
    expect(joined.shared.id).toEqual(["b1", "a1", "a2"]);
    expect([...joined.champion.prediction]).toEqual([0.1, 0.2, 0.3]);
    expect([...joined.challenger.prediction]).toEqual([0.7, 0.8, 0.5]);
  });
  it("counts what does not join, and labels that differ", () => {
    expect(joined).toMatchObject({ onlyInChampion: ["c1"], onlyInChallenger: ["d1"] });
    expect(joined.labelsDiffer).toEqual([{ id: "a2", champion: 1, challenger: 0 }]);
  });
  it("numbers units in the order of their first row", () => {
    expect(joined.shared.units).toEqual(["b", "a"]);
    expect([...joined.shared.unit]).toEqual([0, 1, 1]);
  });
});

describe("predictions of more than two classes", () => {
  const shares = (order: string[]) => order.map((name, j) => ({ class: name, values: Float64Array.of(j / 3, 1 / 3) }));
  const many = (id: string[], order: string[]): Predictions => ({
    ...table(id, [0, 1], [2, 0]),
    probabilities: shares(order),
    weight: Float64Array.of(1, 3),
  });
  it("are joined row by row, all classes of a row together, with the weights", () => {
    const { shared, champion, challenger } = align(
      many(["a", "b"], ["x", "y", "z"]),
      many(["b", "a"], ["x", "y", "z"]),
    );
    expect(champion.classes).toEqual(["x", "y", "z"]);
    expect([...champion.probabilities!]).toEqual([0, 1 / 3, 2 / 3, 1 / 3, 1 / 3, 1 / 3]);
    expect([...challenger.probabilities!]).toEqual([1 / 3, 1 / 3, 1 / 3, 0, 1 / 3, 2 / 3]);
    expect(shared.weight).toEqual(Float64Array.of(1, 3));
  });
  it("must be of the same classes in the same order", () => {
    expect(() => align(many(["a", "b"], ["x", "y", "z"]), many(["a", "b"], ["x", "z", "y"]))).toThrow(
      "the champion gives the classes x, y, z, the challenger the classes x, z, y",
    );
    expect(() => align(many(["a", "b"], ["x", "y", "z"]), table(["a", "b"], [0, 1], [0, 1]))).toThrow(
      "the challenger one prediction per row",
    );
  });
});

describe("the losses of single rows", () => {
  const many = {
    label: [2, 0],
    prediction: [2, 1],
    classes: ["x", "y", "z"],
    probabilities: [0.1, 0.2, 0.7, 0.3, 0.6, 0.1],
  };
  it("of more than two classes average to the metrics", () => {
    for (const [loss, metric] of [["logLoss", "logLoss"], ["brier", "brier"]] as const)
      expect(rowLosses(loss, many).reduce((sum, value) => sum + value, 0) / 2).toBeCloseTo(getMetric(metric).prepare(many)(), 12);
    expect([...rowLosses("zeroOne", many)]).toEqual([0, 1]);
  });
  it("of two classes are those of the metrics too, costs included", () => {
    const two = { label: [1, 0], prediction: [0.3, 0.4], threshold: 0.35, costs: { falsePositive: 2, falseNegative: 7 } };
    expect([...rowLosses("zeroOne", two)]).toEqual([1, 1]);
    expect([...rowLosses("cost", two)]).toEqual([7, 2]);
    expect(lossFor("expectedCost", "classification")).toBe("cost");
    expect(lossFor("rocAucMacro", "classification")).toBe("logLoss");
    expect(lossFor("recallWeighted", "classification")).toBe("zeroOne");
    expect(lossFor("adjustedR2", "regression")).toBe("squaredError");
  });
}); // prettier-ignore
