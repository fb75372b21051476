import { pageModels } from "../cards/page-models.js";
import { withImported } from "../cards/other-runs.js";
import { projectState } from "../features/sources.js";
import { AssayError } from "../lib/errors.js";
import { findRoot } from "../lib/root.js";
import { projects } from "../projects/index.js";
import type { Project } from "../projects/types.js";
import { ensureRuns } from "../tracking/ensure-runs.js";

/** A project as the site's frame knows it. */
export interface SiteProject {
  id: string;
  title: string;
  /** Runs that have a card, the champion's first; none where the data is not here. */
  runs: string[];
  /** Runs whose models its pages load. */
  models: string[];
}

/**
 * The projects that this build shows: all, or those that `ASSAY_PROJECTS` names, separated by commas.
 *
 * @throws AssayError `no-project` for a name that is none.
 */
export function chosenProjects(env: Readonly<Record<string, string | undefined>>): Project[] {
  const names = env["ASSAY_PROJECTS"]?.split(",").filter(Boolean);
  if (!names || names.length === 0) return [...projects];
  return names.map((name) => {
    const found = projects.find(({ id }) => id === name);
    if (found) return found;
    throw new AssayError(`no project "${name}"; there are ${projects.map(({ id }) => id).join(", ")}`, {
      code: "no-project",
      hint: "correct ASSAY_PROJECTS",
    });
  });
}

/** What the site has pages for, with missing runs trained first. */
export async function siteProjects(): Promise<SiteProject[]> {
  const place = { root: findRoot(), env: process.env };
  const found: SiteProject[] = [];
  for (const project of chosenProjects(process.env)) {
    const { id, title } = project;
    const { state } = await projectState(project, place);
    const own = state === "ready" ? await ensureRuns(project, { ...place, now: () => new Date() }) : [];
    const { judged, onTestRows } = await withImported(project, own, place);
    const runs = [...judged, ...onTestRows];
    const models = pageModels(runs).filter(({ fits }) => fits);
    found.push({
      id,
      title,
      runs: runs.map(({ runId }) => runId),
      models: models.map(({ run }) => run.runId),
    });
  }
  return found;
}
