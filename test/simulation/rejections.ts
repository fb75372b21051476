import type { MetricName } from "../../src/metrics/metric.js";
import { compared } from "./judged.js";
import type { Setting } from "./setting.js";
import { classifiers, meanRows, rankings, regressions, type SyntheticPair } from "./synthetic.js";
import type { Random } from "../../src/lib/random.js";

/** Every paired test of a comparison of two models that are equally good. */
const atNoDifference = (
  about: Pick<Setting, "setting" | "n" | "units" | "cases" | "promised">,
  metrics: readonly MetricName[],
  draw: (random: Random) => SyntheticPair,
): Setting => ({
  question: "rejection",
  promise: { least: null, most: 0.05 },
  ...about,
  once: (random) =>
    Object.fromEntries(
      compared(draw(random), { metrics, draws: 400, seed: Math.floor(random() * 2 ** 31) }).tests.map(
        ({ name, metric, pValue }) => [`${name} (${metric})`, Number.isNaN(pValue) ? null : pValue < 0.05],
      ),
    ),
});

const equal = { both: 0.7, onlyChampion: 0.08, onlyChallenger: 0.08 };

/** Tests of no difference, at 5 %. */
export const rejections: Setting[] = [
  atNoDifference({ setting: "classes, equally accurate", n: 100, units: 100, cases: 2500 }, ["accuracy"], (random) =>
    classifiers(random, 100, equal),
  ),
  atNoDifference({ setting: "classes, equally accurate", n: 600, units: 600, cases: 1200 }, ["accuracy"], (random) =>
    classifiers(random, 600, equal),
  ),
  atNoDifference({ setting: "rankings of equal area", n: 200, units: 200, cases: 1500 }, ["rocAuc"], (random) =>
    rankings(random, 200, { apart: [1.2, 1.2], positive: 0.3 }),
  ),
  atNoDifference({ setting: "values, equal mean errors", n: 40, units: 40, cases: 3000 }, ["mae"], (random) =>
    regressions(random, { gain: 0, shape: "normal", n: 40 }),
  ),
  atNoDifference(
    { setting: "values, equal mean errors, rows in units of 5 to 60", n: meanRows(61), units: 61, cases: 1500 },
    ["mae"],
    (random) => regressions(random, { gain: 0, shape: "normal", units: 61 }),
  ),
  atNoDifference(
    { setting: "values, equal mean errors, one row a day", n: 60, units: 60, cases: 2500 },
    ["mae"],
    (random) => {
      const pair = regressions(random, { gain: 0, shape: "normal", n: 60 });
      return { ...pair, rows: { ...pair.rows, time: pair.rows.label.map((_, row) => row * 86_400_000) } };
    },
  ),
];
