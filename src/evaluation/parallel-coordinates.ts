import type { ParallelCoordinates } from "./many-types.js";
import type { ReplicatedEvidence } from "./replicated.js";

const costs = ["trainingSeconds", "predictionMillisecondsPer1000", "modelBytes"] as const;

/** Parameters in which runs differ, metrics and costs of every run. */
export function parallelCoordinates({ runs, metrics, numbers }: ReplicatedEvidence): ParallelCoordinates {
  const names = [...new Set(runs.flatMap(({ run }) => Object.keys(run.params)))].sort();
  const parameters = names.filter((name) => new Set(runs.flatMap(({ run }) => run.params[name] ?? [])).size > 1);
  const numeric = (name: string): boolean =>
    runs.every(({ run }) => run.params[name] === undefined || Number.isFinite(Number(run.params[name])));
  const isNumeric = new Map(parameters.map((name) => [name, numeric(name)]));
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    axes: [
      { name: "learner", kind: "parameter", type: "categorical" },
      ...parameters.map((name) => ({
        name,
        kind: "parameter" as const,
        type: isNumeric.get(name) ? ("numeric" as const) : ("categorical" as const),
      })),
      ...metrics.map(({ name }) => ({ name, kind: "metric" as const, type: "numeric" as const })),
      ...costs.map((name) => ({ name, kind: "cost" as const, type: "numeric" as const })),
    ],
    runs: runs.map(({ run, cost }, i) => ({
      runId: run.runId,
      values: [
        run.learner,
        ...parameters.map((name) => {
          const value = run.params[name];
          if (value === undefined) return null;
          return isNumeric.get(name) ? Number(value) : value;
        }),
        ...metrics.map((_, k) => finite(numbers[i]!.replicates[k]!.estimate)),
        ...costs.map((name) => finite(cost[name])),
      ],
    })),
  };
}
