import { expect, it } from "vitest";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { openBackend } from "../../src/models/neural/backend.js";
import { fromText, toText } from "../../src/models/neural/float32-text.js";
import { checkMemory, toldMemory } from "../../src/models/neural/memory.js";
import {
  type Architecture,
  createNetwork,
  gradients,
  type LossName,
  rowLosses,
  variablesOf,
} from "../../src/models/neural/network.js";
import { multilayerPerceptron as learner } from "../../src/models/neural/multilayer-perceptron.js";
import { networkScorer, type NetworkBody } from "../../src/models/neural/scorer.js";
import { wideAndDeep } from "../../src/models/neural/wide-and-deep.js";
import { seeded } from "../../src/lib/random.js";
import type { Labelled } from "../../src/models/types.js";
import { fitInput, quick, table } from "./table.js";

const networks = [learner, wideAndDeep].map((network) => [network.name, network] as const);

/** Three classes, of which the last is rare. */
function threeClasses(rows: number, seed: number): Labelled {
  const { data, target } = table(rows, seed, "regression");
  const { values } = target as { values: Float64Array };
  const codes = Int32Array.from(values, (value) => (value > 4 ? 2 : value > 0 ? 1 : 0));
  return { data, target: { task: "classification", codes, classes: ["low", "middle", "high"] } };
}

const plain: Architecture = { width: 4, denseWidth: 2, embeddings: [], hidden: [4, 3], outputs: 1, wide: false };
const both: Architecture = { ...plain, embeddings: [{ first: 2, width: 2, dimension: 1 }], wide: true };

it.each<[LossName, Architecture]>([
  ["squared", plain],
  ["absolute", plain],
  ["huber", plain],
  ["logistic", plain],
  ["softmax", { ...plain, outputs: 3 }],
  ["squared", both],
  ["softmax", { ...both, outputs: 3 }],
])("gradients of the %s loss are slopes", async (loss, architecture) => {
  const { tf } = await openBackend("cpu");
  const network = createNetwork(tf, architecture, seeded(2));
  const labels = loss === "softmax" ? [0, 1, 0, 0, 0, 1] : [1, 0];
  const batch = {
    inputs: tf.tensor2d([0.5, -1, 1, 0, 0.3, -0.7, 0, 1], [2, 4]),
    labels: tf.tensor2d(labels, [2, architecture.outputs]),
    shares: tf.tensor2d([0.25, 0.75], [2, 1]),
  };
  for (const variable of variablesOf(network).filter(({ shape }) => shape.length === 2)) {
    const slope = await gradients(tf, network, loss, batch).byName[variable.name]!.data();
    const start = Float32Array.from(await variable.data());
    const lossAt = async (k: number, step: number): Promise<number> => {
      const moved = start.map((w, i) => (i === k ? w + step : w));
      variable.assign(tf.tensor2d(moved, variable.shape as [number, number]));
      return (await gradients(tf, network, loss, batch).mean.data())[0]!;
    };
    for (let k = 0; k < start.length; k++) {
      const numeric = ((await lossAt(k, 1e-2)) - (await lossAt(k, -1e-2))) / 2e-2;
      expect(Math.abs(numeric - slope[k]!)).toBeLessThan(6e-3);
    }
    variable.assign(tf.tensor2d(start, variable.shape as [number, number]));
  }
});

it("has the losses of their definitions, also far out", async () => {
  const { tf } = await openBackend("cpu");
  const at = (loss: LossName, outputs: number[], labels: number[]): number[] => {
    const width = loss === "softmax" ? 3 : 1;
    const matrix = (values: number[]): Tensor2D => tf.tensor2d(values, [values.length / width, width]);
    return Array.from(rowLosses(tf, loss, matrix(outputs), matrix(labels)).dataSync());
  };
  expect(at("huber", [0.5, -3], [0, 0])).toStrictEqual([0.125, 2.5]);
  expect(at("logistic", [200, -200], [1, 1])).toStrictEqual([0, 200]);
  expect(at("softmax", [500, 0, 0, 500, 0, 0], [1, 0, 0, 0, 1, 0])).toStrictEqual([0, 500]);
});

