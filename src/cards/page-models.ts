import { existsSync, statSync } from "node:fs";
import type { TrackedRun } from "../tracking/types.js";

/** Bytes of one model's JSON that a page may load, and of all models of a project in the site. */
const mostBytes = 6e6;
const mostBytesOfProject = 12e6;

/** A run's model as a page sees it. */
export interface PageModel {
  run: TrackedRun;
  /** Of the model's JSON. */
  bytes: number;
  /** False where it is too large for a page. */
  fits: boolean;
}

const rank = ({ aliases }: TrackedRun): number =>
  aliases.includes("champion") ? 0 : aliases.includes("challenger") ? 1 : 2;

/**
 * Which models the site holds, so that its pages can predict: champion, challenger, then the others in their order, as
 * far as there is room. Runs that keep no JSON, or one that only a runtime of its own scores, are left out.
 *
 * @example pageModels(runs).filter(({ fits }) => fits).map(({ run }) => run.runId)
 */
export function pageModels(runs: readonly TrackedRun[]): PageModel[] {
  let left = mostBytesOfProject;
  return runs
    .filter((run) => run.family !== "onnx" && existsSync(run.artifact("model.json")))
    .sort((a, b) => rank(a) - rank(b))
    .map((run) => {
      const bytes = statSync(run.artifact("model.json")).size;
      const fits = bytes <= Math.min(mostBytes, left);
      if (fits) left -= bytes;
      return { run, bytes, fits };
    });
}
