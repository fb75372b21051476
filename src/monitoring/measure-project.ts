import type { Database } from "../engine/database.js";
import { fileLiteral, identifier, literal } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import type { OnProgress } from "../lib/progress.js";
import type { Metric } from "../metrics/metric.js";
import type { Project } from "../projects/types.js";
import type { TrackedRun } from "../tracking/types.js";
import { jointRowsOf, measureOverTime } from "./measure-windows.js";
import { performanceOver, replayParts, weeks, type PerformancePoint, type Periods } from "./performance.js";
import type { DriftColumn, DriftMeasurement } from "./types.js";
import { projectWindows, type Window } from "./windows.js";

export interface MeasureProjectOptions {
  /** Its prediction is the score that is watched. */
  champion: { run: TrackedRun; title: string };
  challenger: { run: TrackedRun; title: string } | null;
  /** The policy's primary metric. */
  metric: Metric;
  /** Coverage of the intervals. */
  level: number;
  seed: number;
  /** Bootstrap draws; 200 by default. */
  resamples?: number;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** A project's drift, measured: the evidence behind the page, without a state. */
export interface ProjectDrift {
  /** True where windows are parts of the test rows in no order of time. */
  replay: boolean;
  unit: { singular: string; plural: string };
  windows: (Window & { measurement: DriftMeasurement })[];
  performance: { metric: string; series: { run: string; title: string; points: PerformancePoint[] }[] };
}

/** Names of the prediction columns of a run's table. */
async function scoreColumns(database: Database, path: string): Promise<string[]> {
  const columns = await database.rows<{ name: string }>(
    `SELECT column_name AS name FROM (DESCRIBE SELECT * FROM read_parquet(${fileLiteral(path)}))`,
  );
  return columns.map(({ name }) => name).filter((name) => name === "prediction" || name.startsWith("probability_"));
}

/**
 * What the champion got wrong, row by row: label less prediction. Where it moves, the relation between them has, even if
 * neither label nor prediction has. Shown as context: a model is closer to the rows that it was fitted on, so its errors
 * move on any others; alarms on errors are those of performance. None for more than two classes.
 */
function errorColumn({ columns: { label }, target, task }: Project, scores: readonly string[]): DriftColumn[] {
  if (!scores.includes("prediction") || (task === "classification" && target.positive === undefined)) return [];
  const value = identifier(label);
  const truth =
    task === "regression"
      ? value
      : `CASE WHEN ${value} IS NOT NULL THEN CAST(CAST(${value} AS VARCHAR) = ${literal(target.positive!)} AS INTEGER) END`;
  return [
    {
      name: "label − prediction",
      type: "numeric",
      role: "context",
      expression: `${truth} - ${identifier("score prediction")}`,
    },
  ];
}

function columnsOf(project: Project, scores: readonly string[]): DriftColumn[] {
  return [
    ...project.features.map(({ name, type, role = "feature" }): DriftColumn => ({
      name,
      type,
      role: role === "feature" ? "feature" : "context",
    })),
    {
      name: project.columns.label,
      type: project.task === "regression" ? "numeric" : "categorical",
      role: "label",
    },
    ...scores.map((name): DriftColumn => ({
      name,
      type: "numeric",
      role: "score",
      expression: identifier(`score ${name}`),
    })),
    ...errorColumn(project, scores),
  ];
}

async function performance(
  database: Database,
  { champion, challenger, metric }: MeasureProjectOptions,
  periods: Periods | null,
): Promise<ProjectDrift["performance"]> {
  const series = [];
  for (const { run, title } of challenger ? [champion, challenger] : [champion]) {
    const path = run.artifact("predictions.parquet");
    // Metrics over time need one prediction a row: not yet there for more than two classes.
    const known = periods && (await scoreColumns(database, path)).includes("prediction");
    series.push({
      run: run.runId,
      title,
      points: known ? await performanceOver(database, path, metric, periods) : [],
    });
  }
  return { metric: metric.name, series };
}

/**
 * Measures a project's current windows against its training rows: features with their roles, the label, and the
 * champion's prediction; and the metric of champion and challenger per week (or per part of a replay).
 *
 * @param database holds the relation `features`, as `openProject` leaves it.
 * @throws AssayError `no-predictions` where the champion has no predictions.
 * @example await measureProject(database, project, { champion, challenger: null, metric, level: 0.95, seed: 1 })
 */
export async function measureProject(
  database: Database,
  project: Project,
  options: MeasureProjectOptions,
): Promise<ProjectDrift> {
  const { champion, level, seed, resamples = 200, signal, onProgress } = options;
  const path = champion.run.artifact("predictions.parquet");
  const scores = await scoreColumns(database, path).catch((cause: unknown) => {
    throw new AssayError(`run ${champion.run.name} has no predictions that can be read`, {
      code: "no-predictions",
      hint: "train it again with assay build",
      cause,
    });
  });
  const { windows: periods, number } = projectWindows(project);
  const cut = project.monitoring.windows;
  const replay = cut.by === "replay";
  const { id, unit } = project.columns;
  const columns = columnsOf(project, scores);
  const numbered = `SELECT *, ${number} AS drift_window FROM features`;
  const joined = `(SELECT f.*, ${scores.map((name) => `p.${identifier(name)} AS ${identifier(`score ${name}`)}`).join(", ")}
    FROM (${numbered}) f LEFT JOIN read_parquet(${fileLiteral(path)}) p ON CAST(p.id AS VARCHAR) = CAST(f.${identifier(id)} AS VARCHAR)
    WHERE f.drift_window IS NOT NULL)`;
  const split = project.split;
  const [from, to] = split.by === "time" ? split.train : [null, null];
  const windows = await measureOverTime(database, {
    parts: [
      {
        relation: joined,
        bare: `(SELECT * FROM (${numbered}) WHERE drift_window IS NOT NULL)`,
        window: "drift_window",
      },
    ],
    reference: { source: "training rows", from, to, sha256: null },
    periods,
    ...(cut.by === "replay" ? {} : { rolling: cut.rolling, previous: cut.previous }),
    columns,
    ...(unit ? { unit: unit.name } : {}),
    level,
    seed,
    resamples,
    jointRows: jointRowsOf(periods.length),
    signal,
    onColumn: (done, total) => onProgress?.({ task: project.id, stage: "drift", done, total }),
  });
  const pointsBy = replay
    ? replayParts(
        numbered,
        id,
        periods.map(({ name }) => name),
      )
    : project.columns.time
      ? weeks
      : null;
  return {
    replay,
    unit: unit ?? { singular: project.rows.replace(/s$/, ""), plural: project.rows },
    windows,
    performance: await performance(database, options, pointsBy),
  };
}
