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
      champion: string;
      challenger: string;
      /** Run ids of every model that these rows have judged, these two included. */
      models: string[];
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
}

/** A pair of models on a set of rows. */
export interface Pair {
  project: string;
  /** Hash of the judged rows: ids and labels. */
  rows: string;
  champion: string;
  challenger: string;
  /** Run ids of the models shown on these rows, beyond the pair. */
  models?: readonly string[];
}

/**
 * The look number of a pair on a set of rows, and how many models those rows have judged, counting this time. The same
 * rows judging the same pair again is no new look.
 */
export function looks(ledger: Ledger, { project, rows, champion, challenger, models = [] }: Pair): Looks {
  const seen = ledger.entries.filter((entry) => entry.event === "look" && entry.project === project);
  const sets = new Set<string>();
  const judged = new Set([champion, challenger, ...models]);
  for (const entry of seen) {
    if (entry.event !== "look") continue;
    if (entry.champion === champion && entry.challenger === challenger) sets.add(entry.rows);
    if (entry.rows === rows) for (const model of entry.models) judged.add(model);
  }
  const order = [...sets];
  const look = sets.has(rows) ? order.indexOf(rows) + 1 : order.length + 1;
  return { look, modelsJudged: judged.size };
}

/** Writes down that these rows judged this pair, unless the ledger has it already. */
export async function recordLook(
  workspace: Workspace,
  { project, rows, champion, challenger, models = [] }: Pair,
  { decision, now }: { decision: string; now: Date },
): Promise<void> {
  const store = locateStore(workspace);
  const all = [...new Set([champion, challenger, ...models])].sort();
  const { entries } = await readLedgerOf(store);
  const known = entries.some(
    (entry) =>
      entry.event === "look" &&
      entry.project === project &&
      entry.rows === rows &&
      entry.champion === champion &&
      entry.challenger === challenger &&
      entry.decision === decision &&
      all.every((model) => entry.models.includes(model)),
  );
  if (known) return;
  const entry: LedgerEntry = {
    at: now.toISOString(),
    project,
    event: "look",
    rows,
    champion,
    challenger,
    models: all,
    decision,
  };
  await appendToLedger(store, entry);
}
