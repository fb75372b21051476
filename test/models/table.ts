import type { Dataset, Target } from "../../src/features/dataset.js";
import { randomNormal, seeded } from "../../src/lib/random.js";
import type { FitInput, Labelled, Parameters } from "../../src/models/types.js";

/** A mixed table with missing values, and a target that depends on all of it. */
export function table(rows: number, seed: number, task: "classification" | "regression"): Labelled {
  const random = seeded(seed);
  const x = Float64Array.from({ length: rows }, () => randomNormal(random));
  const z = Float64Array.from({ length: rows }, () => (random() < 0.1 ? Number.NaN : 5 * random()));
  const codes = Int32Array.from({ length: rows }, () => Math.floor(random() * 5) - 1);
  const values = x.map((v, i) => 2 * v + (z[i]! > 2.5 ? 1 : 0) + codes[i]! + 0.5 * randomNormal(random));
  const data: Dataset = {
    rows,
    columns: [
      { name: "x", kind: "numeric", values: x },
      { name: "z", kind: "numeric", values: z },
      { name: "colour", kind: "categorical", codes, categories: ["red", "green", "blue", "grey"] },
    ],
  };
  const target: Target =
    task === "regression"
      ? { task, values }
      : { task, codes: Int32Array.from(values, (v) => (v > 1 ? 1 : 0)), classes: ["no", "yes"] };
  return { data, target };
}

/** Small settings, so that a test takes a moment. */
export const quick: Record<string, Parameters> = {
  "group-median": { groups: "colour" },
  "random-forest": { trees: 10 },
  "extra-trees": { trees: 10 },
  "gradient-boosted-trees": { trees: 20, depth: 3, rowSample: 0.8, columnSample: 0.7 },
  stacking: { folds: 2, "gradient-boosted-trees.trees": 10, "gradient-boosted-trees.depth": 3 },
  "split-conformal": { learner: "ridge" },
  "multilayer-perceptron": { layers: "8,4", epochs: 3, batchSize: 64 },
  "wide-and-deep": { layers: "8,4", epochs: 3, batchSize: 64, dimensions: 2 },
};

export const fitInput = (name: string, train: Labelled, more: Partial<FitInput> = {}): FitInput => ({
  train,
  parameters: quick[name] ?? {},
  seed: 1,
  task: "test",
  backend: "wasm",
  ...more,
});
