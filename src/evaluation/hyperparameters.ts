import type { Metric } from "../metrics/metric.js";
import { gainBasis, resampledGainsOf } from "./estimates.js";
import { gainAtLevel } from "./gain-basis.js";
import type { HyperparameterEffect } from "./many-types.js";
import type { ModelNumbers } from "./measure-models.js";
import type { ReplicatedEvidence } from "./replicated.js";
import type { Replicates } from "./replicates.js";
import { groupsBy, sameBut } from "./same-but.js";

/** An effect before it is put into words. */
export type MeasuredEffect = Omit<HyperparameterEffect, "sentence">;

type MeasuredRun = ReplicatedEvidence["runs"][number] & { numbers: ModelNumbers };

/** Numbers first and in order, then texts. */
function byValue(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) && Number.isNaN(y) ? (a < b ? -1 : 1) : Number.isNaN(x) ? 1 : -1;
  return x - y;
} // prettier-ignore

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const meanOfArrays = (arrays: readonly Float64Array[]): Float64Array =>
  arrays[0]!.map((_, i) => meanOf(arrays.map((array) => array[i]!)));

const meanReplicates = (all: readonly Replicates[]): Replicates => ({
  estimate: meanOf(all.map(({ estimate }) => estimate)),
  replicates: meanOfArrays(all.map(({ replicates }) => replicates)),
});

/** The paired gain from one group of runs to another, each the mean of its runs, on the same rows. */
function gainOfGroups(
  from: readonly MeasuredRun[],
  to: readonly MeasuredRun[],
  { metric, k, level, n, units }: { metric: Metric; k: number; level: number; n: number; units: number },
): HyperparameterEffect["steps"][number]["gain"] {
  const replicatesOf = (runs: readonly MeasuredRun[]): Replicates =>
    meanReplicates(runs.map(({ numbers }) => numbers.replicates[k]!));
  const influenceOf = (runs: readonly MeasuredRun[]): Float64Array | null => {
    const known = runs.flatMap(({ numbers }) => numbers.influences[k] ?? []);
    return known.length === runs.length ? meanOfArrays(known) : null;
  };
  const gain = {
    metric,
    champion: replicatesOf(from),
    challenger: replicatesOf(to),
    influences: [influenceOf(from), influenceOf(to)] as const,
    contingency: null,
    identical: false,
  };
  return gainAtLevel(gainBasis(gain, resampledGainsOf(gain), { n, units }), level);
}

/** One parameter over the runs of one learner. */
function effectOf(
  evidence: ReplicatedEvidence,
  group: readonly MeasuredRun[],
  parameter: string,
): MeasuredEffect | null {
  const { rows, metrics, policy } = evidence;
  const withIt = group.filter(({ run }) => run.params[parameter] !== undefined);
  const valueOf = ({ run }: MeasuredRun): string => run.params[parameter]!;
  const values = [...new Set(withIt.map(valueOf))].sort(byValue);
  if (values.length < 2) return null;
  const k = metrics.findIndex(({ name }) => name === policy.primaryMetric);
  const metric = metrics[k]!;
  const at = (value: string): MeasuredRun[] => withIt.filter((run) => valueOf(run) === value);
  const others = (run: MeasuredRun): string => sameBut(run, parameter);
  const steps = values.slice(1).flatMap((to, i): MeasuredEffect["steps"] => {
    const from = values[i]!;
    const shared = at(from).map(others).filter((rest) => at(to).some((run) => others(run) === rest));
    const matched = (value: string): MeasuredRun[] => at(value).filter((run) => shared.includes(others(run)));
    if (shared.length === 0) return [];
    const options = { metric, k, level: policy.level, n: rows.rows, units: rows.units.length };
    return [{ from, to, gain: gainOfGroups(matched(from), matched(to), options) }];
  }); // prettier-ignore
  const names = [...new Set(withIt.flatMap(({ run }) => Object.keys(run.params)))].filter((name) => name !== parameter);
  return {
    learner: group[0]!.run.learner ?? "",
    title: group[0]!.title,
    parameter,
    metric: metric.name,
    levels: values.map((value) => ({
      value,
      runs: at(value).map(({ run }) => run.runId),
      metric: meanOf(at(value).map(({ numbers }) => numbers.replicates[k]!.estimate)),
      trainingSeconds: meanOf(at(value).map(({ cost }) => cost.trainingSeconds)),
    })),
    steps,
    confounded:
      steps.length === values.length - 1
        ? []
        : names.filter((name) => new Set(withIt.map(({ run }) => run.params[name])).size > 1).sort(),
  };
}

/**
 * What each parameter does, over the runs of one learner that differ in it: the mean of the primary metric at each value,
 * and from each value to the next the gain between runs that share all other parameters, paired on the same rows.
 */
export function hyperparameterEffects(evidence: ReplicatedEvidence): MeasuredEffect[] {
  const measured = evidence.runs.map((run, i) => ({ ...run, numbers: evidence.numbers[i]! }));
  return groupsBy(measured, ({ run }) => run.learner ?? "").flatMap((group) => {
    const names = [...new Set(group.flatMap(({ run }) => Object.keys(run.params)))].sort();
    return names.flatMap((name) => effectOf(evidence, group, name) ?? []);
  });
}
