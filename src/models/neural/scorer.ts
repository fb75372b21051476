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
      const scores = Float64Array.from({ length: data.rows }, (_, i) => {
        let current = values[0]!;
        current.set(first.biases);
        for (let k = 0; k < denseWidth; k++) addRow(first, k, dense[i * denseWidth + k]!, current);
        for (const { first: start, codes, shares } of groups) {
          const code = codes[i]!;
          if (code >= 0) addRow(first, start + code, 1, current);
          else shares.forEach((share, level) => addRow(first, start + level, share, current));
        }
        later.forEach((layer, l) => {
          const next = values[l + 1]!;
          next.set(layer.biases);
          for (let u = 0; u < current.length; u++) if (current[u]! > 0) addRow(layer, u, current[u]!, next);
          current = next;
        });
        return current[0]! * body.scale + body.centre;
      });
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
