import { AssayError } from "../lib/errors.js";
import { baseLearners } from "./base-learners.js";
import { splitConformal } from "./combined/split-conformal.js";
import { stacking } from "./combined/stacking.js";
import type { Learner } from "./types.js";

/** All learners by name. */
export const learners: Record<string, Learner> = Object.fromEntries(
  [...baseLearners, stacking, splitConformal].map((learner) => [learner.name, learner]),
);

/**
 * The learner of that name.
 *
 * @throws AssayError `unknown-learner`, which lists the names there are.
 * @example getLearner("ridge")
 */
export function getLearner(name: string): Learner {
  if (Object.hasOwn(learners, name)) return learners[name]!;
  throw new AssayError(`no learner "${name}"; learners are ${Object.keys(learners).join(", ")}`, {
    code: "unknown-learner",
    hint: "correct the name",
  });
}

export { crossFit } from "./cross-fit.js";
export { fromJSON } from "./score.js";
