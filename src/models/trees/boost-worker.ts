import type { WorkerFunction } from "../../lib/worker-pool.js";
import { type BoostJob, boostPhases } from "./boost-phases.js";
import { helpTeam } from "./team.js";

/** Helps to boost, in a worker, until the thread that leads ends it. */
export const helpBoost: WorkerFunction<{ job: BoostJob; control: Int32Array }, null> = ({ job, control }) => {
  helpTeam(control, boostPhases(job));
  return null;
};
