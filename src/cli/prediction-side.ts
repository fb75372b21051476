import { existsSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import type { Contender } from "../decisions/documents.js";
import { AssayError } from "../lib/errors.js";
import { sha256File } from "../lib/hash.js";
import { findRoot } from "../lib/root.js";
import type { Task } from "../projects/types.js";
import { readModel } from "../tracking/artifacts.js";
import { findRun } from "../tracking/find-run.js";
import { listRuns } from "../tracking/list-runs.js";
import { readPredictionFile, type PredictionFile } from "../tracking/prediction-file.js";
import { readPredictions } from "../tracking/read-predictions.js";
import { tagNames } from "../tracking/tag-names.js";
import type { TrackedRun } from "../tracking/types.js";
import type { CompareFlags } from "./compare-flags.js";
import type { Terminal } from "./command.js";

/** Predictions from outside, before their labels are read. */
export interface Side {
  contender: Contender;
  file: PredictionFile;
}

const looksLikeFile = (reference: string): boolean =>
  /\.(csv|tsv|txt|parquet|pq|jsonl|ndjson|json)$/i.test(reference) || /^[./~]|\\/.test(reference);

/** True where a reader means a file: it is there, or its name says so. */
export const isFile = (reference: string, cwd: string): boolean =>
  existsSync(resolve(cwd, reference)) || looksLikeFile(reference);

/** The run that a reader means; where there is no workspace, that a file was meant. */
export async function resolveRun(
  reference: string,
  { project }: CompareFlags,
  terminal: Terminal,
): Promise<TrackedRun> {
  let root;
  try {
    root = findRoot(terminal.cwd);
  } catch {
    throw new AssayError(`${reference}: there is no such file`, {
      code: "no-file",
      file: reference,
      hint: "check the path; to compare runs, work inside an Assay workspace",
    });
  }
  const { runs } = await listRuns({ root, env: terminal.env, ...(project === undefined ? {} : { project }) });
  return findRun(runs, reference);
}

const titleOf = (run: TrackedRun): string => run.tags[tagNames.title] ?? run.name;

/** A run as one side of a comparison with a file. */
export async function runSide(run: TrackedRun): Promise<{ side: Side; task: Task }> {
  const { task, classes } = await readModel(run);
  const predictions = await readPredictions(run, "predictions");
  const path = `run ${run.name}`;
  const sha256 = await sha256File(run.artifact("predictions.parquet"));
  const labelled = Int32Array.from({ length: predictions.rows }, (_, row) => row).filter(
    (row) => !Number.isNaN(predictions.label[row]!),
  );
  const take = <T>(values: readonly T[]): T[] => Array.from(labelled, (row) => values[row]!);
  return {
    task,
    side: {
      contender: { name: titleOf(run), runId: run.runId, source: path, sha256 },
      file: {
        path,
        sha256,
        rows: labelled.length,
        id: take(predictions.id),
        label: Array.from(labelled, (row) => classes?.[predictions.label[row]!] ?? String(predictions.label[row])),
        prediction: Float64Array.from(labelled, (row) => predictions.prediction[row]!),
        probabilities:
          predictions.probabilities?.map((column) => ({
            class: column.class,
            values: Float64Array.from(labelled, (row) => column.values[row]!),
          })) ?? null,
        weight: predictions.weight ? Float64Array.from(labelled, (row) => predictions.weight![row]!) : null,
        split: take(predictions.split),
        time: predictions.time ? Float64Array.from(labelled, (row) => predictions.time![row]!) : null,
        unit: { column: "unit", values: take(predictions.unit) },
        segments: [],
      },
    },
  };
}

/** A file as one side of a comparison. */
export async function fileSide(path: string, flags: CompareFlags, cwd: string): Promise<Side> {
  const file = await readPredictionFile(path, flags.columns, cwd);
  const name = basename(path, extname(path));
  return { file, contender: { name, runId: null, source: path, sha256: file.sha256 } };
}