it.each(networks)("%s leaves no tensors behind, finished, aborted or failed", async (name, network) => {
  const { tf } = await openBackend("wasm");
  const train = threeClasses(200, 1);
  await network.fit(fitInput(name, train));
  const before = tf.memory().numTensors;
  await network.fit(fitInput(name, train, { validation: threeClasses(50, 2) }));
  expect(tf.memory().numTensors).toBe(before);
  const abort = new AbortController();
  const fit = network.fit(fitInput(name, train, { signal: abort.signal, onProgress: () => abort.abort() }));
  await expect(fit).rejects.toMatchObject({ name: "AbortError" });
  expect(tf.memory().numTensors).toBe(before);
  const wild = { ...quick[name], learningRate: 1e30, epochs: 5 };
  await expect(network.fit(fitInput(name, train, { parameters: wild }))).rejects.toMatchObject({ code: "diverged" });
  expect(tf.memory().numTensors).toBe(before);
});

it.each(networks)("%s learns what is there to learn, and brings back the best epoch", async (name, network) => {
  const validation = table(400, 4, "regression");
  const { history } = await network.fit(
    fitInput(name, table(1500, 3, "regression"), {
      validation,
      parameters: { layers: "16,8", epochs: 40, batchSize: 64, dropout: 0, learningRate: 0.01, patience: 5 },
    }),
  );
  const curve = history["validation rmse"]!.map(({ value }) => value);
  expect(Math.min(...curve)).toBeLessThan(0.62);
});

it.each(networks)("%s learns three classes, each row's probabilities adding up to 1", async (name, network) => {
  const parameters = { layers: "16", epochs: 30, batchSize: 64, dropout: 0, learningRate: 0.01 };
  const { model } = await network.fit(fitInput(name, threeClasses(1500, 3), { parameters }));
  const fresh = threeClasses(500, 9);
  const predictions = model.predict(fresh.data);
  const { codes } = fresh.target as { codes: Int32Array };
  let right = 0;
  for (let i = 0; i < 500; i++) {
    const row = Array.from(predictions.subarray(3 * i, 3 * i + 3));
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    if (row.indexOf(Math.max(...row)) === codes[i]) right++;
  }
  expect(right / 500).toBeGreaterThan(0.85);
});

it("balanced class weights lift a rare class, and a row of weight 2 is a row twice", async () => {
  const train = threeClasses(1500, 3);
  const shareOfRare = async (classWeight: string): Promise<number> => {
    const parameters = { layers: "8", epochs: 15, batchSize: 64, learningRate: 0.01, classWeight };
    const { model } = await learner.fit(fitInput(learner.name, train, { parameters }));
    return model.predict(train.data).reduce((sum, p, k) => sum + (k % 3 === 2 ? p / 1500 : 0), 0);
  };
  expect(await shareOfRare("balanced")).toBeGreaterThan((await shareOfRare("none")) * 1.15);

  // One batch of all rows: order and number of steps are the same.
  const parameters = { layers: "4", epochs: 5, batchSize: 1000, dropout: 0 };
  const small = table(40, 3, "regression");
  const twice = { ...small, weights: new Float64Array(40).fill(2) };
  const fits = await Promise.all(
    [small, twice].map((part) => learner.fit(fitInput(learner.name, part, { parameters }))),
  );
  const [once, doubled] = fits.map(({ history }) => history["train rmse"]!.at(-1)!.value);
  expect(doubled).toBeCloseTo(once!, 6);
});

it("the scorer of a wide & deep network is the network that was trained", async () => {
  const train = table(200, 5, "regression");
  const { model, history } = await wideAndDeep.fit(
    fitInput("wide-and-deep", train, {
      validation: train,
      parameters: { layers: "6,3", epochs: 4, batchSize: 32, dimensions: 3, patience: 9 },
    }),
  );
  const { values } = train.target as { values: Float64Array };
  const squares = model.predict(train.data).map((p, i) => (p - values[i]!) ** 2);
  const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / 200);
  expect(rmse).toBeCloseTo(Math.min(...history["validation rmse"]!.map(({ value }) => value)), 4);
  const document = model.toJSON();
  const { wide } = document.body as NetworkBody;
  const damaged = { ...document, body: { ...(document.body as NetworkBody), wide: { ...wide, outputs: 7 } } };
  expect(() => networkScorer(damaged)).toThrow("as many weights as its layers have");
});

