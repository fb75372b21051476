import type { Tensor, Variable } from "@tensorflow/tfjs-core";
import type { Design } from "../../features/encoding.js";
import { AssayError } from "../../lib/errors.js";
import { seeded, shuffle } from "../../lib/random.js";
import { pause } from "../steps.js";
import type { TensorFlow } from "./backend.js";
import { writeRow } from "./inputs.js";
import {
  type Architecture,
  createNetwork,
  dropoutMasks,
  forward,
  gradients,
  type LossName,
  type Network,
  rowLosses,
  variablesOf,
} from "./network.js";

export interface NetworkRows {
  design: Design;
  /** Values, or class indexes. */
  labels: Float32Array;
  weights: Float32Array;
}

export interface TrainRules {
  architecture: Architecture;
  epochs: number;
  batchSize: number;
  dropout: number;
  learningRate: number;
  patience: number;
  loss: LossName;
}

/** Weights, inputs × outputs, row-major. */
export interface TrainedMatrix {
  inputs: number;
  outputs: number;
  weights: Float32Array;
}

export interface TrainedNetwork {
  embeddings: TrainedMatrix[];
  layers: (TrainedMatrix & { biases: Float32Array })[];
  wide: TrainedMatrix | null;
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

/** Labels as the loss reads them: one column, or one indicator a class. */
function labelColumns(labels: Float32Array, order: Int32Array, outputs: number): Float32Array {
  if (outputs === 1) return Float32Array.from(order, (row) => labels[row]!);
  const columns = new Float32Array(order.length * outputs);
  order.forEach((row, i) => (columns[i * outputs + labels[row]!] = 1));
  return columns;
}

/** Rows of the batch as tensors. */
function batchOf(tf: TensorFlow, { design, labels, weights }: NetworkRows, order: Int32Array, outputs: number) {
  const inputs = new Float32Array(order.length * design.width);
  order.forEach((row, i) => writeRow(design, row, inputs, i * design.width));
  const total = order.reduce((sum, row) => sum + weights[row]!, 0);
  const shares = Float32Array.from(order, (row) => (total > 0 ? weights[row]! / total : 0));
  return {
    inputs: tf.tensor2d(inputs, [order.length, design.width]),
    labels: tf.tensor2d(labelColumns(labels, order, outputs), [order.length, outputs]),
    shares: tf.tensor2d(shares, [order.length, 1]),
    total,
  };
}

const slices = (order: Int32Array, size: number): Int32Array[] =>
  Array.from({ length: Math.ceil(order.length / size) }, (_, b) => order.subarray(b * size, (b + 1) * size));

/** Rows that a validation pass takes at once, where a batch is no larger. */
const validationBatch = 4096;

async function validate(
  tf: TensorFlow,
  network: Network,
  rows: NetworkRows,
  { loss, batchSize, architecture }: TrainRules,
  signal: AbortSignal | undefined,
): Promise<number> {
  let sum = 0;
  let total = 0;
  const order = Int32Array.from({ length: rows.labels.length }, (_, i) => i);
  for (const slice of slices(order, Math.max(batchSize, validationBatch))) {
    await pause(signal);
    const batch = batchOf(tf, rows, slice, architecture.outputs);
    const value = tf.tidy(() => {
      const { output } = forward(tf, network, batch.inputs);
      return tf.sum(tf.mul(rowLosses(tf, loss, output, batch.labels), batch.shares));
    });
    sum += (await value.data())[0]! * batch.total;
    total += batch.total;
    tf.dispose([batch.inputs, batch.labels, batch.shares, value]);
  }
  return sum / total;
}

const floats = async (tensor: Tensor): Promise<Float32Array> => Float32Array.from(await tensor.data());

const matrixOf = async (weights: Variable): Promise<TrainedMatrix> => ({
  inputs: weights.shape[0]!,
  outputs: weights.shape[1]!,
  weights: await floats(weights),
});

const snapshot = async ({ embeddings, layers, wide }: Network): Promise<TrainedNetwork> => ({
  embeddings: await Promise.all(embeddings.map(matrixOf)),
  layers: await Promise.all(
    layers.map(async ({ weights, biases }) => ({ ...(await matrixOf(weights)), biases: await floats(biases) })),
  ),
  wide: wide && (await matrixOf(wide)),
});

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
): Promise<{ network: TrainedNetwork; epochs: Epoch[] }> {
  const random = seeded(seed);
  const { architecture, loss, learningRate, dropout, batchSize } = rules;
  const network = createNetwork(tf, architecture, random);
  const optimizer = tf.train.adam(learningRate);
  const order = Int32Array.from({ length: train.labels.length }, (_, i) => i);
  const epochs: Epoch[] = [];
  let best: { loss: number; epoch: number; network: TrainedNetwork | null } = {
    loss: Number.POSITIVE_INFINITY,
    epoch: 0,
    network: null,
  };

  /** Takes one step; returns the batch's summed loss and weight. */
  async function step(rows: Int32Array): Promise<{ sum: number; total: number }> {
    const batch = batchOf(tf, train, rows, architecture.outputs);
    const masks = dropout > 0 ? dropoutMasks(tf, rows.length, architecture.hidden, dropout, random) : undefined;
    const { mean, byName } = gradients(tf, network, loss, batch, masks);
    optimizer.applyGradients(byName as Record<string, Variable>);
    const [value] = await mean.data();
    tf.dispose([batch.inputs, batch.labels, batch.shares, mean, ...Object.values(byName), ...(masks ?? [])]);
    return { sum: value! * batch.total, total: batch.total };
  }

  function expectNumber(value: number, where: string): void {
    if (Number.isFinite(value)) return;
    throw new AssayError(`the loss became ${value} ${where}, with learningRate ${learningRate}`, {
      code: "diverged",
      hint: "lower learningRate",
    });
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
        expectNumber(result.sum, `in epoch ${epoch}, batch ${b + 1} of ${batches.length}`);
        sum += result.sum;
        total += result.total;
        onBatch?.(epoch, b + 1, batches.length);
      }
      const validationLoss = validation ? await validate(tf, network, validation, rules, signal) : Number.NaN;
      if (validation) expectNumber(validationLoss, `on validation rows after epoch ${epoch}`);
      const done: Epoch = { epoch, train: sum / total, validation: validationLoss };
      epochs.push(done);
      onEpoch?.(done);
      if (!validation) continue;
      if (validationLoss < best.loss) best = { loss: validationLoss, epoch, network: await snapshot(network) };
      else if (epoch - best.epoch >= rules.patience) break;
    }
    const result = best.network ?? (await snapshot(network));
    for (const { weights } of result.layers)
      expectNumber(
        weights.find((weight) => !Number.isFinite(weight)) ?? 0,
        `after the last batch of epoch ${epochs.length}`,
      );
    return { network: result, epochs };
  } finally {
    tf.dispose(variablesOf(network));
    optimizer.dispose();
  }
}
