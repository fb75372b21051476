import type { ColumnEncoding } from "../../features/encoding.js";
import { exp } from "../../lib/elementary.js";
import { findColumns } from "../columns.js";
import { expectBody, importanceFrom, logistic, type MakeScorer, twoClasses } from "../model.js";
import { connectionSpreads } from "./connection-weights.js";
import { fromText } from "./float32-text.js";
import { networkInputs } from "./inputs.js";

export interface MatrixBody {
  inputs: number;
  outputs: number;
  /** inputs × outputs, row-major, as base64 of float32. */
  weights: string;
}

export interface LayerBody extends MatrixBody {
  biases: string;
}

export interface NetworkBody {
  link: "identity" | "logistic" | "softmax";
  encodings: ColumnEncoding[];
  /** One a categorical column that has levels, to the columns that the first layer reads; empty without embeddings. */
  embeddings: MatrixBody[];
  /** Hidden layers with ReLU, then the output: one, or with `softmax` one a class. */
  layers: LayerBody[];
  /** From all inputs to the output, past the hidden layers; null where there is none. */
  wide: MatrixBody | null;
  /** The output times `scale` plus `centre` is the score. */
  centre: number;
  scale: number;
  /** Standard deviation of each input over the training rows. */
  inputSpread: number[];
}

export interface Matrix {
  inputs: number;
  outputs: number;
  weights: Float64Array;
}

export interface Layer extends Matrix {
  biases: Float64Array;
}

const readMatrix = ({ inputs, outputs, weights }: MatrixBody): Matrix => ({
  inputs,
  outputs,
  weights: fromText(weights),
});

const readLayer = (layer: LayerBody): Layer => ({ ...readMatrix(layer), biases: fromText(layer.biases) });

/** The first layer as it reads indicators: embeddings and the weights behind them are one product. */
function unfold(first: Layer, embeddings: readonly Matrix[]): Layer {
  if (embeddings.length === 0) return first;
  const { outputs, weights, biases } = first;
  const embedded = embeddings.reduce((sum, embedding) => sum + embedding.outputs, 0);
  const dense = first.inputs - embedded;
  const inputs = dense + embeddings.reduce((sum, embedding) => sum + embedding.inputs, 0);
  const whole = new Float64Array(inputs * outputs);
  whole.set(weights.subarray(0, dense * outputs));
  let from = dense;
  let to = dense;
  for (const embedding of embeddings) {
    for (let level = 0; level < embedding.inputs; level++, to++)
      for (let d = 0; d < embedding.outputs; d++)
        addRow(
          first,
          from + d,
          embedding.weights[level * embedding.outputs + d]!,
          whole.subarray(to * outputs, (to + 1) * outputs),
        );
    from += embedding.outputs;
  }
  return { inputs, outputs, weights: whole, biases };
}

/** into += factor × one row of the weights. */
function addRow({ weights, outputs }: Matrix, row: number, factor: number, into: Float64Array): void {
  const at = row * outputs;
  for (let u = 0; u < outputs; u++) into[u]! += factor * weights[at + u]!;
}

/** into += inputs[from .. from + count) × the first rows of the weights, four rows at a time. */
function addRows(layer: Matrix, inputs: Float64Array, from: number, count: number, into: Float64Array): void {
  const { weights, outputs } = layer;
  let k = 0;
  for (; k + 3 < count; k += 4) {
    const x0 = inputs[from + k]!;
    const x1 = inputs[from + k + 1]!;
    const x2 = inputs[from + k + 2]!;
    const x3 = inputs[from + k + 3]!;
    const at = k * outputs;
    for (let u = 0; u < outputs; u++)
      into[u]! +=
        x0 * weights[at + u]! +
        x1 * weights[at + outputs + u]! +
        x2 * weights[at + 2 * outputs + u]! +
        x3 * weights[at + 3 * outputs + u]!;
  }
  for (; k < count; k++) addRow(layer, k, inputs[from + k]!, into);
}

/** Scores of one row, outputs side by side, as probabilities. */
function softmaxInto(scores: Float64Array, at: number, outputs: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let k = at; k < at + outputs; k++) most = Math.max(most, scores[k]!);
  let sum = 0;
  for (let k = at; k < at + outputs; k++) sum += scores[k] = exp(scores[k]! - most);
  for (let k = at; k < at + outputs; k++) scores[k]! /= sum;
}

/** Runs the network forward in float64 on its float32 weights. */
export const networkScorer: MakeScorer = (document) => {
  const body = document.body as NetworkBody;
  const { features } = document;
  expectBody(
    Array.isArray(body?.layers) &&
      body.layers.length > 0 &&
      Array.isArray(body.embeddings) &&
      body.encodings?.length === features.length &&
      Number.isFinite(body.scale),
    document,
    "layers, embeddings and encodings",
  );
  const read = body.layers.map(readLayer);
  const embeddings = body.embeddings.map(readMatrix);
  const wide = body.wide && readMatrix(body.wide);
  expectBody(
    [...read, ...embeddings, ...(wide ? [wide] : [])].every(
      ({ inputs, outputs, weights }) => weights.length === inputs * outputs,
    ) && read.every(({ outputs, biases }) => biases.length === outputs),
    document,
    "as many weights as its layers have",
  );
  const first = unfold(read[0]!, embeddings);
  const later = read.slice(1);
  const layers = [first, ...later];
  const values = layers.map(({ outputs }) => new Float64Array(outputs));
  const { outputs } = layers.at(-1)!;

  return {
    predict(data) {
      const { dense, denseWidth, groups } = networkInputs(body.encodings, findColumns(data, features), data.rows);
      const scores = new Float64Array(data.rows * outputs);

      /** into += row i of the inputs × the matrix. */
      function addInputs(matrix: Matrix, i: number, into: Float64Array): void {
        addRows(matrix, dense, i * denseWidth, denseWidth, into);
        for (const { first: start, codes, shares } of groups) {
          const code = codes[i]!;
          if (code >= 0) addRow(matrix, start + code, 1, into);
          else shares.forEach((share, level) => addRow(matrix, start + level, share, into));
        }
      }

      for (let i = 0; i < data.rows; i++) {
        let current = values[0]!;
        current.set(first.biases);
        addInputs(first, i, current);
        later.forEach((layer, l) => {
          const next = values[l + 1]!;
          next.set(layer.biases);
          for (let u = 0; u < current.length; u++) if (!(current[u]! > 0)) current[u] = 0;
          addRows(layer, current, 0, current.length, next);
          current = next;
        });
        if (wide) addInputs(wide, i, current);
        for (let k = 0; k < outputs; k++) scores[i * outputs + k] = current[k]! * body.scale + body.centre;
        if (body.link === "softmax") softmaxInto(scores, i * outputs, outputs);
      }
      return body.link === "logistic" ? twoClasses(scores.map(logistic)) : scores;
    },
    importance() {
      const amounts = connectionSpreads(body, layers, wide);
      return importanceFrom(features, amounts, "connection weights");
    },
  };
};
