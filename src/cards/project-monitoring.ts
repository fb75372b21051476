import { driftPage } from "../decisions/drift-page.js";
import type { DriftPageDocument } from "../decisions/drift-types.js";
import { monitorDocument } from "../decisions/monitor.js";
import type { MonitorDocument } from "../decisions/monitor-types.js";
import type { Database } from "../engine/database.js";
import type { FeatureTable } from "../features/dataset.js";
import type { OnProgress } from "../lib/progress.js";
import { assayVersion } from "../lib/version.js";
import { getMetric } from "../metrics/index.js";
import { heldOutLog, type ReferenceAndLog } from "../monitoring/log-rows.js";
import type { Importance } from "../models/types.js";
import { countWindows, fittingPeriod, type Period, periodWindows } from "../monitoring/log-windows.js";
import { readLog } from "../monitoring/logged-rows.js";
import { measureLog } from "../monitoring/measure-log.js";
import { measureProject } from "../monitoring/measure-project.js";
import type { Project } from "../projects/types.js";
import { readImportance } from "../tracking/artifacts.js";
import { readPredictions } from "../tracking/read-predictions.js";
import type { TrackedRun } from "../tracking/types.js";

/** A run with the name that pages show. */
export interface TitledRun {
  run: TrackedRun;
  title: string;
}

export interface MonitorOptions {
  champion: TitledRun;
  table: FeatureTable;
  root: string;
  seed: number;
  /** How windows are cut; by the log's span where not given. Parts of equal count in a replay. */
  period?: Period | undefined;
  onProgress?: OnProgress;
  signal?: AbortSignal;
}

/** The project's own log where it has one, else its held-out rows. */
async function findLog(
  database: Database,
  project: Project,
  { champion, table, root }: MonitorOptions,
): Promise<ReferenceAndLog & { notes: string[] }> {
  const held = heldOutLog(project, table, await readPredictions(champion.run, "predictions"));
  const own = await readLog(database, project, { runId: champion.run.runId, root });
  return own ? { ...held, log: own.rows, source: "log", notes: own.notes } : { ...held, notes: [] };
}

/**
 * The monitoring of a project: its prediction log over time with realised and expected performance, beside its drift,
 * judged by the project's policy.
 *
 * @param drift as `driftPage` judged it.
 * @param importance of the champion's features.
 */
async function projectMonitoring(
  database: Database,
  project: Project,
  drift: Pick<DriftPageDocument, "windows">,
  importance: readonly Importance[],
  options: MonitorOptions,
): Promise<MonitorDocument> {
  const { champion, seed, period, onProgress, signal } = options;
  onProgress?.({ task: project.id, stage: "monitoring", done: 0, total: 1 });
  const found = await findLog(database, project, options);
  const { time } = found.log;
  const replay = project.monitoring.windows;
  const windows = time
    ? periodWindows(time, period ?? fittingPeriod(time))
    : countWindows(found.log, replay.by === "replay" ? replay.count : 12);
  const log = await measureLog(found, windows, {
    run: { runId: champion.run.runId, title: champion.title },
    metric: getMetric(project.policy.primaryMetric),
    level: project.policy.level,
    seed,
    unit: project.columns.unit?.plural ?? project.rows,
    labelDelayDays: found.source === "log" ? null : (project.monitoring.labelDelayDays ?? 0),
    task: project.id,
    ...(signal ? { signal } : {}),
  });
  onProgress?.({ task: project.id, stage: "monitoring", done: 1, total: 1 });
  return monitorDocument(
    project,
    { ...log, notes: [...found.notes, ...log.notes] },
    { windows: drift.windows, importance: [...importance] },
    { assayVersion },
  );
}

/** A project's drift, measured and judged, its monitoring, and how much each of the champion's features counts. */
export async function driftAndMonitoring(
  database: Database,
  project: Project,
  challenger: TitledRun | null,
  options: MonitorOptions,
): Promise<{ drift: DriftPageDocument; monitoring: MonitorDocument; importance: Importance[] }> {
  const { champion, seed, onProgress, signal } = options;
  const measured = await measureProject(database, project, {
    champion,
    challenger,
    metric: getMetric(project.policy.primaryMetric),
    level: project.policy.level,
    seed,
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  const drift = driftPage(measured, { assayVersion });
  const importance = await readImportance(champion.run);
  return { drift, monitoring: await projectMonitoring(database, project, drift, importance, options), importance };
}
