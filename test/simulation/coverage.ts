import { groupGap } from "../../src/evaluation/fairness.js";
import { gainAtLevel } from "../../src/evaluation/gain-basis.js";
import { judgedGain } from "../../src/decisions/judged-gain.js";
import { metricEstimate } from "../../src/evaluation/estimates.js";
import { unitMean } from "../../src/evaluation/unit-mean.js";
import { seeded, type Random } from "../../src/lib/random.js";
import { getMetric } from "../../src/metrics/index.js";
import type { MetricName } from "../../src/metrics/metric.js";
import { bcaInterval } from "../../src/stats/bca.js";
import { bestOfMany } from "../../src/stats/best-of-many.js";
import { bootstrapMetric } from "../../src/stats/bootstrap.js";
import { clopperPearsonInterval } from "../../src/stats/clopper-pearson.js";
import { deLongInterval } from "../../src/stats/de-long.js";
import type { Estimate } from "../../src/stats/estimate.js";
import { jackknifeMetrics } from "../../src/stats/jackknife.js";
import { modelConfidenceSet } from "../../src/stats/model-confidence-set.js";
import { newcombeInterval } from "../../src/stats/newcombe.js";
import { unitDraws } from "../../src/stats/resampling.js";
import { wilsonInterval } from "../../src/stats/wilson.js";
import { gainsOf, intervalOf } from "./judged.js";
import { apartFor } from "./promotions.js";
import type { Setting } from "./setting.js";
import {
  classifiers,
  firstRows,
  meanRows,
  rankings,
  regressions,
  type Shape,
  type SyntheticPair,
} from "./synthetic.js";

const covers = ({ lower, upper }: Pick<Estimate, "lower" | "upper">, truth: number): boolean | null =>
  Number.isNaN(lower + upper) ? null : lower <= truth && truth <= upper;
const promise = { least: 0.95, most: null };

/** The interval of a gain, by whichever method the metric has. */
const gainCovers = (
  about: Pick<Setting, "setting" | "n" | "units" | "cases" | "promised">,
  {
    metric,
    truth,
    draws = 1,
    draw,
  }: { metric: MetricName; truth: number; draws?: number; draw: (random: Random) => SyntheticPair },
): Setting => ({
  question: "coverage",
  promise,
  ...about,
  once(random) {
    const seed = Math.floor(random() * 2 ** 31);
    const pair = draw(random);
    const [basis] = gainsOf(pair, { metrics: [metric], draws, seed });
    const method = intervalOf(metric, pair.rows.units.length === pair.rows.rows);
    return { [`${method} (${metric})`]: covers(gainAtLevel(basis!, 0.95), truth) };
  },
});

const accuracyGain = (n: number, alone: number, cases: number): Setting =>
  gainCovers(
    { setting: `gain of 2 points, the champion alone right on ${100 * alone} % of rows`, n, units: n, cases },
    {
      metric: "accuracy",
      truth: 0.02,
      draw: (random) => classifiers(random, n, { both: 0.7, onlyChampion: alone, onlyChallenger: alone + 0.02 }),
    },
  );

const meanGain = (n: number, shape: Shape, cases: number): Setting =>
  gainCovers(
    {
      setting: `gain in mean error, ${shape} differences`,
      n,
      units: n,
      cases,
      promised: n >= (shape === "skewed" ? 200 : 30),
    },
    { metric: "mae", truth: 0.25, draw: (random) => regressions(random, { gain: 0.25, shape, n }) },
  );

const unitsGain = (units: number, shape: Shape, cases: number): Setting =>
  gainCovers(
    {
      setting: `gain in mean error, units of 5 to 60 rows, ${shape} differences`,
      n: meanRows(units),
      units,
      cases,
      promised: units >= (shape === "skewed" ? 200 : 50),
    },
    { metric: "mae", truth: 0.25, draw: (random) => regressions(random, { gain: 0.25, shape, units }) },
  );

const areaGain = (n: number, positive: number, cases: number): Setting =>
  gainCovers(
    { setting: `gain of 0.02 in area, ${100 * positive} % positive`, n, units: n, cases, promised: n * positive >= 30 },
    {
      metric: "rocAuc",
      truth: 0.02,
      draw: (random) => rankings(random, n, { apart: [apartFor(0.8), apartFor(0.82)], positive }),
    },
  );

