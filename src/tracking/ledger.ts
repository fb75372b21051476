import { mkdir, open, readFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "../lib/files.js";
import { withLock } from "../lib/lock.js";
import { locateStore, type LocalStore, type Workspace } from "./location.js";

/** A run in the ledger: its id, and the name by which people knew it. */
export interface LedgerRun {
  runId: string;
  name: string;
}

/** How a pair was judged: the verdict, and what it rests on. */
export interface Judgement {
  decision: string;
  /** The rule of contract §4 that decided. */
  rule: string;
  /** SHA-256 of the predictions that were judged; null where they came from no file. */
  inputs: { champion: string | null; challenger: string | null };
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
      /** Who asked; null where nobody is known. This and what follows: earlier ledgers do not say. */
      by?: string | null;
      rule?: string;
      inputs?: Judgement["inputs"];
      look?: number;
      modelsJudged?: number;
    }
  | ({
      event: "promoted";
      by: string | null;
      from: LedgerRun | null;
      to: LedgerRun;
      /** True where it was done against the verdict. */
      forced: boolean;
      /** The person's own words; null where none were given. */
      reason: string | null;
      rows: string;
      units: number;
      look: number;
      modelsJudged: number;
    } & Judgement)
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

/** True where the file ends within a line that a crash tore. */
async function isTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== "\n";
}

/** Writes one whole line, flushed; it begins with a line feed where the last one was torn, so that only that is lost. */
async function appendLine(store: LocalStore, entry: LedgerEntry): Promise<void> {
  const path = ledgerFile(store);
  try {
    await mkdir(store.folder, { recursive: true });
    const file = await open(path, "a+");
    try {
      await file.appendFile(`${(await isTorn(file)) ? "\n" : ""}${JSON.stringify(entry)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path);
  }
}

/**
 * Appends the line that `entryFor` makes of the ledger as it stands; null appends nothing. Lines are never changed, and
 * several processes may write at once: no other line comes between what `entryFor` reads and what it writes.
 */
export const appendToLedger = (store: LocalStore, entryFor: (ledger: Ledger) => LedgerEntry | null): Promise<void> =>
  withLock(join(store.work, "ledger.lock"), async () => {
    const entry = entryFor(await readLedgerOf(store));
    if (entry) await appendLine(store, entry);
  });
