import { mcNemar } from "../stats/mcnemar.js";
import type { TestResult } from "../stats/estimate.js";
import { rowLosses } from "./loss.js";
import { metricInput, type Judged } from "./replicates.js";
import type { Comparison } from "./types.js";

/** How many rows both, one or neither of two classifiers gets right. */
export type Contingency = NonNullable<Comparison["contingency"]>;

export function contingencyOf(label: Float64Array, champion: Judged, challenger: Judged): Contingency {
  const [wrongA, wrongB] = [champion, challenger].map((model) => rowLosses("zeroOne", metricInput(model, { label })));
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < label.length; i++) counts[2 * wrongA![i]! + wrongB![i]!]!++;
  const [bothRight, onlyChampionRight, onlyChallengerRight, bothWrong] = counts as [number, number, number, number];
  return { bothRight, onlyChampionRight, onlyChallengerRight, bothWrong };
}

/** McNemar's four tests as contract §2 lists them; rows must be independent. */
export function mcNemarResults({ onlyChampionRight, onlyChallengerRight }: Contingency, n: number): TestResult[] {
  const { exact, midP, chi2, chi2Corrected } = mcNemar(onlyChampionRight, onlyChallengerRight);
  const named = {
    "mcnemar-exact": exact,
    "mcnemar-mid-p": midP,
    "mcnemar-chi2": chi2,
    "mcnemar-chi2-corrected": chi2Corrected,
  };
  return Object.entries(named).map(([name, test]) => ({
    name,
    metric: "accuracy",
    ...test,
    adjustedPValue: null,
    alternative: "two-sided",
    n,
  }));
}
