import { AssayError } from "../../lib/errors.js";
import type { Task } from "../../projects/types.js";
import { baseLearners } from "../base-learners.js";
import type { Learner, Parameters } from "../types.js";

/** A base learner with the parameters that are given for it. */
export interface BaseModel {
  learner: Learner;
  parameters: Parameters;
}

/** `ridge.penalty` → `["ridge", "penalty"]`; null where there is no dot. */
function splitName(name: string): [string, string] | null {
  const dot = name.indexOf(".");
  return dot < 0 ? null : [name.slice(0, dot), name.slice(dot + 1)];
}

/** Parameters of the combined learner itself, and those of its base learners: `ridge.penalty`. */
export function splitParameters(given: Parameters): { own: Parameters; ofBases: Parameters } {
  const entries = Object.entries(given);
  return {
    own: Object.fromEntries(entries.filter(([name]) => !splitName(name))),
    ofBases: Object.fromEntries(entries.filter(([name]) => splitName(name))),
  };
}

/**
 * The base learners of that name, each with its own parameters.
 *
 * @param names separated by commas.
 * @param ofBases parameters named `learner.parameter`.
 * @throws AssayError for a learner that is unknown, named twice or for another task, and for a parameter that none of
 * them takes.
 */
export function baseModels(combined: string, names: string, task: Task, ofBases: Parameters): BaseModel[] {
  const listed = names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const able = baseLearners.filter(({ tasks }) => tasks.includes(task)).map(({ name }) => name);
  if (listed.length === 0 || new Set(listed).size < listed.length)
    throw new AssayError(
      `${combined}: the base learners are "${names}", expected one or more names, each once, separated by commas`,
      { code: "bad-parameter", hint: `choose from ${able.join(", ")}` },
    );
  const bases = listed.map((name) => {
    const learner = baseLearners.find((base) => base.name === name);
    if (!learner || !learner.tasks.includes(task))
      throw new AssayError(`${combined}: no base learner "${name}" for ${task}; there are ${able.join(", ")}`, {
        code: "unknown-learner",
        hint: "correct the name",
      });
    return { learner, parameters: {} as Parameters };
  });
  for (const [name, value] of Object.entries(ofBases)) {
    const [of, parameter] = splitName(name)!;
    const base = bases.find(({ learner }) => learner.name === of);
    if (!base || !Object.hasOwn(base.learner.defaults, parameter))
      throw new AssayError(`${combined}: no parameter "${name}"; its base learners are ${listed.join(", ")}`, {
        code: "unknown-parameter",
        hint: base
          ? `${of} takes ${Object.keys(base.learner.defaults).join(", ") || "none"}`
          : "name one of the base learners before the dot",
      });
    base.parameters[parameter] = value;
  }
  return bases;
}
