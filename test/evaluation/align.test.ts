import { describe, expect, it } from "vitest";
import { align } from "../../src/evaluation/align.js";
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
