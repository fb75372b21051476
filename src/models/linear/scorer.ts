import { type ColumnEncoding, type Design, encode } from "../../features/encoding.js";
import { findColumns } from "../columns.js";
import { expectBody, importanceFrom, logistic, type MakeScorer, softmaxRows, twoClasses } from "../model.js";
import type { ModelDocument } from "../types.js";

export interface LinearOutput {
  /** Null where training has not seen the class: its probability is 0. */
  intercept: number | null;
  /** One an encoded column: standardised values and indicators first, then the levels of categorical columns. */
  coefficients: ArrayLike<number>;
}

export interface OutputBody extends LinearOutput {
  coefficients: number[];
  /** Null where the method gives none. */
  interceptStandardError: number | null;
  standardErrors: number[] | null;
  /** Mean over the training rows of what each feature adds to the score, by feature, and its standard deviation. */
  centre: number[];
  spread: number[];
}

export interface LinearBody {
  link: "identity" | "logistic" | "softmax";
  encodings: ColumnEncoding[];
  /** One; or one a class where the link is `softmax`. */
  outputs: OutputBody[];
  penalty: number;
}

/** A document's body, checked. */
export function linearBody(document: ModelDocument): LinearBody {
  const body = document.body as LinearBody;
  const outputs = body?.link === "softmax" ? document.classes?.length : 1;
  expectBody(
    Array.isArray(body?.outputs) &&
      body.outputs.length === outputs &&
      body.encodings?.length === document.features.length &&
      body.outputs.every(({ coefficients }) => Array.isArray(coefficients)),
    document,
    "coefficients and encodings",
  );
  return body;
}

/** Intercept plus coefficients times encoded values: rows × outputs, row-major. */
export function linearScores(
  { rows, dense, denseWidth, groups }: Design,
  outputs: readonly LinearOutput[],
): Float64Array {
  const width = outputs.length;
  const scores = new Float64Array(rows * width);
  outputs.forEach(({ intercept, coefficients }, output) => {
    const average = groups.map(({ first, shares }) =>
      shares.reduce((sum, share, level) => sum + share * coefficients[first + level]!, 0),
    );
    for (let i = 0; i < rows; i++) {
      let score = intercept ?? Number.NEGATIVE_INFINITY;
      for (let k = 0, at = i * denseWidth; k < denseWidth; k++) score += coefficients[k]! * dense[at + k]!;
      for (let g = 0; g < groups.length; g++) {
        const { first, codes } = groups[g]!;
        score += codes[i]! < 0 ? average[g]! : coefficients[first + codes[i]!]!;
      }
      scores[i * width + output] = score;
    }
  });
  return scores;
}

/** Predictions from scores: values, or one probability a row and class. */
export function fromScores(link: LinearBody["link"], scores: Float64Array, outputs: number): Float64Array {
  if (link === "identity") return scores;
  return link === "logistic" ? twoClasses(scores.map(logistic)) : softmaxRows(scores, outputs);
}

/** The prediction of a linear model from its document. */
export const linearScorer: MakeScorer = (document) => {
  const { link, encodings, outputs } = linearBody(document);
  const { features } = document;
  return {
    predict(data) {
      const design = encode(encodings, findColumns(data, features), data.rows);
      return fromScores(link, linearScores(design, outputs), outputs.length);
    },
    importance: () =>
      importanceFrom(
        features,
        features.map((_, f) => outputs.reduce((sum, { spread }) => sum + spread[f]!, 0)),
        "standard deviation of contribution",
      ),
  };
};
