import { correctedLevel } from "../../src/decisions/judged-gain.js";
import type { GainBasis } from "../../src/evaluation/gain-basis.js";
import type { Random } from "../../src/lib/random.js";
import type { MetricName } from "../../src/metrics/metric.js";
import { normalQuantile } from "../../src/stats/normal.js";
import { gainsOf, intervalOf, verdictOn } from "./judged.js";
import type { Setting } from "./setting.js";
import {
  classifiers,
  firstRows,
  meanRows,
  rankings,
  regressions,
  syntheticRows,
  type Shape,
  type SyntheticPair,
} from "./synthetic.js";

const rarely = { least: null, most: 0.025 };
const one = (pair: SyntheticPair, metric: MetricName): GainBasis => gainsOf(pair, { metrics: [metric] })[0]!;

function promotes(pair: SyntheticPair, metric: MetricName, margin: number): Record<string, boolean> {
  const independent = pair.rows.units.length === pair.rows.rows;
  return {
    [`verdict by ${intervalOf(metric, independent)}`]: verdictOn([one(pair, metric)], margin).decision === "promote",
  };
}

const common = { question: "false-promotion", promise: rarely } as const;

/** Accuracy: one alone right on `onlyChampion` of the rows, or on two points more. */
const accuracyAt = (n: number, onlyChampion: number, cases: number): Setting => ({
  ...common,
  setting: `accuracy, true gain = δ = 2 points, the champion alone right on ${100 * onlyChampion} % of rows`,
  n,
  units: n,
  cases,
  promised: n * (2 * onlyChampion + 0.02) >= 10,
  once: (random) =>
    promotes(
      classifiers(random, n, { both: 0.7, onlyChampion, onlyChallenger: onlyChampion + 0.02 }),
      "accuracy",
      0.02,
    ),
});

const errorAt = (n: number, shape: Shape, cases: number): Setting => ({
  ...common,
  setting: `mean absolute error, true gain = δ, ${shape} differences`,
  n,
  units: n,
  cases,
  once: (random) => promotes(regressions(random, { gain: 0.25, shape, n }), "mae", 0.25),
});

const clusteredAt = (units: number, shape: Shape, cases: number): Setting => ({
  ...common,
  setting: `mean absolute error, true gain = δ, rows in units of 5 to 60, ${shape} differences`,
  n: meanRows(units),
  units,
  cases,
  promised: units >= 50,
  once: (random) => promotes(regressions(random, { gain: 0.25, shape, units }), "mae", 0.25),
});

/** How far apart normal scores of two classes lie for this area under the ROC curve. */
export const apartFor = (area: number): number => Math.SQRT2 * normalQuantile(area);

const areaAt = (n: number, positive: number, cases: number): Setting => ({
  ...common,
  setting: `area under the ROC curve, true gain = δ = 0.02, ${100 * positive} % positive`,
  n,
  units: n,
  cases,
  promised: n * positive >= 30,
  once: (random) => promotes(rankings(random, n, { apart: [apartFor(0.8), apartFor(0.82)], positive }), "rocAuc", 0.02),
});

const byLook = "an interval of its own at each look";

/** Judged at every batch: at the first look by the interval, then by a confidence sequence. */
function peeking(
  setting: string,
  batch: number,
  {
    draw,
    metric,
    margin,
    cases,
  }: {
    draw: (random: Random, n: number) => SyntheticPair;
    metric: MetricName;
    margin: number;
    cases: number;
  },
): Setting {
  const looks = 10;
  return {
    question: "false-promotion",
    promise: { least: null, most: 0.05 },
    others: [byLook],
    setting: `${setting}, judged at each of ten batches of ${batch} rows`,
    n: looks * batch,
    units: looks * batch,
    cases,
    once(random) {
      const pair = draw(random, looks * batch);
      const bases = Array.from({ length: looks }, (_, k) => one(firstRows(pair, (k + 1) * batch), metric));
      const promoted = (lookAt: (k: number) => number): boolean =>
        bases.some(
          (basis, k) =>
            verdictOn([basis], margin, { judging: { look: lookAt(k), unitsAtFirstLook: batch } }).decision ===
            "promote",
        );
      return {
        "verdict, confidence sequence from the second look on": promoted((k) => k + 1),
        [byLook]: promoted(() => 1),
      };
    },
  };
}

const equalAccuracy = (random: Random, n: number): SyntheticPair =>
  classifiers(random, n, { both: 0.7, onlyChampion: 0.05, onlyChallenger: 0.07 });
const equalErrors = (random: Random, n: number): SyntheticPair =>
  regressions(random, { gain: 0.25, shape: "normal", n });

const uncorrected = "an interval that ignores the choice";

/** Twelve challengers whose true gain is δ, the best picked on the rows that judge it. */
function bestOfTwelve(n: number, cases: number): Setting {
  const challengers = 12;
  return {
    ...common,
    others: [uncorrected],
    setting: `accuracy, twelve challengers with a true gain = δ = 2 points, the best on these rows is judged`,
    n,
    units: n,
    cases,
    once(random) {
      const label = Float64Array.from({ length: n }, () => Number(random() < 0.4));
      const hard = label.map(() => random());
      const model = (right: number): { prediction: Float64Array; hits: number } => {
        let hits = 0;
        const prediction = label.map((y, row) => {
          const hit = 0.5 * hard[row]! + 0.5 * random() < right;
          hits += Number(hit);
          return hit === (y === 1) ? 0.9 : 0.1;
        });
        return { prediction, hits };
      };
      // Half the sum of two uniform numbers lies below t in 1 − 2(1 − t)² of cases: 80 % and 82 %.
      const cut = (share: number): number => 1 - Math.sqrt((1 - share) / 2);
      const champion = model(cut(0.8));
      const best = Array.from({ length: challengers }, () => model(cut(0.82))).reduce((a, b) =>
        b.hits > a.hits ? b : a,
      );
      const basis = one({ task: "classification", rows: syntheticRows(label), champion, challenger: best }, "accuracy");
      const level = correctedLevel(0.95, challengers + 1)!;
      return {
        "verdict, strict policy": verdictOn([basis], 0.02, { judging: { level } }).decision === "promote",
        [uncorrected]: verdictOn([basis], 0.02).decision === "promote",
      };
    },
  };
}

/** Verdicts to promote where the true gain is exactly what counts: at most half of 1 − level, or α over all looks. */
export const promotions: Setting[] = [
  accuracyAt(200, 0.05, 6000),
  accuracyAt(200, 0.005, 6000),
  accuracyAt(2000, 0.05, 3000),
  accuracyAt(50, 0.1, 6000),
  errorAt(30, "normal", 6000),
  errorAt(100, "normal", 4000),
  errorAt(100, "heavy", 4000),
  errorAt(100, "skewed", 4000),
  errorAt(400, "skewed", 3000),
  clusteredAt(61, "normal", 3000),
  clusteredAt(61, "skewed", 3000),
  clusteredAt(30, "normal", 4000),
  clusteredAt(10, "normal", 4000),
  areaAt(400, 0.2, 3000),
  areaAt(1000, 0.05, 2000),
  areaAt(100, 0.1, 4000),
  peeking("accuracy, true gain = δ = 2 points", 200, {
    draw: equalAccuracy,
    metric: "accuracy",
    margin: 0.02,
    cases: 1500,
  }),
  peeking("mean absolute error, true gain = δ", 50, { draw: equalErrors, metric: "mae", margin: 0.25, cases: 2500 }),
  bestOfTwelve(500, 3000),
];
