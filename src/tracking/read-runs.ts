import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Warning } from "../lib/errors.js";
import type { Family } from "../models/types.js";
import { parseFlatYaml } from "./flat-yaml.js";
import { parseMetricLines, summarizeMetric } from "./metric-lines.js";
import { tagNames } from "./tag-names.js";
import type { MetricSummary, Run, TrackedRun } from "./types.js";

export interface Experiment {
  id: string;
  name: string;
  folder: string;
}

const notExperiments = new Set(["models", ".trash", ".assay"]);
const notRuns = new Set(["tags", "datasets", "traces", "models"]);
const statuses = [undefined, "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;
const families = new Set<string>(["baseline", "linear", "trees", "neural", "combined", "onnx"] satisfies Family[]);

const folders = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
        .map(({ name }) => name)
    : [];

const readMeta = (folder: string): Record<string, unknown> =>
  parseFlatYaml(readFileSync(join(folder, "meta.yaml"), "utf8"));

const isActive = (meta: Record<string, unknown>): boolean => (meta["lifecycle_stage"] ?? "active") === "active";

/** The active experiments of a store; a folder that is none is passed over, a broken one with a warning. */
export function readExperiments(store: string): { experiments: Experiment[]; warnings: Warning[] } {
  const experiments: Experiment[] = [];
  const warnings: Warning[] = [];
  for (const name of folders(store)) {
    const folder = join(store, name);
    if (notExperiments.has(name) || !existsSync(join(folder, "meta.yaml"))) continue;
    try {
      const meta = readMeta(folder);
      if (isActive(meta))
        experiments.push({ id: String(meta["experiment_id"] ?? name), name: String(meta["name"]), folder });
    } catch (error) {
      warnings.push({
        code: "broken-experiment",
        message: `${join(name, "meta.yaml")} cannot be read and its runs are left out: ${(error as Error).message}`,
      });
    }
  }
  return { experiments, warnings };
}

/** Every file below a folder, by its path with `/`: MLflow's keys may hold slashes. */
function readTexts(folder: string, texts: Record<string, string> = {}, prefix = ""): Record<string, string> {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return texts;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) readTexts(path, texts, `${prefix}${entry.name}/`);
    else texts[prefix + entry.name] = readFileSync(path, "utf8");
  }
  return texts;
}

const iso = (value: unknown): string | null => {
  const time = Number(value);
  return value === null || value === undefined || !Number.isFinite(time) ? null : new Date(time).toISOString();
};

const numberOrNull = (text: string | undefined): number | null =>
  text === undefined || text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text);

function statusOf(value: unknown): Run["status"] {
  const known = statuses.find((status) => status === value);
  return known ?? statuses[Number(value)] ?? "RUNNING";
}

/**
 * Reads one run's folder.
 *
 * @returns null for a deleted run.
 * @throws where `meta.yaml` is missing or broken.
 */
export function readRun(folder: string, experiment: Experiment): TrackedRun | null {
  const meta = readMeta(folder);
  if (!isActive(meta)) return null;
  const runId = meta["run_id"] ?? meta["run_uuid"];
  if (typeof runId !== "string") throw new Error("no run_id in meta.yaml");
  const tags = readTexts(join(folder, "tags"));
  const metrics: Record<string, MetricSummary> = {};
  for (const [name, text] of Object.entries(readTexts(join(folder, "metrics")))) {
    const summary = summarizeMetric(name, parseMetricLines(text));
    if (summary) metrics[name] = summary;
  }
  const startedAt = iso(meta["start_time"]) ?? iso(0)!;
  const endedAt = iso(meta["end_time"]);
  const family = tags[tagNames.family];
  return {
    runId,
    name: tags[tagNames.runName] ?? String(meta["run_name"] ?? meta["name"] ?? runId),
    experimentId: experiment.id,
    experimentName: experiment.name,
    project: tags[tagNames.project] ?? experiment.name,
    family: family && families.has(family) ? (family as Family) : null,
    learner: tags[tagNames.learner] ?? null,
    status: statusOf(meta["status"]),
    aliases: [],
    archived: false,
    parentRunId: tags[tagNames.parentRun] ?? null,
    startedAt,
    endedAt,
    durationMs: endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt),
    identity: tags[tagNames.identity] ?? null,
    seed: numberOrNull(tags[tagNames.seed]),
    backend: tags[tagNames.backend] ?? null,
    gitCommit: tags[tagNames.gitCommit] ?? null,
    params: readTexts(join(folder, "params")),
    metrics,
    tags,
    artifact: (name) => join(folder, "artifacts", name),
    metric: (name) => join(folder, "metrics", name),
  };
}

/** The active runs of an experiment. A folder that is half-written or broken is passed over, with a warning. */
export function readRuns(experiment: Experiment): { runs: TrackedRun[]; warnings: Warning[] } {
  const runs: TrackedRun[] = [];
  const warnings: Warning[] = [];
  for (const name of folders(experiment.folder)) {
    if (notRuns.has(name)) continue;
    try {
      const run = readRun(join(experiment.folder, name), experiment);
      if (run) runs.push(run);
    } catch (error) {
      warnings.push({
        code: "broken-run",
        message: `run ${name} of ${experiment.name} cannot be read and is left out: ${(error as Error).message.split("\n")[0]!.replace(/, open '.*'/, "")}`,
      });
    }
  }
  return { runs, warnings };
}
