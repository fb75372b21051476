import { getMetric } from "../metrics/index.js";
import type { MetricName } from "../metrics/metric.js";
import { searchSpaces, type Dimension } from "../models/search-space.js";
import type { Project } from "../projects/types.js";
import type { Estimate } from "../stats/estimate.js";
import { welchT } from "../stats/welch-t.js";
import { studentQuantile } from "../stats/t-test.js";
import { firstRungPrefix, tagNames } from "../tracking/tag-names.js";
import type { TrackedRun } from "../tracking/types.js";
import type { MeasuredEffect } from "./hyperparameters.js";

/** One set of parameters that a search tried. */
export interface SearchTrial {
  runId: string;
  number: number;
  /** Only those that were searched. */
  parameters: Record<string, string>;
  /** Rows of the last fit. */
  trainingRows: number;
  /** On validation rows; NaN where the fit diverged. */
  score: number;
  trainingSeconds: number;
  failure: string | null;
}

/** A search of one learner's parameters, before its effects are put into words. */
export interface MeasuredSearch {
  runId: string;
  learner: string;
  title: string;
  strategy: string;
  metric: MetricName;
  /** Number of the trial that won. */
  best: number;
  /** Those that got furthest first, then by score. */
  trials: SearchTrial[];
  effects: MeasuredEffect[];
}

/** Groups of drawn trials along one parameter: its choices, or as many parts of equal count as bear a mean. */
const trialsOfGroup = 4;
const mostGroups = 3;

interface Drawn {
  run: TrackedRun;
  score: number;
}

function groupsAlong(
  drawn: readonly Drawn[],
  name: string,
  dimension: Dimension,
): { value: string; trials: Drawn[] }[] {
  const valueOf = ({ run }: Drawn): string => run.params[name]!;
  if (dimension.kind === "choice") {
    const groups = dimension.values.map((value) => ({
      value: String(value),
      trials: drawn.filter((trial) => valueOf(trial) === String(value)),
    }));
    return groups.filter(({ trials }) => trials.length >= trialsOfGroup);
  }
  const sorted = [...drawn].sort((a, b) => Number(valueOf(a)) - Number(valueOf(b)));
  const count = Math.min(mostGroups, Math.floor(sorted.length / trialsOfGroup));
  return Array.from({ length: count }, (_, k) => {
    const trials = sorted.slice(Math.floor((k * sorted.length) / count), Math.floor(((k + 1) * sorted.length) / count));
    const [from, to] = [valueOf(trials[0]!), valueOf(trials.at(-1)!)];
    return { value: from === to ? from : `${from} to ${to}`, trials };
  });
}

/** The difference of two groups of trials, which were drawn apart: > 0, the second is better. */
function gainOfTrials(from: readonly Drawn[], to: readonly Drawn[], sign: number, level: number): Estimate {
  const scores = (trials: readonly Drawn[]): number[] => trials.map(({ score }) => sign * score);
  const { estimate, standardError, degreesOfFreedom } = welchT(scores(to), scores(from));
  const half = studentQuantile((1 + level) / 2, degreesOfFreedom) * standardError;
  const n = from.length + to.length;
  const method = Number.isFinite(half) ? "welch-over-trials" : "none-zero-variance";
  return { estimate, lower: estimate - half, upper: estimate + half, level, method, n, units: n };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * What each searched parameter does, from the trials that were drawn by chance: parameters are drawn apart from each
 * other, so that groups along one of them differ in the others by luck alone, and their difference is its mean effect
 * over the space. Scores are of the first rung, where all trials trained on the same rows and none was chosen yet.
 */
function effectsOf(
  search: Pick<MeasuredSearch, "learner" | "title" | "metric">,
  trials: readonly TrackedRun[],
  level: number,
): MeasuredEffect[] {
  const { learner, title, metric } = search;
  const sign = getMetric(metric).direction === "maximize" ? 1 : -1;
  const drawn = trials.flatMap((run): Drawn[] => {
    const score = run.metrics[firstRungPrefix + metric]?.last ?? Number.NaN;
    return run.tags[tagNames.trial] === "1" || Number.isNaN(score) ? [] : [{ run, score }];
  });
  return Object.entries(searchSpaces[learner] ?? {}).flatMap(([parameter, dimension]): MeasuredEffect[] => {
    const groups = groupsAlong(drawn, parameter, dimension);
    if (groups.length < 2) return [];
    return [
      {
        learner,
        title,
        parameter,
        metric,
        levels: groups.map(({ value, trials: members }) => ({
          value,
          runs: members.map(({ run }) => run.runId),
          metric: meanOf(members.map(({ score }) => score)),
          trainingSeconds: meanOf(members.map(({ run }) => run.metrics["training_seconds"]?.last ?? Number.NaN)),
        })),
        steps: groups.slice(1).map((to, k) => ({
          from: groups[k]!.value,
          to: to.value,
          gain: gainOfTrials(groups[k]!.trials, to.trials, sign, level),
        })),
        confounded: [],
      },
    ];
  });
}

function trialOf(
  { runId, params, metrics, tags }: TrackedRun,
  metric: MetricName,
  names: readonly string[],
): SearchTrial {
  return {
    runId,
    number: Number(tags[tagNames.trial]),
    parameters: Object.fromEntries(names.flatMap((name) => (params[name] === undefined ? [] : [[name, params[name]]]))),
    trainingRows: Number(tags[tagNames.trainingRows] ?? Number.NaN),
    score: metrics[`validation_${metric}`]?.last ?? Number.NaN,
    trainingSeconds: metrics["training_seconds"]?.last ?? Number.NaN,
    failure: tags[tagNames.failure] ?? null,
  };
}

/**
 * The searches of a project that were made on the data of its runs, the newest first, with their trials and what each
 * parameter does.
 *
 * @param all the runs of the project, such as `listRuns` returns.
 * @param dataSha256 of the data that the project's runs rest on.
 * @example searchesOf(project, (await listRuns({ root, env, project: project.id })).runs, dataSha256)[0]?.trials[0]
 */
export function searchesOf(
  { policy }: Pick<Project, "policy">,
  all: readonly TrackedRun[],
  dataSha256: string,
): MeasuredSearch[] {
  const { primaryMetric: metric, level } = policy;
  const sign = getMetric(metric).direction === "maximize" ? 1 : -1;
  return all.flatMap((parent): MeasuredSearch[] => {
    const text = parent.tags[tagNames.search];
    if (text === undefined || parent.tags[tagNames.dataSha256] !== dataSha256) return [];
    const { strategy, best } = JSON.parse(text) as { strategy: string; best: number };
    const learner = parent.learner ?? "";
    const title = (parent.tags[tagNames.title] ?? parent.name).replace(/, search$/, "");
    const children = all.filter(({ parentRunId }) => parentRunId === parent.runId);
    const trials = children.map((run) => trialOf(run, metric, Object.keys(searchSpaces[learner] ?? {})));
    const loss = ({ score }: SearchTrial): number => (Number.isNaN(score) ? Number.POSITIVE_INFINITY : -sign * score);
    trials.sort((a, b) => b.trainingRows - a.trainingRows || loss(a) - loss(b) || a.number - b.number);
    const head = { learner, title, metric };
    return [{ ...head, runId: parent.runId, strategy, best, trials, effects: effectsOf(head, children, level) }];
  });
}