const recallGain = (n: number, positive: number, cases: number): Setting =>
  gainCovers(
    {
      setting: `gain of 5 points in recall, ${100 * positive} % positive`,
      n,
      units: n,
      cases,
      promised: n * positive >= 30,
    },
    {
      metric: "recall",
      truth: 0.05,
      draw: (random) => classifiers(random, n, { both: 0.6, onlyChampion: 0.1, onlyChallenger: 0.15, positive }),
    },
  );

const medianGain: Setting = gainCovers(
  { setting: "gain in the median error, normal differences", n: 100, units: 100, cases: 1500 },
  {
    metric: "medianAbsoluteError",
    truth: 0.25,
    draws: 400,
    draw: (random) => regressions(random, { gain: 0.25, shape: "normal", n: 100 }),
  },
);

/** Successes of n rows. */
function binomial(random: Random, n: number, p: number): number {
  let successes = 0;
  for (let row = 0; row < n; row++) successes += Number(random() < p);
  return successes;
}

/** A share drawn anew in each case: Wilson's coverage is near the level on average, and not at every share. */
const shares = (n: number, cases: number): Setting => ({
  question: "coverage",
  promise,
  setting: "a share, itself any from 0 to 1",
  n,
  units: n,
  cases,
  once(random) {
    const p = random();
    const successes = binomial(random, n, p);
    return {
      wilson: covers(wilsonInterval(successes, n), p),
      "clopper-pearson": covers(clopperPearsonInterval(successes, n), p),
    };
  },
});

const rareShare: Setting = {
  question: "coverage",
  promise,
  setting: "a share of 2 %",
  n: 200,
  units: 200,
  cases: 20_000,
  once: (random) => ({ "clopper-pearson": covers(clopperPearsonInterval(binomial(random, 200, 0.02), 200), 0.02) }),
};

const twoShares = (n: readonly [number, number], p: readonly [number, number], cases: number): Setting => ({
  question: "coverage",
  promise,
  setting: `difference of shares of ${100 * p[0]} % and ${100 * p[1]} %, of ${n[0]} and ${n[1]} rows`,
  n: n[0] + n[1],
  units: n[0] + n[1],
  cases,
  once(random) {
    const side = (k: 0 | 1) => ({ successes: binomial(random, n[k], p[k]), n: n[k] });
    return { newcombe: covers(newcombeInterval(side(0), side(1)), p[0] - p[1]) };
  },
});

/** The largest difference among four groups: one of 150 rows is 10 points less accurate than the others. */
const fourGroups: Setting = {
  question: "coverage",
  promise,
  setting: "largest difference of accuracy among four groups of 150 to 600 rows, truly 10 points",
  n: 1350,
  units: 1350,
  cases: 4000,
  once(random) {
    const sizes = [600, 400, 200, 150];
    const codes = Int32Array.from(sizes.flatMap((size, code) => Array<number>(size).fill(code)));
    const hit = Float64Array.from(codes, (code) => Number(random() < (code === 3 ? 0.75 : 0.85)));
    const column = { name: "band", kind: "categorical", codes, categories: ["a", "b", "c", "d"] } as const;
    const { gap } = groupGap(column, hit, Int32Array.from(codes.keys()), codes.length, 0.95);
    return { "accuracy across groups": covers(gap, 0.1) };
  },
};

/** One model's mean error with an interval over rows, by three methods. */
const skewedMean = (n: number, cases: number): Setting => ({
  question: "coverage",
  promise,
  promised: n >= 200,
  setting: "a mean error with exponential errors",
  n,
  units: n,
  cases,
  once(random) {
    const prediction = Float64Array.from({ length: n }, () => -Math.log(1 - random()));
    const input = { label: new Float64Array(n), prediction };
    const unit = Int32Array.from(prediction.keys());
    const draws = unitDraws({ units: n, draws: 600, random: seeded(Math.floor(random() * 2 ** 31)) });
    const mae = getMetric("mae");
    const bootstrap = bootstrapMetric(mae, input, unit, draws);
    const counts = { n, units: n };
    const [jackknife] = jackknifeMetrics([mae], input, unit, draws);
    return {
      bootstrap: covers(metricEstimate(bootstrap, { ...counts, level: 0.95 }), 1),
      bca: covers(bcaInterval(bootstrap, jackknife!, counts), 1),
      "unit-mean": covers(unitMean(prediction, unit, 0.95), 1),
    };
  },
});

