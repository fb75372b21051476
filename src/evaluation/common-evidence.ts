import { existsSync } from "node:fs";
import type { Warning } from "../lib/errors.js";
import type { Project } from "../projects/types.js";
import { tagNames } from "../tracking/tag-names.js";
import type { TrackedRun } from "../tracking/types.js";

/** Whether another tool trained it, so that nobody here knows on which rows. */
export const isForeign = ({ family }: Pick<TrackedRun, "family">): boolean => family === "onnx";

const titleOf = (run: TrackedRun): string => run.tags[tagNames.title] ?? run.name;

const canBeJudged = (run: TrackedRun, { policy }: Pick<Project, "policy">): boolean =>
  policy.evidence !== "cross-fitted" || existsSync(run.artifact("cross-fitted.parquet"));

/** Parts runs into those that the project's rows judge and those that only its test rows can judge. */
export function partByEvidence(
  project: Pick<Project, "policy">,
  runs: readonly TrackedRun[],
): { judged: TrackedRun[]; onTestRows: TrackedRun[] } {
  const judged = runs.filter((run) => canBeJudged(run, project));
  return { judged, onTestRows: runs.filter((run) => !judged.includes(run)) };
}

const trainingUnknown = (run: TrackedRun): Warning => ({
  code: "training-rows-unknown",
  message: `${titleOf(run)} was trained by another tool: which rows it learned from cannot be checked`,
});

/**
 * The project as all the runs can be judged: where one came as a fitted model, there is no recipe to fit again on other
 * folds, so that cross-fitted rows cannot judge it. Then test rows judge all of them, each by the model as it was fitted.
 *
 * @returns the project itself where nothing is in the way; what a reader has to know, as warnings.
 * @example withCommonEvidence(project, [champion, imported]).project.policy.evidence
 */
export function withCommonEvidence(
  project: Project,
  runs: readonly TrackedRun[],
): { project: Project; warnings: Warning[] } {
  const { onTestRows } = partByEvidence(project, runs);
  const unknown = runs.filter(isForeign).map(trainingUnknown);
  if (onTestRows.length === 0) return { project, warnings: unknown };
  const names = onTestRows.map(titleOf).join(" and ");
  const message = `${names} cannot be cross-fitted, because a fitted model holds no recipe to fit again without each fold; test rows judge instead, by the models as they were fitted`;
  return {
    project: { ...project, policy: { ...project.policy, evidence: "test" } },
    warnings: [{ code: "test-rows-only", message }, ...unknown],
  };
}
