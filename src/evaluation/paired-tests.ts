import type { Random } from "../lib/random.js";
import { clusterRobustT } from "../stats/cluster-robust.js";
import { dieboldMariano } from "../stats/diebold-mariano.js";
import type { TestResult, TestStatistic } from "../stats/estimate.js";
import { holm } from "../stats/multiplicity.js";
import { pairedT } from "../stats/paired-t.js";
import { permutationTest } from "../stats/permutation.js";
import { unitTotals } from "../stats/unit-totals.js";
import { wilcoxon } from "../stats/wilcoxon.js";
import type { SharedRows } from "./align.js";
import { rowLosses, type LossName } from "./loss.js";
import { meansByPeriod } from "./over-time.js";
import { metricInput, type Judged } from "./replicates.js";

const lossesOf = { classification: ["logLoss", "brier"], regression: ["squaredError", "absoluteError"] } as const;

/** A test's measurement; p-values are adjusted when all tests are known. */
export const testResult = (name: string, metric: string, test: TestStatistic, n: number): TestResult => ({
  name,
  metric,
  statistic: test.statistic,
  degreesOfFreedom: test.degreesOfFreedom,
  pValue: test.pValue,
  adjustedPValue: null,
  alternative: "two-sided",
  n,
});

/** The champion's loss less the challenger's, per row: above 0 where the challenger is better. */
function lossDifferences(loss: LossName, rows: SharedRows, champion: Judged, challenger: Judged): Float64Array {
  const other = rowLosses(loss, metricInput(challenger, rows));
  return rowLosses(loss, metricInput(champion, rows)).map((value, row) => value - other[row]!);
}

/**
 * The paired tests on row losses. Where rows are independent: `paired-t`, `wilcoxon` and `permutation` over rows. Where
 * they are not: `cluster-robust-t`, and `wilcoxon` and `permutation` over the units' means and sums; `n` is the number of
 * units then. Where time is known, `diebold-mariano` over the means of days (weeks beyond half a year), one step ahead.
 * Rows that count unequally (weights) have none of them but the t test over units.
 *
 * @param rows with the index of each row's unit, units in an order that rests on no row's place.
 */
export function lossTests(
  rows: SharedRows,
  champion: Judged,
  challenger: Judged,
  { task, resamples, random }: { task: "classification" | "regression"; resamples: number; random: Random },
): TestResult[] {
  const independent = rows.units.length === rows.rows && !rows.weight;
  return lossesOf[task].flatMap((loss): TestResult[] => {
    const difference = lossDifferences(loss, rows, champion, challenger);
    if (!difference.every(Number.isFinite)) return [];
    const { weight } = rows;
    const totals = unitTotals(weight ? difference.map((value, row) => value * weight[row]!) : difference, rows.unit);
    if (weight) {
      const { sum } = unitTotals(weight, rows.unit);
      const weighted = { sum: totals.sum, count: sum, rows: sum.reduce((total, value) => total + value, 0) };
      return [testResult("cluster-robust-t", loss, clusterRobustT(weighted), sum.length)];
    }
    const units = totals.sum.length;
    const perUnit = independent ? totals.sum : totals.sum.map((sum, unit) => sum / totals.count[unit]!);
    const periods = rows.time ? meansByPeriod(difference, rows.time) : [];
    const inOrder = { ...totals, sum: sortedByUnit(totals.sum, rows.unit) };
    return [
      independent
        ? testResult("paired-t", loss, pairedT(difference), units)
        : testResult("cluster-robust-t", loss, clusterRobustT(totals), units),
      testResult("wilcoxon", loss, wilcoxon(perUnit), units),
      ...(resamples > 0
        ? [testResult("permutation", loss, permutationTest(inOrder, { resamples, random }), units)]
        : []),
      ...(periods.length > 1
        ? [testResult("diebold-mariano", loss, dieboldMariano(periods.map(({ mean }) => mean)), periods.length)]
        : []),
    ];
  });
}

/** Sums in the order of the units' indices; `unitTotals` gives them in the order of their first rows. */
function sortedByUnit(sums: Float64Array, unit: Int32Array): Float64Array {
  const seen = new Set<number>(unit);
  const place = new Map([...seen].map((index, k) => [index, k]));
  return Float64Array.from(
    [...seen].sort((a, b) => a - b),
    (index) => sums[place.get(index)!]!,
  );
}

/**
 * Adjusts p-values by Holm among the results of one test on several metrics: it is the family in which a reader would
 * look for one that is small. Different tests of one metric are views of one question, so no correction is made over them.
 */
export function withAdjustedPValues(tests: readonly TestResult[]): TestResult[] {
  const families = new Map<string, TestResult[]>();
  for (const test of tests) families.set(test.name, [...(families.get(test.name) ?? []), test]);
  const adjusted = new Map<TestResult, number>();
  for (const family of families.values()) {
    const values = holm(family.map(({ pValue }) => pValue));
    family.forEach((test, k) => adjusted.set(test, values[k]!));
  }
  return tests.map((test) => ({ ...test, adjustedPValue: adjusted.get(test)! }));
}
