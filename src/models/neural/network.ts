import type { Rank, Tensor, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import { type Random, randomNormal } from "../../lib/random.js";
import type { TensorFlow } from "./backend.js";

/** What a network looks like. Its inputs are numeric columns first, then one block of indicators a category. */
export interface Architecture {
  /** Columns of the input, of which the first `denseWidth` are numeric. */
  width: number;
  denseWidth: number;
  /** Categories that enter the hidden layers as embeddings; empty where all inputs enter as they are. */
  embeddings: readonly { first: number; width: number; dimension: number }[];
  hidden: readonly number[];
  outputs: number;
  /** Whether all inputs also reach the output directly. */
  wide: boolean;
}

/** Weights of one layer, as TensorFlow holds them. */
export interface LayerVariables {
  weights: Variable<Rank.R2>;
  biases: Variable;
}

export interface Network {
  architecture: Architecture;
  embeddings: Variable<Rank.R2>[];
  layers: LayerVariables[];
  wide: Variable<Rank.R2> | null;
}

/** Columns that the first layer reads. */
export const deepWidth = ({ width, denseWidth, embeddings }: Architecture): number =>
  embeddings.length === 0 ? width : denseWidth + embeddings.reduce((sum, { dimension }) => sum + dimension, 0);

function variable<R extends Rank>(tf: TensorFlow, start: Tensor<R>): Variable<R> {
  const result = tf.variable(start);
  start.dispose();
  return result;
}

function drawn(tf: TensorFlow, inputs: number, outputs: number, spread: number, random: Random): Variable<Rank.R2> {
  const start = Float32Array.from({ length: inputs * outputs }, () => spread * randomNormal(random));
  return variable(tf, tf.tensor2d(start, [inputs, outputs]));
}

/** A network with He's initial weights, drawn by the seed; direct weights start at zero. */
export function createNetwork(tf: TensorFlow, architecture: Architecture, random: Random): Network {
  const { width, hidden, outputs, wide } = architecture;
  const widths = [deepWidth(architecture), ...hidden, outputs];
  const embeddings = architecture.embeddings.map((group) =>
    drawn(tf, group.width, group.dimension, 1 / Math.sqrt(group.dimension), random),
  );
  const layers = widths.slice(1).map((units, l) => ({
    weights: drawn(tf, widths[l]!, units, Math.sqrt((l + 2 === widths.length ? 1 : 2) / widths[l]!), random),
    biases: variable(tf, tf.zeros<Rank.R1>([units])),
  }));
  return { architecture, embeddings, layers, wide: wide ? variable(tf, tf.zeros([width, outputs])) : null };
}

/** All that training changes. */
export const variablesOf = ({ embeddings, layers, wide }: Network): Variable[] => [
  ...embeddings,
  ...layers.flatMap(({ weights, biases }) => [weights, biases]),
  ...(wide ? [wide] : []),
];

const indicators = (tf: TensorFlow, inputs: Tensor2D, group: { first: number; width: number }): Tensor2D =>
  tf.slice(inputs, [0, group.first], [-1, group.width]);

/** A row of indicators times a matrix is its embedding: a gather's gradient does not work on every back end. */
function embedded(tf: TensorFlow, { architecture, embeddings }: Network, inputs: Tensor2D): Tensor2D {
  if (embeddings.length === 0) return inputs;
  const { denseWidth } = architecture;
  const parts = architecture.embeddings.map((group, g) =>
    tf.matMul(indicators(tf, inputs, group), embeddings[g]!),
  ) as Tensor2D[];
  return tf.concat(denseWidth > 0 ? [tf.slice(inputs, [0, 0], [-1, denseWidth]), ...parts] : parts, 1);
}

/** What each layer reads, and the output (rows × outputs); `masks` drop hidden units in training. */
export function forward(
  tf: TensorFlow,
  network: Network,
  inputs: Tensor2D,
  masks?: readonly Tensor2D[],
): { read: Tensor2D[]; output: Tensor2D } {
  const { layers, wide } = network;
  const read = [embedded(tf, network, inputs)];
  for (const [l, { weights, biases }] of layers.entries()) {
    const sums = tf.add(tf.matMul(read[l]!, weights), biases) as Tensor2D;
    if (l + 1 === layers.length)
      return { read, output: wide ? (tf.add(sums, tf.matMul(inputs, wide)) as Tensor2D) : sums };
    const active = tf.relu(sums);
    read.push(masks ? (tf.mul(active, masks[l]!) as Tensor2D) : active);
  }
  throw new RangeError("a network needs at least one layer");
}

export type LossName = "squared" | "absolute" | "huber" | "logistic" | "softmax";

/** Where Huber's loss turns from squared to absolute, in standard deviations of the target. */
export const huberWidth = 1;

/** log Σ exp of each row, without overflow (rows × 1). */
function logSumExp(tf: TensorFlow, outputs: Tensor2D): Tensor {
  const most = tf.max(outputs, 1, true);
  return tf.add(tf.log(tf.sum(tf.exp(tf.sub(outputs, most)), 1, true)), most);
}

/** Loss of each row (rows × 1); labels are values or 0/1 (rows × 1), or one indicator a class (rows × classes). */
export function rowLosses(tf: TensorFlow, loss: LossName, outputs: Tensor2D, labels: Tensor2D): Tensor {
  if (loss === "softmax") return tf.sub(logSumExp(tf, outputs), tf.sum(tf.mul(outputs, labels), 1, true));
  if (loss === "logistic") {
    const tail = tf.log(tf.add(1, tf.exp(tf.neg(tf.abs(outputs)))));
    return tf.add(tf.sub(tf.relu(outputs), tf.mul(outputs, labels)), tail);
  }
  const errors = tf.sub(outputs, labels);
  if (loss === "squared") return tf.square(errors);
  const sizes = tf.abs(errors);
  if (loss === "absolute") return sizes;
  const inner = tf.minimum(sizes, huberWidth);
  return tf.mul(inner, tf.sub(sizes, tf.mul(inner, 0.5)));
}

/** Slope of each row's loss along its outputs (rows × outputs). */
function slopes(tf: TensorFlow, loss: LossName, outputs: Tensor2D, labels: Tensor2D): Tensor {
  if (loss === "softmax") return tf.sub(tf.exp(tf.sub(outputs, logSumExp(tf, outputs))), labels);
  if (loss === "logistic") return tf.sub(tf.sigmoid(outputs), labels);
  const errors = tf.sub(outputs, labels);
  if (loss === "squared") return tf.mul(2, errors);
  return loss === "absolute" ? tf.sign(errors) : tf.clipByValue(errors, -huberWidth, huberWidth);
}

export interface Batch {
  inputs: Tensor2D;
  /** rows × outputs */
  labels: Tensor2D;
  /** rows × 1, adding up to 1. */
  shares: Tensor2D;
}

/**
 * Mean loss of a batch and its gradient along every variable, by name: back-propagation written out, since the core of
 * TensorFlow.js comes without its gradients. Matrices are transposed before they are multiplied, because the WebAssembly
 * back end multiplies transposed ones many times slower. The caller disposes the tensors.
 */
export function gradients(
  tf: TensorFlow,
  network: Network,
  loss: LossName,
  { inputs, labels, shares }: Batch,
  masks?: readonly Tensor2D[],
): { mean: Tensor; byName: Record<string, Tensor> } {
  const { architecture, embeddings, layers, wide } = network;
  const slopeOf = (delta: Tensor2D, read: Tensor2D): Tensor => tf.transpose(tf.matMul(tf.transpose(delta), read));
  return tf.tidy(() => {
    const { read, output } = forward(tf, network, inputs, masks);
    const byName: Record<string, Tensor> = {};
    let delta = tf.mul(slopes(tf, loss, output, labels), shares) as Tensor2D;
    if (wide) byName[wide.name] = slopeOf(delta, inputs);
    for (let l = layers.length - 1; l >= 0; l--) {
      const { weights, biases } = layers[l]!;
      byName[weights.name] = slopeOf(delta, read[l]!);
      byName[biases.name] = tf.sum(delta, 0);
      if (l === 0 && embeddings.length === 0) break;
      const back = tf.matMul(delta, tf.transpose(weights)) as Tensor2D;
      if (l === 0) {
        let at = architecture.denseWidth;
        for (const [g, group] of architecture.embeddings.entries()) {
          const part = tf.slice(back, [0, at], [-1, group.dimension]);
          byName[embeddings[g]!.name] = slopeOf(part, indicators(tf, inputs, group));
          at += group.dimension;
        }
        break;
      }
      const active = tf.mul(back, tf.step(read[l]!));
      delta = (masks ? tf.mul(active, masks[l - 1]!) : active) as Tensor2D;
    }
    return { mean: tf.sum(tf.mul(rowLosses(tf, loss, output, labels), shares)), byName };
  });
}

/** What hidden units are multiplied with: 0 for a dropped one, else 1 / (1 − rate). */
export function dropoutMasks(
  tf: TensorFlow,
  rows: number,
  widths: readonly number[],
  rate: number,
  random: Random,
): Tensor2D[] {
  const kept = 1 / (1 - rate);
  return widths.map((width) => {
    const mask = new Float32Array(rows * width);
    for (let k = 0; k < mask.length; k++) if (random() >= rate) mask[k] = kept;
    return tf.tensor2d(mask, [rows, width]);
  });
}
