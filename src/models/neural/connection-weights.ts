import { encodedColumns } from "../../features/encoding.js";
import type { Layer, Matrix, NetworkBody } from "./scorer.js";

/** Of each output and input: the sum over all paths between them of the products of weights. */
function connectionWeights(layers: readonly Layer[], wide: Matrix | null): Float64Array[] {
  const { outputs: ends } = layers.at(-1)!;
  return Array.from({ length: ends }, (_, end) => {
    const deep = layers.reduceRight<Float64Array>(
      (later, { inputs, outputs, weights }) =>
        Float64Array.from({ length: inputs }, (_each, from) => {
          let sum = 0;
          for (let u = 0; u < outputs; u++) sum += weights[from * outputs + u]! * later[u]!;
          return sum;
        }),
      Float64Array.from({ length: ends }, (_each, k) => Number(k === end)),
    );
    return deep.map((weight, k) => weight + (wide ? wide.weights[k * wide.outputs + end]! : 0));
  });
}

/**
 * How far each feature moves one output along these weights: the standard deviation of what its columns add. Of a
 * category's levels one is always there, so that what they have in common moves nothing.
 */
function spreadOf(
  { encodings, inputSpread }: Pick<NetworkBody, "encodings" | "inputSpread">,
  weights: Float64Array,
): number[] {
  const columns = [...encodedColumns(encodings)].map((feature, k) => ({ feature, k }));
  return encodings.map((encoding, index) => {
    const own = columns.filter(({ feature }) => feature === index).map(({ k }) => k);
    if (encoding.kind === "numeric") return own.reduce((sum, k) => sum + Math.abs(weights[k]!) * inputSpread[k]!, 0);
    const mean = own.reduce((sum, k, level) => sum + encoding.shares[level]! * weights[k]!, 0);
    const away = (k: number): number => weights[k]! - mean;
    return Math.sqrt(own.reduce((sum, k, level) => sum + encoding.shares[level]! * away(k) * away(k), 0));
  });
}

/**
 * How much each feature moves the outputs along the paths of a network, added over outputs. Paths do not know which units
 * rest, so that these are rough shares.
 *
 * @see Olden, Joy & Death (2004), Ecological Modelling 178 (connection weights)
 */
export function connectionSpreads(
  body: Pick<NetworkBody, "encodings" | "inputSpread">,
  layers: readonly Layer[],
  wide: Matrix | null,
): Float64Array {
  const amounts = new Float64Array(body.encodings.length);
  for (const weights of connectionWeights(layers, wide))
    spreadOf(body, weights).forEach((spread, feature) => (amounts[feature]! += spread));
  return amounts;
}