const oneArea = (n: number, positive: number, cases: number): Setting => ({
  question: "coverage",
  promise,
  setting: `area of 0.9 under one ROC curve, ${100 * positive} % positive`,
  n,
  units: n,
  cases,
  promised: n * positive >= 30,
  once(random) {
    const { rows, champion } = rankings(random, n, { apart: [apartFor(0.9), 0], positive });
    return { "delong on the logit scale": covers(deLongInterval(rows.label, champion.prediction), 0.9) };
  },
});

/** Holds the truth at all ten looks together. */
const atAllLooks: Setting = {
  question: "coverage",
  promise,
  setting: "gain in mean error, the truth held at each of ten looks",
  n: 500,
  units: 500,
  cases: 2000,
  once(random) {
    const pair = regressions(random, { gain: 0.25, shape: "normal", n: 500 });
    const held = Array.from({ length: 10 }, (_, k) => {
      const [basis] = gainsOf(firstRows(pair, 50 * (k + 1)), { metrics: ["mae"] });
      return covers(judgedGain(basis!, { level: 0.95, look: 2, unitsAtFirstLook: 50 }), 0.25);
    });
    return { "confidence-sequence": held.every(Boolean) };
  },
};

/** Twelve equal models on the same rows. */
const ofTwelve: Setting = {
  question: "coverage",
  promise,
  setting: "twelve equally accurate models",
  n: 400,
  units: 400,
  cases: 800,
  once(random) {
    const n = 400;
    const label = Float64Array.from({ length: n }, () => Number(random() < 0.4));
    const unit = Int32Array.from(label.keys());
    const draws = unitDraws({ units: n, draws: 300, random: seeded(Math.floor(random() * 2 ** 31)) });
    const hard = label.map(() => random());
    const models = Array.from({ length: 12 }, () => {
      const prediction = label.map((y, row) => ((hard[row]! + random()) / 2 < 0.7 === (y === 1) ? 0.9 : 0.1));
      return bootstrapMetric(getMetric("accuracy"), { label, prediction }, unit, draws);
    });
    const set = modelConfidenceSet(models, "maximize");
    return {
      "best of k, the winner's true value": covers(
        bestOfMany(models, "maximize", { n, units: n }).corrected,
        1 - 2 * 0.3 ** 2,
      ),
      "model confidence set, one of the best held": set[0]!.pValue >= 0.05,
    };
  },
};

/** Intervals at 95 % that hold the truth. */
export const coverage: Setting[] = [
  accuracyGain(20, 0.1, 4000),
  accuracyGain(50, 0.05, 6000),
  accuracyGain(200, 0.05, 4000),
  accuracyGain(2000, 0.01, 2000),
  meanGain(10, "normal", 4000),
  meanGain(30, "normal", 4000),
  meanGain(30, "heavy", 4000),
  meanGain(30, "skewed", 4000),
  meanGain(100, "skewed", 4000),
  meanGain(200, "skewed", 3000),
  unitsGain(10, "normal", 4000),
  unitsGain(30, "normal", 3000),
  unitsGain(61, "normal", 3000),
  unitsGain(61, "skewed", 3000),
  areaGain(100, 0.1, 3000),
  areaGain(200, 0.2, 3000),
  areaGain(1000, 0.05, 1500),
  recallGain(100, 0.1, 4000),
  recallGain(200, 0.3, 3000),
  medianGain,
  shares(10, 40_000),
  shares(100, 10_000),
  rareShare,
  twoShares([20, 20], [0.8, 0.6], 20_000),
  twoShares([30, 200], [0.95, 0.85], 10_000),
  fourGroups,
  skewedMean(30, 1500),
  skewedMean(200, 700),
  oneArea(100, 0.1, 3000),
  oneArea(200, 0.3, 3000),
  atAllLooks,
  ofTwelve,
];
