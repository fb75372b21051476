import type { SharedRows } from "../../src/evaluation/align.js";
import type { Judged } from "../../src/evaluation/replicates.js";
import { randomNormal, type Random } from "../../src/lib/random.js";

/** Two models' predictions of the same made-up rows. */
export interface SyntheticPair {
  task: "classification" | "regression";
  rows: SharedRows;
  champion: Judged;
  challenger: Judged;
}

/** Made-up rows; every row its own unit unless `unit` says otherwise. */
export function syntheticRows(label: Float64Array, unit?: Int32Array): SharedRows {
  const own = unit ?? Int32Array.from(label.keys());
  const units = Array.from({ length: own.reduce((most, index) => Math.max(most, index), -1) + 1 }, (_, u) => `u${u}`);
  const id = Array.from(label, (_, row) => `r${row}`);
  return { rows: label.length, id, label, time: null, unit: own, units, segments: [] };
}

/** A probability that answers right or wrong, at random sure of it. */
const answer = (random: Random, label: number, right: boolean): number =>
  right === (label === 1) ? 0.5 + 0.5 * random() : 0.5 * random();

/**
 * Two classifiers of independent rows: both right on `both` of them, one alone on `onlyChampion` and `onlyChallenger`, so
 * that the true gain in accuracy is the difference of these two.
 */
export function classifiers(
  random: Random,
  n: number,
  {
    both,
    onlyChampion,
    onlyChallenger,
    positive = 0.4,
  }: {
    both: number;
    onlyChampion: number;
    onlyChallenger: number;
    positive?: number;
  },
): SyntheticPair {
  const label = Float64Array.from({ length: n }, () => Number(random() < positive));
  const [champion, challenger] = [new Float64Array(n), new Float64Array(n)];
  for (let row = 0; row < n; row++) {
    const u = random();
    const alone = u >= both && u < both + onlyChampion + onlyChallenger;
    const first = u < both + onlyChampion;
    champion[row] = answer(random, label[row]!, first);
    challenger[row] = answer(random, label[row]!, u < both || (alone && !first));
  }
  return {
    task: "classification",
    rows: syntheticRows(label),
    champion: { prediction: champion },
    challenger: { prediction: challenger },
  };
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Two rankings with normal scores, half of whose noise is common; classes lie `apart` standard deviations apart. */
export function rankings(
  random: Random,
  n: number,
  { apart, positive }: { apart: readonly [number, number]; positive: number },
): SyntheticPair {
  const label = Float64Array.from({ length: n }, (_, row) => Number(row < Math.round(positive * n)));
  const common = label.map(() => randomNormal(random));
  const scores = (distance: number): Judged => ({
    prediction: label.map((y, row) =>
      logistic(distance * (y - 0.5) + Math.SQRT1_2 * (common[row]! + randomNormal(random))),
    ),
  });
  return {
    task: "classification",
    rows: syntheticRows(label),
    champion: scores(apart[0]),
    challenger: scores(apart[1]),
  };
}

/** What the difference of two absolute errors looks like, around its mean of 0, with a standard deviation of about 1. */
export type Shape = "normal" | "skewed" | "heavy";

const shapes: Record<Shape, (random: Random) => number> = {
  normal: randomNormal,
  skewed: (random) => -Math.log(1 - random()) - 1,
  heavy: (random) => {
    const [a, b, c] = [randomNormal(random), randomNormal(random), randomNormal(random)];
    return (
      randomNormal(random) /
      Math.sqrt((a * a + b * b + c * c + randomNormal(random) ** 2 + randomNormal(random) ** 2) / 3)
    );
  },
};

/** Rows of so many units of five to sixty rows, on average. */
export const meanRows = (units: number): number => Math.round(32.5 * units);

/**
 * Two regressions whose absolute errors differ by `gain` on average. With `units`, rows come in units of five to sixty,
 * and half of the variance of the difference is common to a unit's rows.
 */
export function regressions(
  random: Random,
  { gain, shape, n = 0, units = 0 }: { gain: number; shape: Shape; n?: number; units?: number },
): SyntheticPair {
  const unit = units
    ? Int32Array.from(
        Array.from({ length: units }, (_, u) => Array<number>(5 + Math.floor(56 * random())).fill(u)).flat(),
      )
    : undefined;
  const rows = unit?.length ?? n;
  const ofUnit = Array.from({ length: units }, () => shapes[shape](random));
  const label = Float64Array.from({ length: rows }, () => 10 * randomNormal(random));
  const [champion, challenger] = [new Float64Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; row++) {
    const own = shapes[shape](random);
    const difference = gain + (unit ? Math.SQRT1_2 * (own + ofUnit[unit[row]!]!) : own);
    const error = 40 + 5 * random();
    const sign = random() < 0.5 ? -1 : 1;
    challenger[row] = label[row]! + sign * error;
    champion[row] = label[row]! + sign * (error + difference);
  }
  return {
    task: "regression",
    rows: syntheticRows(label, unit),
    champion: { prediction: champion },
    challenger: { prediction: challenger },
  };
}

/** The first rows of a pair. */
export function firstRows({ task, rows, champion, challenger }: SyntheticPair, n: number): SyntheticPair {
  const take = ({ prediction }: Judged): Judged => ({ prediction: prediction.subarray(0, n) });
  return {
    task,
    rows: syntheticRows(rows.label.subarray(0, n)),
    champion: take(champion),
    challenger: take(challenger),
  };
}
