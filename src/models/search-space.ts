import { AssayError } from "../lib/errors.js";
import type { Random } from "../lib/random.js";
import type { Parameters } from "./types.js";

/** What a search may draw for one parameter; numbers evenly between bounds, or evenly in their logarithm. */
export type Dimension =
  | { kind: "number"; from: number; to: number; scale: "linear" | "log" }
  | { kind: "whole"; from: number; to: number; scale: "linear" | "log" }
  | { kind: "choice"; values: readonly (string | number)[] };

export type SearchSpace = Record<string, Dimension>;

const between = (from: number, to: number): Dimension => ({ kind: "number", from, to, scale: "linear" });
const magnitudes = (from: number, to: number): Dimension => ({ kind: "number", from, to, scale: "log" });
const whole = (from: number, to: number): Dimension => ({ kind: "whole", from, to, scale: "linear" });
const wholeMagnitudes = (from: number, to: number): Dimension => ({ kind: "whole", from, to, scale: "log" });
const choice = (...values: readonly (string | number)[]): Dimension => ({ kind: "choice", values });

const penalty = magnitudes(1e-3, 1e4);
const forest: SearchSpace = {
  leaves: wholeMagnitudes(16, 1024),
  minimumChildWeight: wholeMagnitudes(1, 50),
  featuresPerSplit: between(0.1, 1),
  rowSample: between(0.5, 1),
};
const network: SearchSpace = {
  layers: choice("16", "32", "32,16", "64,32", "128,64"),
  batchSize: choice(128, 256, 512, 1024, 2048),
  learningRate: magnitudes(5e-4, 1e-2),
  dropout: between(0, 0.5),
};

/** What is searched of each learner; a learner without a line has nothing to search. */
export const searchSpaces: Readonly<Record<string, SearchSpace>> = {
  ridge: { penalty },
  lasso: { penalty },
  huber: { penalty, epsilon: between(1.05, 3) },
  "elastic-net": { penalty, lassoShare: between(0.05, 0.95) },
  "logistic-ridge": { penalty },
  "logistic-elastic-net": { penalty, lassoShare: between(0.05, 0.95) },
  "naive-bayes": { smoothing: magnitudes(0.01, 10), varianceSmoothing: magnitudes(1e-9, 0.1) },
  "decision-tree": {
    depth: whole(2, 12),
    leaves: wholeMagnitudes(4, 256),
    minimumChildWeight: wholeMagnitudes(1, 200),
  },
  "random-forest": forest,
  "extra-trees": forest,
  "gradient-boosted-trees": {
    depth: whole(2, 8),
    learningRate: magnitudes(0.02, 0.3),
    minimumChildWeight: magnitudes(0.5, 100),
    l2: magnitudes(0.1, 100),
    rowSample: between(0.5, 1),
    columnSample: between(0.3, 1),
  },
  "multilayer-perceptron": network,
  "wide-and-deep": { ...network, dimensions: choice(2, 4, 8, 16) },
};

/**
 * The space of a learner.
 *
 * @throws AssayError `no-space`, which lists the learners that have one.
 */
export function getSearchSpace(learner: string): SearchSpace {
  if (Object.hasOwn(searchSpaces, learner)) return searchSpaces[learner]!;
  throw new AssayError(`${learner} has nothing to search`, {
    code: "no-space",
    hint: `search one of ${Object.keys(searchSpaces).join(", ")}`,
  });
}

/** Figures that a drawn number keeps, so that a reader can write it down. */
const figures = 3;

function drawNumber({ kind, from, to, scale }: Exclude<Dimension, { kind: "choice" }>, at: number): number {
  const last = kind === "whole" ? to + 1 : to;
  const value = scale === "log" ? from * (last / from) ** at : from + (last - from) * at;
  return kind === "whole" ? Math.min(to, Math.floor(value)) : Number(value.toPrecision(figures));
}

/** One set of parameters by chance, one draw a dimension in the order of the space. */
export const drawParameters = (space: SearchSpace, random: Random): Parameters =>
  Object.fromEntries(
    Object.entries(space).map(([name, dimension]) => [
      name,
      dimension.kind === "choice"
        ? dimension.values[Math.floor(random() * dimension.values.length)]!
        : drawNumber(dimension, random()),
    ]),
  );
