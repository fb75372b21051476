import { expect, it } from "vitest";
import type { Dataset } from "../../src/features/dataset.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getLearner } from "../../src/models/index.js";
import { binRows, chooseBins } from "../../src/models/trees/binning.js";
import { cellOf, createWorkspace, subtractHistogram } from "../../src/models/trees/histogram.js";
import type { TreesBody } from "../../src/models/trees/scorer.js";
import { fitInput, table } from "./table.js";

/** As many columns as given, so that the last word of a row is full, or not. */
function numbers(rows: number, width: number): Dataset {
  const random = seeded(width);
  const columns = Array.from({ length: width }, (_, f) => ({
    name: `x${f}`,
    kind: "numeric" as const,
    values: Float64Array.from({ length: rows }, () => (random() < 0.1 ? Number.NaN : randomNormal(random))),
  }));
  return { rows, columns };
}

it.each([1, 4, 6])("a histogram of %i features has the bits of plain sums", (width) => {
  const rows = 1000;
  const data = numbers(rows, width);
  const binned = binRows(data, chooseBins(data));
  const { order, pairs, histograms, fill } = createWorkspace(binned, 2);
  const random = seeded(9);
  order.forEach((_, i) => (order[i] = (i * 7) % rows));
  pairs.forEach((_, i) => (pairs[i] = randomNormal(random)));
  const [all, part] = histograms as [Float64Array, Float64Array];
  part.fill(5);
  fill(all, 0, rows);
  fill(part, 100, 350);
  for (let f = 0; f < width; f++) {
    const sums = new Float64Array(512);
    for (const row of order.subarray(100, 350)) {
      sums[2 * binned.columns[f]![row]!]! += pairs[2 * row]!;
      sums[2 * binned.columns[f]![row]! + 1]! += pairs[2 * row + 1]!;
    }
    expect(part.subarray(cellOf(f, 0), cellOf(f + 1, 0))).toStrictEqual(sums);
  }
  const whole = Float64Array.from(all);
  subtractHistogram(all, part);
  expect(Array.from(all)).toStrictEqual(Array.from(whole, (sum, i) => sum - part[i]!));
});

it("an empty stretch of rows gives an empty histogram", () => {
  const data = numbers(10, 3);
  const { histograms, fill } = createWorkspace(binRows(data, chooseBins(data)), 1);
  histograms[0]!.fill(1);
  fill(histograms[0]!, 4, 4);
  expect(histograms[0]!.every((sum) => sum === 0)).toBe(true);
});

it("predictions are sums of the leaves that the document's own thresholds lead to", async () => {
  const train = table(800, 1, "regression");
  const { model } = await getLearner("gradient-boosted-trees").fit(
    fitInput("gradient-boosted-trees", train, { parameters: { trees: 40, depth: 5 } }),
  );
  const { base, trees, levels } = model.toJSON().body as TreesBody;
  const { data } = table(601, 2, "regression");
  model.predict(data).forEach((prediction, row) => {
    let score = base;
    for (const { feature, value, right, missingLeft, sets } of trees) {
      let node = 0;
      for (let f = feature[node]!; f >= 0; f = feature[node]!) {
        const column = data.columns[f]!;
        const category = column.kind === "categorical" ? column.categories[column.codes[row]!] : undefined;
        const level = category === undefined ? -1 : levels[f]!.indexOf(category);
        const isMissing = column.kind === "numeric" ? Number.isNaN(column.values[row]) : level < 0;
        const isLeft =
          column.kind === "numeric" ? column.values[row]! <= value[node]! : sets[value[node]!]?.includes(level);
        node = (isMissing ? missingLeft[node] === 1 : isLeft) ? node + 1 : right[node]!;
      }
      score += value[node]!;
    }
    expect(prediction).toBe(score);
  });
});
