import type { Run } from "../tracking/types.js";
import type { ParameterChange } from "./pair-types.js";

/** What of a run is a parameter: its learner, its seed and what the learner was given. */
const parametersOf = ({ learner, seed, params }: Pick<Run, "learner" | "seed" | "params">): Record<string, string> => ({
  ...(learner === null ? {} : { learner }),
  ...(seed === null ? {} : { seed: String(seed) }),
  ...params,
});

/** The parameters in which two runs differ, in the order of their names; null where a run has none of this name. */
export function parameterChanges(
  champion: Pick<Run, "learner" | "seed" | "params">,
  challenger: Pick<Run, "learner" | "seed" | "params">,
): ParameterChange[] {
  const [a, b] = [parametersOf(champion), parametersOf(challenger)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .sort()
    .map((name) => ({ name, champion: a[name] ?? null, challenger: b[name] ?? null }))
    .filter((change) => change.champion !== change.challenger);
}
