import { unitsForEquivalence, unitsForDifference } from "../../src/stats/power.js";
import { unitsForMean } from "../../src/stats/power-mean.js";
import { unitsForPairedProportions } from "../../src/stats/power-proportions.js";
import { gainAtLevel } from "../../src/evaluation/gain-basis.js";
import { gainsOf, verdictOn } from "./judged.js";
import type { Setting } from "./setting.js";
import { classifiers, regressions } from "./synthetic.js";

/** Planned for 80 %: as much, by up to three points, since plans rest on normal approximations and whole units. */
const promise = { least: 0.77, most: 0.83 };
const common = { question: "power", promise } as const;

const pairedRows = Math.ceil(unitsForPairedProportions(0.12, 0.04));
const meanUnits = unitsForMean(0.3, 1);
/** A gain of 2δ is told from δ; the standard deviation of a difference is 1. */
const verdictUnits = unitsForDifference(1, 1, 0.25);
const equivalentUnits = unitsForEquivalence(1, 1, 0.3);

/** True gains that are shown, with the units that the plan asks for. */
export const power: Setting[] = [
  {
    ...common,
    setting: "accuracy, true gain of 4 points, 12 % of rows discordant: the interval excludes 0",
    n: pairedRows,
    units: pairedRows,
    cases: 3000,
    once(random) {
      const pair = classifiers(random, pairedRows, { both: 0.7, onlyChampion: 0.04, onlyChallenger: 0.08 });
      const [basis] = gainsOf(pair, { metrics: ["accuracy"] });
      return { "units for paired proportions": gainAtLevel(basis!, 0.95).lower > 0 };
    },
  },
  {
    ...common,
    setting: "mean error, true gain of 0.3 standard deviations: the interval excludes 0",
    n: meanUnits,
    units: meanUnits,
    cases: 4000,
    once(random) {
      const [basis] = gainsOf(regressions(random, { gain: 0.3, shape: "normal", n: meanUnits }), { metrics: ["mae"] });
      return { "units for a mean": gainAtLevel(basis!, 0.95).lower > 0 };
    },
  },
  {
    ...common,
    setting: "mean error, true gain = 2δ, with the units that the verdict asks for: promoted",
    n: verdictUnits,
    units: verdictUnits,
    cases: 4000,
    once(random) {
      const pair = regressions(random, { gain: 0.5, shape: "normal", n: verdictUnits });
      return {
        "further units of a verdict": verdictOn(gainsOf(pair, { metrics: ["mae"] }), 0.25).decision === "promote",
      };
    },
  },
  {
    ...common,
    setting: "mean error, true gain = 0, with the units that the verdict asks for: equivalent",
    n: equivalentUnits,
    units: equivalentUnits,
    cases: 4000,
    once(random) {
      const pair = regressions(random, { gain: 0, shape: "normal", n: equivalentUnits });
      return {
        "further units of a verdict": verdictOn(gainsOf(pair, { metrics: ["mae"] }), 0.3).decision === "equivalent",
      };
    },
  },
];
