import { type ColumnEncoding, encodedColumns } from "../../features/encoding.js";
import { findColumns } from "../columns.js";
import { expectBody, importanceFrom, logistic, type MakeScorer, twoClasses } from "../model.js";
import { fromText } from "./float32-text.js";
import { networkInputs } from "./inputs.js";

export interface LayerBody {
  inputs: number;
  outputs: number;
  /** inputs × outputs, row-major, as base64 of float32. */
  weights: string;
  biases: string;
}

export interface NetworkBody {
  link: "identity" | "logistic";
  encodings: ColumnEncoding[];
  /** Hidden layers with ReLU, then one output. */
  layers: LayerBody[];
  /** The output times `scale` plus `centre` is the score. */
  centre: number;
  scale: number;
  /** Standard deviation of each input over the training rows. */
  inputSpread: number[];
}

interface Layer {
  inputs: number;
  outputs: number;
  weights: Float64Array;
  biases: Float64Array;
}

const readLayer = ({ inputs, outputs, weights, biases }: LayerBody): Layer => ({
  inputs,
  outputs,
  weights: fromText(weights),
  biases: fromText(biases),
});

/** into += factor × one row of the weights. */
function addRow({ weights, outputs }: Layer, row: number, factor: number, into: Float64Array): void {
  const at = row * outputs;
  for (let u = 0; u < outputs; u++) into[u]! += factor * weights[at + u]!;
}

/** into += inputs[from .. from + count) × the first rows of the weights, four rows at a time. */
function addRows(layer: Layer, inputs: Float64Array, from: number, count: number, into: Float64Array): void {
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

/** Product of absolute weights along all paths from each input to the output. */
function connectionWeights(layers: readonly Layer[]): Float64Array {
  return layers.reduceRight<Float64Array>(
    (later, { inputs, outputs, weights }) =>
      Float64Array.from({ length: inputs }, (_, a) => {
        let sum = 0;
        for (let u = 0; u < outputs; u++) sum += Math.abs(weights[a * outputs + u]!) * later[u]!;
        return sum;
      }),
    Float64Array.of(1),
  );
}

/**
 * Runs the network forward in float64 on its float32 weights.
 *
 * @see Olden, Joy & Death (2004), Ecological Modelling 178 (connection weights, here without sign)
 */
export const networkScorer: MakeScorer = (document) => {
  const body = document.body as NetworkBody;
  const { features } = document;
  expectBody(
    Array.isArray(body?.layers) && body.encodings?.length === features.length && Number.isFinite(body.scale),
    document,
    "layers and encodings",
  );
  const layers = body.layers.map(readLayer);
  expectBody(
    layers.every(
      ({ inputs, outputs, weights, biases }) => weights.length === inputs * outputs && biases.length === outputs,
    ),
    document,
    "as many weights as its layers have",
  );
  const [first, ...later] = layers as [Layer, ...Layer[]];
  const values = layers.map(({ outputs }) => new Float64Array(outputs));

  return {
    predict(data) {
      const { dense, denseWidth, groups } = networkInputs(body.encodings, findColumns(data, features), data.rows);
      const scores = new Float64Array(data.rows);
      for (let i = 0; i < data.rows; i++) {
        let current = values[0]!;
        current.set(first.biases);
        addRows(first, dense, i * denseWidth, denseWidth, current);
        for (const { first: start, codes, shares } of groups) {
          const code = codes[i]!;
          if (code >= 0) addRow(first, start + code, 1, current);
          else shares.forEach((share, level) => addRow(first, start + level, share, current));
        }
        later.forEach((layer, l) => {
          const next = values[l + 1]!;
          next.set(layer.biases);
          for (let u = 0; u < current.length; u++) if (!(current[u]! > 0)) current[u] = 0;
          addRows(layer, current, 0, current.length, next);
          current = next;
        });
        scores[i] = current[0]! * body.scale + body.centre;
      }
      return body.link === "identity" ? scores : twoClasses(scores.map(logistic));
    },
    importance() {
      const weights = connectionWeights(layers);
      const amounts = new Float64Array(features.length);
      encodedColumns(body.encodings).forEach((feature, k) => {
        amounts[feature]! += weights[k]! * body.inputSpread[k]!;
      });
      return importanceFrom(features, amounts, "connection weights");
    },
  };
};
