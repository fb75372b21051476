import type { WorkerFunction } from "../../lib/worker-pool.js";
import { type BoostJob, boostPhases } from "./boost-phases.js";
import type { HelperInput } from "./start-team.js";
import { helpTeam } from "./team.js";

/** Helps to boost, in a worker, until the thread that leads ends it. */
export const helpBoost: WorkerFunction<HelperInput<BoostJob>, null> = ({ job, control, helper }) => {
  helpTeam(control, helper, boostPhases(job));
  return null;
};
