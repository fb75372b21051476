import type { Project } from "../projects/types.js";
import { readPlanned } from "./ensure-runs.js";
import { locateStore, type Workspace } from "./location.js";
import { planRuns } from "./plan-runs.js";
import { experimentOf } from "./project-store.js";
import { tagNames } from "./tag-names.js";
import type { TrackedRun } from "./types.js";

/** What the store holds of the runs that a project's specifications ask for. */
export interface PresentRuns {
  runs: TrackedRun[];
  /** True of a run on today's data and, where a specification has its name, today's code; and of another tool's run. */
  isCurrent(run: TrackedRun): boolean;
}

/**
 * Looks up a project's current runs without training what is missing.
 *
 * @throws AssayError `missing-file` where the data are not here.
 * @example (await presentRuns(project, { root, env: process.env })).runs.length
 */
export async function presentRuns(project: Project, workspace: Workspace): Promise<PresentRuns> {
  const plans = await planRuns(project, workspace);
  const present = readPlanned(experimentOf(locateStore(workspace), project), plans);
  return {
    runs: present.filter((run) => run !== null),
    isCurrent({ name, identity, tags }) {
      const same = plans.find(({ specification }) => specification.name === name);
      const data = tags[tagNames.dataSha256] === plans[0]?.identity.dataSha256;
      return identity === null || (data && (!same || tags[tagNames.codeSha256] === same.identity.codeSha256));
    },
  };
}
