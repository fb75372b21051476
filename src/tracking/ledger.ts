import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "../lib/files.js";
import { locateStore, type LocalStore, type Workspace } from "./location.js";

/** A run in the ledger: its id, and the name by which people knew it. */
export interface LedgerRun {
  runId: string;
  name: string;
}

/** One line of the ledger. `at` is ISO 8601 in UTC. */
export type LedgerEntry = { at: string; project: string } & (
  | { event: "initial"; champion: LedgerRun; challenger: LedgerRun | null; reason: string }
  | { event: "moved"; alias: string; from: string; to: LedgerRun; reason: string }
  | {
      event: "look";
      /** Hash of the ids and labels of the judged rows. */
      rows: string;
      /** Number of independent units among these rows; earlier ledgers do not say. */
      units?: number;
      /** Earlier ledgers give run ids alone. */
      champion: LedgerRun | string;
      challenger: LedgerRun | string;
      /** Every model shown on these rows, these two included. */
      models: (LedgerRun | string)[];
      decision: string;
    }
);

export interface Ledger {
  entries: LedgerEntry[];
  /** Lines that could not be read, such as a last one that a crash tore. */
  skipped: number;
}

const ledgerFile = (store: LocalStore): string => join(store.folder, "ledger.jsonl");

function parseEntry(line: string): LedgerEntry | null {
  try {
    const entry = JSON.parse(line) as LedgerEntry;
    return typeof entry === "object" && entry !== null && typeof entry.event === "string" ? entry : null;
  } catch {
    return null;
  }
}

/** {@link readLedger} of a store already found. */
export async function readLedgerOf(store: LocalStore): Promise<Ledger> {
  const text = await readFile(ledgerFile(store), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const entries = lines.map(parseEntry).filter((entry) => entry !== null);
  return { entries, skipped: lines.length - entries.length };
}

/** The store's ledger, in the order in which it was written; a missing one is empty. */
export const readLedger = (workspace: Workspace): Promise<Ledger> => readLedgerOf(locateStore(workspace));

/**
 * Appends one line, in one write. It begins with a line feed where an earlier line was torn, so that the torn one spoils
 * nothing but itself.
 */
export async function appendToLedger(store: LocalStore, entry: LedgerEntry): Promise<void> {
  const path = ledgerFile(store);
  try {
    await mkdir(store.folder, { recursive: true });
    const before = await readFile(path, "utf8").catch(() => "");
    const gap = before === "" || before.endsWith("\n") ? "" : "\n";
    await appendFile(path, `${gap}${JSON.stringify(entry)}\n`, { flag: "a" });
  } catch (error) {
    throw fileError(error, path);
  }
}

export interface Looks {
  /** How many sets of rows have judged this pair, this one included: 1 is the first look. */
  look: number;
  /** How many models these rows have judged, these included. */
  modelsJudged: number;
  /** Independent units at the pair's first look, for which its confidence sequence is narrowest. */
  unitsAtFirstLook: number;
}

/** A pair of models on a set of rows. */
export interface Pair {
  project: string;
  /** Hash of the judged rows: ids and labels. */
  rows: string;
  /** Number of independent units among these rows. */
  units: number;
  champion: LedgerRun;
  challenger: LedgerRun;
  /** The models shown on these rows, beyond the pair. */
  models?: readonly LedgerRun[];
}

const shownRuns = ({ champion, challenger, models = [] }: Pair): LedgerRun[] => [champion, challenger, ...models];

/** What a run of a look is called; earlier ledgers gave the id alone, and a run that nothing names is named by its id. */
function namesIn({ entries }: Ledger, shown: readonly LedgerRun[]): (run: LedgerRun | string) => string {
  const named = entries.flatMap((entry): (LedgerRun | string | null)[] => {
    if (entry.event === "initial") return [entry.champion, entry.challenger];
    return entry.event === "moved" ? [entry.to] : [entry.champion, entry.challenger, ...entry.models];
  });
  const names = new Map<string, string>();
  for (const run of [...named, ...shown]) if (run && typeof run === "object") names.set(run.runId, run.name);
  return (run) => (typeof run === "object" ? run.name : (names.get(run) ?? run));
}

/**
 * The look number of a pair on a set of rows, the units at its first look, and how many models those rows have judged,
 * counting this time.
 *
 * A pair is two names in a project, not two run ids: new rows retrain both runs, and it is the same pair that they judge
 * again. So the same rows are no new look, whatever was retrained on them. Of earlier looks these rows' models count by
 * name too, for a change of code that leaves a model as it was must not count as another; a specification that is tuned
 * and keeps its name is thus counted once. Runs shown together now count each.
 *
 * A ledger whose first look does not say its units gives the present number.
 */
export function looks(ledger: Ledger, pair: Pair): Looks {
  const shown = shownRuns(pair);
  const nameOf = namesIn(ledger, shown);
  const shownNames = new Set(shown.map(({ name }) => name));
  const unitsOf = new Map<string, number | undefined>();
  const others = new Set<string>();
  for (const entry of ledger.entries) {
    if (entry.event !== "look" || entry.project !== pair.project) continue;
    if (nameOf(entry.champion) === pair.champion.name && nameOf(entry.challenger) === pair.challenger.name)
      unitsOf.set(entry.rows, unitsOf.get(entry.rows) ?? entry.units);
    if (entry.rows === pair.rows)
      for (const name of entry.models.map(nameOf)) if (!shownNames.has(name)) others.add(name);
  }
  const order = [...unitsOf.keys()];
  return {
    look: unitsOf.has(pair.rows) ? order.indexOf(pair.rows) + 1 : order.length + 1,
    modelsJudged: new Set(shown.map(({ runId }) => runId)).size + others.size,
    unitsAtFirstLook: unitsOf.get(order[0] ?? pair.rows) ?? pair.units,
  };
}

const idOf = (run: LedgerRun | string): string => (typeof run === "object" ? run.runId : run);

/** Writes down that these rows judged this pair, unless the ledger has it already. */
export async function recordLook(
  workspace: Workspace,
  pair: Pair,
  { decision, now }: { decision: string; now: Date },
): Promise<void> {
  const store = locateStore(workspace);
  const { project, rows, units, champion, challenger } = pair;
  const models = [...new Map(shownRuns(pair).map(({ runId, name }) => [runId, { runId, name }])).values()];
  models.sort((a, b) => a.runId.localeCompare(b.runId));
  const { entries } = await readLedgerOf(store);
  const known = entries.some(
    (entry) =>
      entry.event === "look" &&
      entry.project === project &&
      entry.rows === rows &&
      entry.units === units &&
      idOf(entry.champion) === champion.runId &&
      idOf(entry.challenger) === challenger.runId &&
      entry.decision === decision &&
      models.every(({ runId }) => entry.models.some((model) => idOf(model) === runId)),
  );
  if (known) return;
  const named = ({ runId, name }: LedgerRun): LedgerRun => ({ runId, name });
  await appendToLedger(store, {
    at: now.toISOString(),
    project,
    event: "look",
    rows,
    units,
    champion: named(champion),
    challenger: named(challenger),
    models,
    decision,
  });
}
