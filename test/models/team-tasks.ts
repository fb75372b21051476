import { AssayError } from "../../src/lib/errors.js";
import type { WorkerFunction } from "../../src/lib/worker-pool.js";
import type { HelperInput } from "../../src/models/trees/start-team.js";
import { helpTeam } from "../../src/models/trees/team.js";

type Helper = WorkerFunction<HelperInput<Int32Array>, null>;

const helping =
  (work: (tasks: Int32Array, task: number) => void): Helper =>
  ({ job, control, helper }) => {
    helpTeam(control, helper, [(task) => work(job, task)]);
    return null;
  };

/** Counts how often it did each task. */
export const count = helping((tasks, task) => Atomics.add(tasks, task, 1));

export const exit = helping(() => process.exit(7));

export const fail = helping(() => {
  throw new AssayError("the helper's own words", { code: "of-the-helper" });
});
