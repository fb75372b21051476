import type { Dataset } from "../../features/dataset.js";
import { encode } from "../../features/encoding.js";
import { findColumns } from "../columns.js";
import type { Contributions, ModelDocument } from "../types.js";
import { linearBody } from "./scorer.js";
import { featurePlaces, featureTerm } from "./terms.js";

/** What the contributions of each link add up to. */
export const scales = { identity: "value", logistic: "log-odds", softmax: "class-scores" } as const;

/**
 * What each feature of a linear model adds to the score, less what it adds on average over the training rows; the
 * indicators of a category, and that of a missing value, are summed into their feature. Exact: base plus values is the
 * score, to rounding.
 */
export function linearContributions(document: ModelDocument, data: Dataset): Contributions {
  const { link, encodings, outputs } = linearBody(document);
  const { features } = document;
  const design = encode(encodings, findColumns(data, features), data.rows);
  const places = featurePlaces(encodings);
  const width = outputs.length * features.length;
  const values = new Float64Array(data.rows * width);
  outputs.forEach(({ coefficients, centre }, output) => {
    places.forEach((place, f) => {
      const terms = featureTerm(place, design, coefficients);
      for (let i = 0; i < terms.length; i++) values[i * width + output * features.length + f] = terms[i]! - centre[f]!;
    });
  });
  return {
    scale: scales[link],
    features: features.map(({ name }) => name),
    outputs: outputs.length,
    base: Float64Array.from(outputs, ({ intercept, centre }) =>
      centre.reduce((sum, mean) => sum + mean, intercept ?? Number.NEGATIVE_INFINITY),
    ),
    values,
  };
}
