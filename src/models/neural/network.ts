import type { Rank, Tensor, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import { type Random, randomNormal } from "../../lib/random.js";
import type { TensorFlow } from "./backend.js";

/** Weights of one layer, as TensorFlow holds them. */
export interface LayerVariables {
  weights: Variable<Rank.R2>;
  biases: Variable;
}

/** Layers with He's initial weights, drawn by the seed. */
export function createLayers(tf: TensorFlow, widths: readonly number[], random: Random): LayerVariables[] {
  return widths.slice(1).map((outputs, l) => {
    const inputs = widths[l]!;
    const spread = Math.sqrt((l + 2 === widths.length ? 1 : 2) / inputs);
    const start = Float32Array.from({ length: inputs * outputs }, () => spread * randomNormal(random));
    return {
      weights: variable(tf, tf.tensor2d(start, [inputs, outputs])),
      biases: variable(tf, tf.zeros<Rank.R1>([outputs])),
    };
  });
}

function variable<R extends Rank>(tf: TensorFlow, start: Tensor<R>): Variable<R> {
  const result = tf.variable(start);
  start.dispose();
  return result;
}

/** What each layer reads, and at last the output (rows × 1); `masks` drop hidden units in training. */
export function forward(
  tf: TensorFlow,
  layers: readonly LayerVariables[],
  inputs: Tensor2D,
  masks?: readonly Tensor2D[],
): Tensor2D[] {
  const read = [inputs];
  layers.forEach(({ weights, biases }, l) => {
    const sums = tf.add(tf.matMul(read[l]!, weights), biases);
    const hidden = l + 1 < layers.length;
    const mask = hidden ? masks?.[l] : undefined;
    const active = hidden ? tf.relu(sums) : sums;
    read.push((mask ? tf.mul(active, mask) : active) as Tensor2D);
  });
  return read;
}

export type LossName = "squared" | "absolute" | "logistic";

/** Loss of each row (rows × 1). */
export function rowLosses(tf: TensorFlow, loss: LossName, outputs: Tensor2D, labels: Tensor2D): Tensor {
  if (loss === "squared") return tf.square(tf.sub(outputs, labels));
  if (loss === "absolute") return tf.abs(tf.sub(outputs, labels));
  const tail = tf.log(tf.add(1, tf.exp(tf.neg(tf.abs(outputs)))));
  return tf.add(tf.sub(tf.relu(outputs), tf.mul(outputs, labels)), tail);
}

/** Slope of each row's loss along its output (rows × 1). */
function slopes(tf: TensorFlow, loss: LossName, outputs: Tensor2D, labels: Tensor2D): Tensor {
  if (loss === "squared") return tf.mul(2, tf.sub(outputs, labels));
  if (loss === "absolute") return tf.sign(tf.sub(outputs, labels));
  return tf.sub(tf.sigmoid(outputs), labels);
}

export interface Batch {
  inputs: Tensor2D;
  /** rows × 1 */
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
  layers: readonly LayerVariables[],
  loss: LossName,
  { inputs, labels, shares }: Batch,
  masks?: readonly Tensor2D[],
): { mean: Tensor; byName: Record<string, Tensor> } {
  return tf.tidy(() => {
    const read = forward(tf, layers, inputs, masks);
    const outputs = read[layers.length]!;
    const byName: Record<string, Tensor> = {};
    let delta = tf.mul(slopes(tf, loss, outputs, labels), shares) as Tensor2D;
    for (let l = layers.length - 1; l >= 0; l--) {
      const { weights, biases } = layers[l]!;
      byName[weights.name] = tf.transpose(tf.matMul(tf.transpose(delta), read[l]!));
      byName[biases.name] = tf.sum(delta, 0);
      if (l === 0) break;
      const back = tf.mul(tf.matMul(delta, tf.transpose(weights)), tf.step(read[l]!));
      const mask = masks?.[l - 1];
      delta = (mask ? tf.mul(back, mask) : back) as Tensor2D;
    }
    return { mean: tf.sum(tf.mul(rowLosses(tf, loss, outputs, labels), shares)), byName };
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
