import type { WorkerFunction } from "../../lib/worker-pool.js";
import { createForestGrower, type ForestJob, type ForestTree, takeTree } from "./forest-trees.js";

/** Grows trees of a forest, in a worker, until none are left. */
export const helpForest: WorkerFunction<{ job: ForestJob; slot: number }, ForestTree[]> = async ({ job, slot }) => {
  Atomics.store(job.turn, slot + 2, 1);
  const growTree = createForestGrower(job, slot);
  const grown: ForestTree[] = [];
  for (let index = takeTree(job); index >= 0; index = takeTree(job)) {
    grown.push(await growTree(index));
    Atomics.add(job.turn, 1, 1);
  }
  return grown;
};
