import { appendToLedger, type Judgement, type Ledger, type LedgerRun } from "./ledger.js";
import { locateStore, type Workspace } from "./location.js";

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
    if (entry.event === "look") return [entry.champion, entry.challenger, ...entry.models];
    return entry.event === "promoted" ? [entry.from, entry.to] : [entry.to];
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
 * again, whichever of them is champion by then. So the same rows are no new look, whatever was retrained on them. Of earlier looks these rows' models count by
 * name too, for a change of code that leaves a model as it was must not count as another; a specification that is tuned
 * and keeps its name is thus counted once. Runs shown together now count each.
 *
 * A ledger whose first look does not say its units gives the present number.
 */
export function looks(ledger: Ledger, pair: Pair): Looks {
  const shown = shownRuns(pair);
  const nameOf = namesIn(ledger, shown);
  const shownNames = new Set(shown.map(({ name }) => name));
  const names = [pair.champion.name, pair.challenger.name].sort();
  const isPair = (judged: string[]): boolean => judged.sort().every((name, i) => name === names[i]);
  const unitsOf = new Map<string, number | undefined>();
  const others = new Set<string>();
  for (const entry of ledger.entries) {
    if (entry.event !== "look" || entry.project !== pair.project) continue;
    if (isPair([nameOf(entry.champion), nameOf(entry.challenger)]))
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

/** True where a line says already that these rows judged this pair so. */
const isKnown = (
  { entries }: Ledger,
  pair: Pair,
  models: readonly LedgerRun[],
  { decision, rule }: Judgement,
): boolean =>
  entries.some(
    (entry) =>
      entry.event === "look" &&
      entry.project === pair.project &&
      entry.rows === pair.rows &&
      entry.units === pair.units &&
      idOf(entry.champion) === pair.champion.runId &&
      idOf(entry.challenger) === pair.challenger.runId &&
      entry.decision === decision &&
      entry.rule === rule &&
      models.every(({ runId }) => entry.models.some((model) => idOf(model) === runId)),
  );

const named = ({ runId, name }: LedgerRun): LedgerRun => ({ runId, name });

/** Writes down that these rows judged this pair, unless the ledger has it already. */
export async function recordLook(
  workspace: Workspace,
  pair: Pair,
  { now, by, ...judgement }: Judgement & { now: Date; by: string | null },
): Promise<void> {
  const store = locateStore(workspace);
  const models = [...new Map(shownRuns(pair).map((run) => [run.runId, named(run)])).values()];
  models.sort((a, b) => a.runId.localeCompare(b.runId));
  await appendToLedger(store, (ledger) => {
    if (isKnown(ledger, pair, models, judgement)) return null;
    const { look, modelsJudged } = looks(ledger, pair);
    return {
      at: now.toISOString(),
      project: pair.project,
      event: "look",
      by,
      rows: pair.rows,
      units: pair.units,
      champion: named(pair.champion),
      challenger: named(pair.challenger),
      models,
      ...judgement,
      look,
      modelsJudged,
    };
  });
}
