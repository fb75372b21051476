import { randomNormal, seeded } from "../../src/lib/random.js";
import { getLearner } from "../../src/models/index.js";
import type { Labelled } from "../../src/models/types.js";
import { featureTable, meanOf, scoresOn, splitsOf } from "../models/project-splits.js";
import { type Benchmark, type Measured, timeProcess } from "./measure.js";

/** A non-linear problem of two classes in which seven of the columns matter. */
export function problem(rows: number, width: number): Labelled {
  const random = seeded(7);
  const columns = Array.from({ length: width }, (_, c) => ({
    name: `x${c}`,
    kind: "numeric" as const,
    values: Float64Array.from({ length: rows }, () => randomNormal(random)),
  }));
  const x = (c: number, i: number): number => columns[c]!.values[i]!;
  const codes = Int32Array.from({ length: rows }, (_, i) => {
    const score =
      x(0, i) * x(1, i) +
      Math.sin(2 * x(2, i)) +
      Math.sign(x(3, i)) * x(4, i) +
      (Math.abs(x(5, i)) < 0.5 ? 1 : -0.5) +
      0.5 * x(6, i);
    return random() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
  });
  return { data: { rows, columns }, target: { task: "classification", codes, classes: ["0", "1"] } };
}

/** Seconds that xgboost `hist` took with two threads of the machine that the budgets were set on. */
const cases = [
  { rows: 200_000, width: 20, trees: 300, written: 2.6 },
  { rows: 200_000, width: 50, trees: 300, written: 5.4 },
  { rows: 1_000_000, width: 50, trees: 100, written: 8.3 },
];
const depth = 6;
const threads = 2;

/** Seconds of xgboost beside, on the same cores; null where Python or xgboost is not here. */
async function xgboostSeconds(rows: number, width: number, trees: number): Promise<number | null> {
  const command = ["python3", "test/bench/trees.py", rows, width, trees, depth, threads].map(String);
  try {
    return Number((await timeProcess(command, { OMP_NUM_THREADS: String(threads) })).output);
  } catch {
    return null;
  }
}

async function boost(rows: number, width: number, trees: number): Promise<number> {
  const train = problem(rows, width);
  const started = performance.now();
  await getLearner("gradient-boosted-trees").fit({
    train,
    parameters: { trees, depth },
    seed: 1,
    task: "bench",
    workers: threads,
  });
  return (performance.now() - started) / 1000;
}

/** Error on the flights, beside those of others with the same parameters on the same splits. */
async function flightErrors(): Promise<Measured[]> {
  const flights = splitsOf("nyc-flights");
  const [boosted] = flights.cases;
  const own = meanOf(await scoresOn(await featureTable("nyc-flights"), flights, boosted!));
  return Object.entries(boosted!.references).map(([name, scores]) => ({
    what: "boosted trees, RMSE on flights",
    measured: own,
    budget: 1.01 * meanOf(scores),
    unit: "minutes",
    note: `${name}: ${meanOf(scores).toFixed(2)} minutes, as written; mean over ${flights.splits.count} splits`,
  }));
}

export const benchmark: Benchmark = {
  name: "trees",
  async run() {
    const measured: Measured[] = [];
    for (const { rows, width, trees, written } of cases) {
      const beside = await xgboostSeconds(rows, width, trees);
      measured.push({
        what: `boosted trees, ${rows.toLocaleString("en")} × ${width}, ${trees} trees of depth ${depth}`,
        measured: await boost(rows, width, trees),
        // Twice xgboost's time.
        budget: 2 * (beside ?? written),
        unit: "s",
        note: beside === null ? `xgboost: ${written} s, as written` : `xgboost beside: ${beside.toFixed(1)} s`,
      });
    }
    return [...measured, ...(await flightErrors())];
  },
};
