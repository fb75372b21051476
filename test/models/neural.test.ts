import { expect, it } from "vitest";
import { getLearner } from "../../src/models/index.js";
import { openBackend } from "../../src/models/neural/backend.js";
import { fromText, toText } from "../../src/models/neural/float32-text.js";
import { createLayers, gradients, type LossName } from "../../src/models/neural/network.js";
import { seeded } from "../../src/lib/random.js";
import { fitInput, table } from "./table.js";

const learner = getLearner("multilayer-perceptron");

it.each<LossName>(["squared", "absolute", "logistic"])("gradients of the %s loss are slopes", async (loss) => {
  const { tf } = await openBackend("cpu");
  const layers = createLayers(tf, [3, 4, 2, 1], seeded(2));
  const batch = {
    inputs: tf.tensor2d([0.5, -1, 2, 1, 0.3, -0.7], [2, 3]),
    labels: tf.tensor2d([1, 0], [2, 1]),
    shares: tf.tensor2d([0.25, 0.75], [2, 1]),
  };
  for (const { weights } of layers) {
    const slope = await gradients(tf, layers, loss, batch).byName[weights.name]!.data();
    const start = Float32Array.from(await weights.data());
    const lossAt = async (k: number, step: number): Promise<number> => {
      const moved = start.map((w, i) => (i === k ? w + step : w));
      weights.assign(tf.tensor2d(moved, weights.shape));
      return (await gradients(tf, layers, loss, batch).mean.data())[0]!;
    };
    for (let k = 0; k < start.length; k++) {
      const numeric = ((await lossAt(k, 1e-2)) - (await lossAt(k, -1e-2))) / 2e-2;
      expect(Math.abs(numeric - slope[k]!)).toBeLessThan(5e-3);
    }
    weights.assign(tf.tensor2d(start, weights.shape));
  }
});

it("leaves no tensors behind, finished or aborted", async () => {
  const { tf } = await openBackend("wasm");
  const train = table(200, 1, "regression");
  await learner.fit(fitInput(learner.name, train));
  const before = tf.memory().numTensors;
  await learner.fit(fitInput(learner.name, train, { validation: table(50, 2, "regression") }));
  expect(tf.memory().numTensors).toBe(before);
  const abort = new AbortController();
  const fit = learner.fit(fitInput(learner.name, train, { signal: abort.signal, onProgress: () => abort.abort() }));
  await expect(fit).rejects.toMatchObject({ name: "AbortError" });
  expect(tf.memory().numTensors).toBe(before);
});

it("learns what is there to learn, and brings back the best epoch", async () => {
  const validation = table(400, 4, "regression");
  const { history } = await learner.fit(
    fitInput(learner.name, table(1500, 3, "regression"), {
      validation,
      parameters: { layers: "16,8", epochs: 40, batchSize: 64, dropout: 0, learningRate: 0.01, patience: 5 },
    }),
  );
  const curve = history["validation rmse"]!.map(({ value }) => value);
  expect(Math.min(...curve)).toBeLessThan(0.62);
});

it("losses agree across back ends", async () => {
  const train = table(256, 5, "classification");
  const losses: number[] = [];
  for (const backend of ["wasm", "cpu"]) {
    const fit = await learner.fit(fitInput(learner.name, train, { backend }));
    expect(fit.backend).toBe(`tfjs-${backend}`);
    losses.push(fit.history["train logLoss"]!.at(-1)!.value);
  }
  expect(Math.abs(losses[0]! - losses[1]!)).toBeLessThan(1e-3);
});

it("says why it passed over better back ends, and how to get one that was asked for", async () => {
  const train = table(64, 5, "classification");
  const { backend, backendNotes } = await learner.fit(fitInput(learner.name, train, { backend: "auto" }));
  expect(backendNotes.length).toBe(["tfjs-node-gpu", "tfjs-webgpu", "tfjs-node", "tfjs-wasm"].indexOf(backend));
  await expect(learner.fit(fitInput(learner.name, train, { backend: "abacus" }))).rejects.toMatchObject({
    code: "unknown-backend",
  });
});

it("says where the loss stopped being a number", async () => {
  const fit = learner.fit(
    fitInput(learner.name, table(128, 1, "regression"), { parameters: { learningRate: 1e30, epochs: 5 } }),
  );
  await expect(fit).rejects.toThrow(
    /the loss became (NaN|Infinity) in epoch \d, batch 1 of 1, with learningRate 1e\+30/,
  );
});

it("weights survive their text to the last bit", () => {
  const values = Float32Array.of(0.1, -0, 1e-40, 3.4e38, -7.25);
  expect(Array.from(fromText(toText(values)))).toStrictEqual(Array.from(values));
});
