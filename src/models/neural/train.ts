import type { Variable } from "@tensorflow/tfjs-core";
import type { Design } from "../../features/encoding.js";
import { AssayError } from "../../lib/errors.js";
import { seeded, shuffle } from "../../lib/random.js";
import { pause } from "../steps.js";
import type { TensorFlow } from "./backend.js";
import { writeRow } from "./inputs.js";
import {
  createLayers,
  dropoutMasks,
  forward,
  gradients,
  type LayerVariables,
  type LossName,
  rowLosses,
} from "./network.js";

export interface NetworkRows {
  design: Design;
  labels: Float32Array;
  weights: Float32Array;
}

export interface TrainRules {
  hidden: readonly number[];
  epochs: number;
  batchSize: number;
  dropout: number;
  learningRate: number;
  patience: number;
  loss: LossName;
}

export interface TrainedLayer {
  inputs: number;
  outputs: number;
  weights: Float32Array;
  biases: Float32Array;
}

export interface Epoch {
  epoch: number;
  /** Mean loss over the epoch's batches, and over the validation rows after it (NaN without). */
  train: number;
  validation: number;
}

export interface TrainEvents {
  signal?: AbortSignal;
  onBatch?(epoch: number, batch: number, batches: number): void;
  onEpoch?(epoch: Epoch): void;
}

/** Rows of the batch as tensors. */
function batchOf(tf: TensorFlow, { design, labels, weights }: NetworkRows, order: Int32Array) {
  const inputs = new Float32Array(order.length * design.width);
  order.forEach((row, i) => writeRow(design, row, inputs, i * design.width));
  const total = order.reduce((sum, row) => sum + weights[row]!, 0);
  return {
    inputs: tf.tensor2d(inputs, [order.length, design.width]),
    labels: tf.tensor2d(
      Float32Array.from(order, (row) => labels[row]!),
      [order.length, 1],
    ),
    shares: tf.tensor2d(
      Float32Array.from(order, (row) => (total > 0 ? weights[row]! / total : 0)),
      [order.length, 1],
    ),
    total,
  };
}

const slices = (order: Int32Array, size: number): Int32Array[] =>
  Array.from({ length: Math.ceil(order.length / size) }, (_, b) => order.subarray(b * size, (b + 1) * size));

async function validate(
  tf: TensorFlow,
  layers: readonly LayerVariables[],
  rows: NetworkRows,
  { loss, batchSize }: TrainRules,
  signal: AbortSignal | undefined,
): Promise<number> {
  let sum = 0;
  let total = 0;
  const order = Int32Array.from({ length: rows.labels.length }, (_, i) => i);
  for (const slice of slices(order, Math.max(batchSize, 4096))) {
    await pause(signal);
    const batch = batchOf(tf, rows, slice);
    const value = tf.tidy(() => {
      const outputs = forward(tf, layers, batch.inputs)[layers.length]!;
      return tf.sum(tf.mul(rowLosses(tf, loss, outputs, batch.labels), batch.shares));
    });
    sum += (await value.data())[0]! * batch.total;
    total += batch.total;
    tf.dispose([batch.inputs, batch.labels, batch.shares, value]);
  }
  return sum / total;
}

const snapshot = (layers: readonly LayerVariables[]): Promise<TrainedLayer[]> =>
  Promise.all(
    layers.map(async ({ weights, biases }) => ({
      inputs: weights.shape[0]!,
      outputs: weights.shape[1]!,
      weights: Float32Array.from(await weights.data()),
      biases: Float32Array.from(await biases.data()),
    })),
  );

/**
 * Trains a network with Adam on shuffled mini-batches. Initial weights, order and dropout come from the seed. With
 * validation rows it stops after `patience` epochs without a better loss there, and the best epoch's weights return.
 *
 * @throws AssayError `diverged` where the loss is no number any more. No tensor outlives the call, whatever happens.
 */
export async function trainNetwork(
  tf: TensorFlow,
  train: NetworkRows,
  validation: NetworkRows | undefined,
  rules: TrainRules,
  seed: number,
  { signal, onBatch, onEpoch }: TrainEvents,
): Promise<{ layers: TrainedLayer[]; epochs: Epoch[] }> {
  const random = seeded(seed);
  const { hidden, loss, learningRate, dropout, batchSize } = rules;
  const layers = createLayers(tf, [train.design.width, ...hidden, 1], random);
  const variables = layers.flatMap(({ weights, biases }) => [weights, biases]);
  const optimizer = tf.train.adam(learningRate);
  const order = Int32Array.from({ length: train.labels.length }, (_, i) => i);
  const epochs: Epoch[] = [];
  let best = { loss: Number.POSITIVE_INFINITY, epoch: 0, layers: [] as TrainedLayer[] };

  /** Takes one step; returns the batch's summed loss and weight. */
  async function step(rows: Int32Array): Promise<{ sum: number; total: number }> {
    const batch = batchOf(tf, train, rows);
    const masks = dropout > 0 ? dropoutMasks(tf, rows.length, hidden, dropout, random) : undefined;
    const { mean, byName } = gradients(tf, layers, loss, batch, masks);
    optimizer.applyGradients(byName as Record<string, Variable>);
    const [value] = await mean.data();
    tf.dispose([batch.inputs, batch.labels, batch.shares, mean, ...Object.values(byName), ...(masks ?? [])]);
    return { sum: value! * batch.total, total: batch.total };
  }

  try {
    for (let epoch = 1; epoch <= rules.epochs; epoch++) {
      shuffle(order, random);
      let sum = 0;
      let total = 0;
      const batches = slices(order, batchSize);
      for (const [b, rows] of batches.entries()) {
        await pause(signal);
        const result = await step(rows);
        if (!Number.isFinite(result.sum))
          throw new AssayError(
            `the loss became ${result.sum} in epoch ${epoch}, batch ${b + 1} of ${batches.length}, with learningRate ${learningRate}`,
            { code: "diverged", hint: "lower learningRate" },
          );
        sum += result.sum;
        total += result.total;
        onBatch?.(epoch, b + 1, batches.length);
      }
      const validationLoss = validation ? await validate(tf, layers, validation, rules, signal) : Number.NaN;
      const done: Epoch = { epoch, train: sum / total, validation: validationLoss };
      epochs.push(done);
      onEpoch?.(done);
      if (!validation) continue;
      if (validationLoss < best.loss) best = { loss: validationLoss, epoch, layers: await snapshot(layers) };
      else if (epoch - best.epoch >= rules.patience) break;
    }
    return { layers: best.epoch > 0 ? best.layers : await snapshot(layers), epochs };
  } finally {
    tf.dispose(variables);
    optimizer.dispose();
  }
}
