import { AssayError } from "../lib/errors.js";
import type { Run } from "./types.js";

const shortestPrefix = 6;

function candidates<R extends Run>(runs: readonly R[], name: string): R[] {
  const exact = runs.filter(({ runId }) => runId === name);
  if (exact.length > 0) return exact;
  const alias = runs.filter(({ aliases }) => aliases.includes(name));
  if (alias.length > 0) return alias;
  const named = runs.filter((run) => run.name === name);
  if (named.length > 0) return named;
  return name.length >= shortestPrefix ? runs.filter(({ runId }) => runId.startsWith(name)) : [];
}

/** The newest of each project, so that a retrained run hides those it replaced. */
function newestByProject<R extends Run>(runs: readonly R[]): R[] {
  const newest = new Map<string, R>();
  for (const run of runs) {
    const other = newest.get(run.project);
    if (!other || other.startedAt < run.startedAt) newest.set(run.project, run);
  }
  return [...newest.values()];
}

/**
 * The run that a person means: an id (or its first six digits), an alias (`champion`), or a name (`boosted-trees`), with
 * `<project>/` before it where several projects have one. Of several runs with one name, the newest.
 *
 * @throws AssayError `no-run` or `ambiguous-run`, naming what there is.
 * @example findRun(runs, "nyc-flights/champion")
 */
export function findRun<R extends Run>(runs: readonly R[], reference: string): R {
  const slash = reference.lastIndexOf("/");
  const project = slash > 0 ? reference.slice(0, slash) : null;
  const within = project === null ? runs : runs.filter((run) => run.project === project);
  const found = newestByProject(candidates(within, reference.slice(slash + 1)));
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw new AssayError(`"${reference}" means a run in each of ${found.map((run) => run.project).join(", ")}`, {
      code: "ambiguous-run",
      hint: `name the project too: ${found[0]!.project}/${reference}`,
    });
  const names = [...new Set(within.flatMap(({ name, aliases }) => [...aliases, name]))];
  throw new AssayError(
    `no run "${reference}"; ${names.length > 0 ? `there are ${names.join(", ")}` : "there are none yet"}`,
    {
      code: "no-run",
      hint: names.length > 0 ? "see them all with assay runs" : "train them with assay build",
    },
  );
}
