import { withDatabase } from "../engine/database.js";
import { withCommonEvidence } from "../evaluation/common-evidence.js";
import { leaderboard } from "../evaluation/leaderboard.js";
import { readEvidence } from "../evaluation/read.js";
import { replicate } from "../evaluation/replicated.js";
import { openProject } from "../features/open-project.js";
import { readFeatureTable } from "../features/read-features.js";
import type { OnProgress } from "../lib/progress.js";
import type { Project } from "../projects/types.js";
import type { Workspace } from "../tracking/location.js";
import type { TrackedRun } from "../tracking/types.js";
import { projectCards } from "./project-cards.js";
import type { CardDocument } from "./types.js";

/**
 * The model card of one tracked run: opens the project's data, judges the run's predictions, and composes.
 *
 * @throws AssayError where the data is not here, or the run has no predictions.
 * @example await readCard(project, run, { root, env: process.env, seed: 1 })
 */
export async function readCard(
  project: Project,
  run: TrackedRun,
  { root, env, seed, onProgress }: Workspace & { seed: number; onProgress?: OnProgress },
): Promise<CardDocument> {
  const progress = onProgress ? { onProgress } : {};
  return await withDatabase(async (database) => {
    const opened = await openProject(database, project, { root, env, ...progress });
    const table = await readFeatureTable(database, project);
    const judged = withCommonEvidence(project, [run]);
    const evidence = replicate(await readEvidence(judged.project, [run], table), { seed, ...progress });
    const warnings = [...opened.warnings, ...judged.warnings];
    return projectCards(judged.project, { evidence, leaderboard: leaderboard(evidence), table, warnings })[0]!;
  });
}