it.each(networks)("losses of %s agree across back ends", async (name, network) => {
  for (const train of [table(256, 5, "classification"), threeClasses(256, 5)]) {
    const losses: number[] = [];
    for (const backend of ["wasm", "cpu"]) {
      const fit = await network.fit(fitInput(name, train, { backend }));
      expect(fit.backend).toBe(`tfjs-${backend}`);
      losses.push(fit.history["train logLoss"]!.at(-1)!.value);
    }
    expect(Math.abs(losses[0]! - losses[1]!)).toBeLessThan(1e-3);
  }
});

it("says why it passed over better back ends, and how to get one that was asked for", async () => {
  const train = table(64, 5, "classification");
  const { backend, backendNotes } = await learner.fit(fitInput(learner.name, train, { backend: "auto" }));
  expect(backendNotes.length).toBe(["tfjs-node-gpu", "tfjs-webgpu", "tfjs-node", "tfjs-wasm"].indexOf(backend));
  await expect(learner.fit(fitInput(learner.name, train, { backend: "abacus" }))).rejects.toMatchObject({
    code: "unknown-backend",
  });
});

it("says how to get a back end that is not there", async () => {
  const fit = learner.fit(fitInput(learner.name, table(64, 5, "classification"), { backend: "tensorflow" }));
  const result = await fit.catch((error: unknown) => error);
  if (result instanceof Error)
    expect(result).toMatchObject({
      code: "no-backend",
      message: expect.stringMatching(
        /^the back end tensorflow is not there \(tfjs-node-gpu: .+; tfjs-node: .+\)$/,
      ) as string,
      hint: expect.stringContaining("npm install --no-save --save-optional @tensorflow/tfjs-node-gpu@4.22.0") as string,
    });
  else expect((result as { backend: string }).backend).toMatch(/^tfjs-node/);
});

it("says where the loss stopped being a number", async () => {
  const fit = learner.fit(
    fitInput(learner.name, table(128, 1, "regression"), { parameters: { learningRate: 1e30, epochs: 5 } }),
  );
  await expect(fit).rejects.toThrow(
    /the loss became (NaN|Infinity) in epoch \d, batch 1 of 1, with learningRate 1e\+30/,
  );
});

it("never keeps weights of a last step that went too far", async () => {
  const fit = learner.fit(
    fitInput(learner.name, table(128, 1, "regression"), {
      parameters: { learningRate: Number.MAX_VALUE, epochs: 1, batchSize: 128 },
    }),
  );
  await expect(fit).rejects.toThrow(/the loss became \S+ after the last batch of epoch 1, with learningRate/);
});

it("says what would fit where a batch does not", () => {
  const huge = { ...plain, width: 500, hidden: [1000, 1000] };
  expect(() => checkMemory({ name: "tfjs-wasm" }, huge, 100_000)).toThrow(
    /a batch of 100000 rows × 500 inputs needs 6.\d GB; the back end tfjs-wasm has 3.5 GB/,
  );
  try {
    checkMemory({ name: "tfjs-wasm" }, huge, 100_000);
  } catch (error) {
    const fits = Number(/^give batchSize (\d+) or less$/.exec((error as { hint: string }).hint)![1]);
    checkMemory({ name: "tfjs-wasm" }, huge, fits);
  }
  const wide = { ...plain, hidden: [99_999, 99_999] };
  expect(() => checkMemory({ name: "tfjs-wasm" }, wide, 1)).toThrow(/a network with 10000\d+ weights needs 240.0 GB/);
});

it("tells a back end's lack of memory with the way out, and other faults as they are", () => {
  const fault = new Error("memory access out of bounds");
  expect(toldMemory(fault, 4096, "tfjs-wasm")).toMatchObject({
    code: "out-of-memory",
    message: "the back end tfjs-wasm has no more memory for batches of 4096 rows: memory access out of bounds",
    hint: "give batchSize 2048 or less, or layers fewer units",
  });
  const other = new Error("other");
  expect(toldMemory(other, 4096, "tfjs-wasm")).toBe(other);
});

it("weights survive their text to the last bit", () => {
  const values = Float32Array.of(0.1, -0, 1e-40, 3.4e38, -7.25);
  expect(Array.from(fromText(toText(values)))).toStrictEqual(Array.from(values));
});
