import { selectionWarning } from "../decisions/compare-warnings.js";
import { projects } from "../projects/index.js";
import type { Task } from "../projects/types.js";
import type { Terminal } from "./command.js";
import type { CompareFlags } from "./compare-flags.js";
import { compareSides } from "./compare-sides.js";
import type { ComparedPair } from "./compared-pair.js";
import { joinSides } from "./join-sides.js";
import { fileSide, isFile, resolveRun, runSide, type Side } from "./prediction-side.js";

/** Reads A and B, whatever each is, and compares them: runs of one project by its policy, all else as files. */
async function compareReferences(a: string, b: string, flags: CompareFlags, terminal: Terminal): Promise<ComparedPair> {
  const read = async (reference: string) =>
    isFile(reference, terminal.cwd)
      ? { side: await fileSide(reference, flags, terminal.cwd) }
      : { run: await resolveRun(reference, flags, terminal) };
  const [left, right] = [await read(a), await read(b)];
  const project =
    left.run && left.run.project === right.run?.project && projects.find(({ id }) => id === left.run.project);
  if (project) {
    const { compareRuns } = await import("./compare-project.js");
    return await compareRuns(project, left.run, right.run!, flags, terminal);
  }
  const asSide = async ({ side, run }: Awaited<ReturnType<typeof read>>): Promise<{ side: Side; task?: Task }> =>
    run ? await runSide(run) : { side: side! };
  const [champion, challenger] = [await asSide(left), await asSide(right)];
  return compareSides(joinSides([champion.side, challenger.side], flags, champion.task ?? challenger.task), flags);
}

/**
 * Measures and decides.
 *
 * @param a the champion: a run, an alias or a file of predictions; `b` the challenger.
 */
export async function comparePair(
  a: string,
  b: string,
  flags: CompareFlags,
  terminal: Terminal,
): Promise<ComparedPair> {
  const pair = await compareReferences(a, b, flags, terminal);
  const { compare } = pair;
  return { ...pair, compare: { ...compare, warnings: [...compare.warnings, ...selectionWarning(pair)] } };
}
