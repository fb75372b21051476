import { type ColumnEncoding, encode } from "../../features/encoding.js";
import { findColumns } from "../columns.js";
import { expectBody, importanceFrom, logistic, type MakeScorer, twoClasses } from "../model.js";

export interface LinearBody {
  link: "identity" | "logistic";
  encodings: ColumnEncoding[];
  intercept: number;
  interceptStandardError: number;
  /** One an encoded column: standardised values and indicators first, then the levels of categorical columns. */
  coefficients: number[];
  standardErrors: number[];
  penalty: number;
  /** Standard deviation over the training rows of what each feature adds to the score, by feature. */
  spread: number[];
}

/** Intercept plus the sum of coefficients times encoded values. */
export const linearScorer: MakeScorer = (document) => {
  const body = document.body as LinearBody;
  const { features } = document;
  expectBody(
    Array.isArray(body?.coefficients) && body.encodings?.length === features.length && Number.isFinite(body.intercept),
    document,
    "an intercept, coefficients and encodings",
  );
  const { coefficients } = body;
  return {
    predict(data) {
      const { dense, denseWidth, groups } = encode(body.encodings, findColumns(data, features), data.rows);
      const average = groups.map(({ first, shares }) =>
        shares.reduce((sum, share, level) => sum + share * coefficients[first + level]!, 0),
      );
      const scores = new Float64Array(data.rows);
      for (let i = 0; i < data.rows; i++) {
        let score = body.intercept;
        for (let k = 0, at = i * denseWidth; k < denseWidth; k++) score += coefficients[k]! * dense[at + k]!;
        for (let g = 0; g < groups.length; g++) {
          const { first, codes } = groups[g]!;
          score += codes[i]! < 0 ? average[g]! : coefficients[first + codes[i]!]!;
        }
        scores[i] = score;
      }
      return body.link === "identity" ? scores : twoClasses(scores.map(logistic));
    },
    importance: () => importanceFrom(features, body.spread, "standard deviation of contribution"),
  };
};
