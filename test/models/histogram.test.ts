import { expect, it } from "vitest";
import type { Dataset } from "../../src/features/dataset.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { getLearner } from "../../src/models/index.js";
import { binRows, binsOf, chooseBins } from "../../src/models/trees/binning.js";
import type { TreeBody, TreesBody } from "../../src/models/trees/scorer.js";
import { cellOf, createWorkspace, openWorkspace, subtractHistogram } from "../../src/models/trees/workspace.js";
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

function slotOver(data: Dataset, histograms: number) {
  const features = chooseBins(data);
  const workspace = createWorkspace({ rows: data.rows, ...binsOf(features), channels: 1, histograms, slots: 2 });
  const slot = openWorkspace(workspace, 1);
  binRows(data, features, slot);
  return { ...slot, workspace, pairs: slot.pairs[0]! };
}

it.each([1, 4, 6])("a histogram of %i features has the bits of plain sums", (width) => {
  const rows = 1000;
  const { order, pairs, histograms, columns, words, workspace, fill } = slotOver(numbers(rows, width), 2);
  const random = seeded(9);
  order.forEach((_, i) => (order[i] = (i * 7) % rows));
  pairs.forEach((_, i) => (pairs[i] = randomNormal(random)));
  const [all, part] = histograms as [Float64Array, Float64Array];
  fill(part, 0, 900, 0, words);
  fill(all, 0, rows, 0, words);
  // In two parts, as two threads do it.
  fill(part, 100, 350, 0, words >> 1);
  fill(part, 100, 350, words >> 1, words);
  for (let f = 0; f < width; f++) {
    const sums = new Float64Array(512);
    for (const row of order.subarray(100, 350)) {
      sums[2 * columns[f]![row]!]! += pairs[2 * row]!;
      sums[2 * columns[f]![row]! + 1]! += pairs[2 * row + 1]!;
    }
    expect(Array.from(part.subarray(cellOf(f, 0), cellOf(f + 1, 0)))).toStrictEqual(Array.from(sums));
  }
  const whole = Float64Array.from(all);
  subtractHistogram(all, part, workspace, 0, words);
  const end = cellOf(width, 0);
  expect(Array.from(all.subarray(0, end))).toStrictEqual(
    Array.from(whole.subarray(0, end), (sum, i) => sum - part[i]!),
  );
});

it("rows are sorted by their side in their old order, whole or in parts", () => {
  const rows = 900;
  const { order, columns, goesLeft, sort, sortAside, move } = slotOver(numbers(rows, 6), 1);
  const random = seeded(3);
  const sides = goesLeft.subarray(2 * 256, 3 * 256);
  for (const share of [0, 0.3, 1]) {
    sides.forEach((_, bin) => (sides[bin] = Number(random() < share)));
    const [first, last] = [100, 850];
    order.forEach((_, i) => (order[i] = (i * 7) % rows));
    const isLeft = (row: number): boolean => sides[columns[5]![row]!] === 1;
    const stretch = Array.from(order.subarray(first, last));
    const left = stretch.filter(isLeft);
    const expected = [...left, ...stretch.filter((row) => !isLeft(row))];
    const before = order.slice();
    expect(sort(5, 2, first, last)).toBe(left.length);
    expect(Array.from(order.subarray(first, last))).toStrictEqual(expected);
    expect(order.subarray(0, first)).toStrictEqual(before.subarray(0, first));
    expect(order.subarray(last)).toStrictEqual(before.subarray(last));
    order.set(before);
    const middle = 400;
    const counts = [sortAside(5, 2, first, middle), sortAside(5, 2, middle, last)] as const;
    expect(order).toStrictEqual(before);
    const rightFrom = first + counts[0] + counts[1];
    move(first, middle, counts[0], first, rightFrom);
    move(middle, last, counts[1], first + counts[0], rightFrom + middle - first - counts[0]);
    expect(Array.from(order.subarray(first, last))).toStrictEqual(expected);
  }
});

it("an empty stretch of rows gives an empty histogram", () => {
  const { histograms, pairs, order, fill } = slotOver(numbers(10, 3), 1);
  order.forEach((_, i) => (order[i] = i));
  pairs.fill(1);
  fill(histograms[0]!, 0, 10, 0, 1);
  fill(histograms[0]!, 4, 4, 0, 1);
  expect(histograms[0]!.subarray(0, cellOf(3, 0)).every((sum) => sum === 0)).toBe(true);
});

it("says how many rows fit where memory does not reach", () => {
  const shape = { rows: 2e9, features: 40, bins: new Int32Array(40), channels: 1, histograms: 4, slots: 1 };
  expect(() => createWorkspace(shape)).toThrow(
    expect.objectContaining({
      code: "out-of-memory",
      message: "growing trees over 2000000000 rows and 40 features takes 216.0 GB, more than there is",
      hint: "train on a subsample: at most 39761995 rows, fewer where memory is short",
    }),
  );
});

/** Follows the document's own words: a node, its left side, its right side. */
function leafOf(tree: TreeBody, goesLeft: (feature: number, value: number, missingLeft: boolean) => boolean): number {
  const end = (node: number): number => (tree.feature[node]! < 0 ? node + 1 : end(end(node + 1)));
  let node = 0;
  for (let f = tree.feature[node]!; f >= 0; f = tree.feature[node]!)
    node = goesLeft(f, tree.value[node]!, tree.missingLeft[node] === 1) ? node + 1 : end(node + 1);
  return tree.value[node]!;
}

it.each(["gradient-boosted-trees", "random-forest"])(
  "predictions of %s are sums of the leaves that the document's own thresholds lead to",
  async (name) => {
    const train = table(800, 1, "regression");
    const { model } = await getLearner(name).fit(fitInput(name, train, { parameters: { trees: 40, depth: 5 } }));
    const { base, scale, trees, levels, thresholds } = model.toJSON().body as TreesBody;
    const { data } = table(601, 2, "regression");
    model.predict(data).forEach((prediction, row) => {
      let sum = 0;
      for (const tree of trees)
        sum += leafOf(tree, (f, value, missingLeft) => {
          const column = data.columns[f]!;
          if (column.kind === "numeric")
            return Number.isNaN(column.values[row]) ? missingLeft : column.values[row]! <= thresholds[f]![value]!;
          const level = levels[f]!.indexOf(column.categories[column.codes[row]!] ?? "");
          if (level < 0) return missingLeft;
          const digit = Number.parseInt(tree.sets[value]![Math.floor(level / 4)]!, 16);
          return Math.floor(digit / 2 ** (level % 4)) % 2 === 1;
        });
      expect(prediction).toBe(base[0]! + scale * sum);
    });
  },
);
