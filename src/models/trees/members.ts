import { availableWorkers } from "../../lib/worker-pool.js";

/** Threads beyond this gain little: features are few. */
const mostMembers = 8;

/** Below so many values to sum, starting a thread takes longer than it saves. */
const fewValues = 2_000_000;

/**
 * Threads that grow trees together.
 *
 * @param asked by the caller of the fit.
 * @param values that are summed at least once, in all.
 */
export const membersFor = (asked: number | undefined, values: number): number =>
  Math.min(asked ?? (values < fewValues ? 1 : availableWorkers()), mostMembers);
