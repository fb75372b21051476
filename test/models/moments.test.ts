import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode, fitEncoding } from "../../src/features/encoding.js";
import { weightedMedian } from "../../src/features/weighted-median.js";
import { moments } from "../../src/models/linear/gram.js";
import { writeRow } from "../../src/models/neural/inputs.js";
import { table } from "./table.js";

it.each([255, 256, 257, 700])("moments of %i rows are plain sums over written-out rows", (rows) => {
  const { data } = table(rows, 1, "regression");
  const weights = Float64Array.from({ length: rows }, (_, i) => i % 3);
  const design = encode(fitEncoding(data, weights), data.columns, rows);
  const { width } = design;
  const { weight, sums, gram } = moments(design, weights);
  const expected = new Float64Array(width * width);
  const expectedSums = new Float64Array(width);
  for (let i = 0; i < rows; i++) {
    // Written rows are float32: the dense part is read in float64.
    const row = new Float32Array(width);
    writeRow(design, i, row, 0);
    const x = Float64Array.from(row);
    for (let k = 0; k < design.denseWidth; k++) x[k] = design.dense[i * design.denseWidth + k]!;
    for (let a = 0; a < width; a++) {
      expectedSums[a]! += weights[i]! * x[a]!;
      for (let b = 0; b < width; b++) expected[a * width + b]! += weights[i]! * x[a]! * x[b]!;
    }
  }
  expect(weight).toBe(weights.reduce((sum, w) => sum + w, 0));
  sums.forEach((sum, a) => expect(sum).toBeCloseTo(expectedSums[a]!, 8));
  gram.forEach((sum, k) => expect(sum).toBeCloseTo(expected[k]!, 8));
});

describe("the median", () => {
  const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 })), {
    minLength: 1,
    maxLength: 60,
  });

  it("is the middle of the sorted values", () => {
    fc.assert(
      fc.property(values, (list) => {
        const sorted = Float64Array.from(list).sort();
        const middle = (sorted[(list.length - 1) >> 1]! + sorted[list.length >> 1]!) / 2;
        expect(weightedMedian(list)).toBeCloseTo(middle, 9);
      }),
    );
  });

  it("counts a weight of 2 as a value repeated", () => {
    fc.assert(
      fc.property(values, (list) => {
        const weights = list.map((_, i) => (i % 3 === 0 ? 2 : 1));
        const repeated = list.flatMap((value, i) => Array.from({ length: weights[i]! }, () => value));
        expect(weightedMedian(list, weights)).toBeCloseTo(weightedMedian(repeated), 9);
      }),
    );
  });

  it("is NaN of nothing, and leaves its argument as it was", () => {
    expect(weightedMedian([])).toBeNaN();
    const list = Float64Array.of(3, 1, 2);
    weightedMedian(list);
    expect(Array.from(list)).toStrictEqual([3, 1, 2]);
  });
});
