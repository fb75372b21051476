import type { JudgedRun } from "./evidence.js";

/** A run's learner and parameters, those named left out, as one text: runs with the same text differ in these alone. */
export function sameBut({ run }: Pick<JudgedRun, "run">, ...names: readonly string[]): string {
  const rest = Object.entries(run.params).filter(([name]) => !names.includes(name));
  return JSON.stringify([run.learner, rest.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Groups values by a key, in the order of their first members. */
export function groupsBy<T>(values: readonly T[], key: (value: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return [...groups.values()];
}
