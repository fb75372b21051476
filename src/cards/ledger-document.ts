import type { Project } from "../projects/types.js";
import type { Ledger, LedgerEntry, LedgerRun } from "../tracking/ledger.js";
import type { LedgerEvidence, LedgerLine } from "./evidence-types.js";

type Shown = LedgerLine["champion"];

/** What a run is called on pages: its specification's title where the project still has it, else its name. */
function showing(project: Pick<Project, "models">, entries: readonly LedgerEntry[]) {
  const names = new Map<string, string>();
  const learn = (run: LedgerRun | string | null): void => {
    if (run && typeof run === "object") names.set(run.runId, run.name);
  };
  for (const entry of entries) {
    if (entry.event === "moved") learn(entry.to);
    else if (entry.event === "promoted") [entry.from, entry.to].forEach(learn);
    else [entry.champion, entry.challenger].forEach(learn);
  }
  return (run: LedgerRun | string | null): Shown => {
    if (!run) return null;
    const runId = typeof run === "object" ? run.runId : run;
    const name = typeof run === "object" ? run.name : (names.get(runId) ?? runId.slice(0, 8));
    return { runId, title: project.models.find((model) => model.name === name)?.title ?? name };
  };
}

const nothing = {
  by: null,
  decision: null,
  rule: null,
  look: null,
  modelsJudged: null,
  rows: null,
  inputs: null,
  forced: false,
  reason: null,
};

function lineOf(entry: LedgerEntry, show: (run: LedgerRun | string | null) => Shown): LedgerLine {
  const { at, event } = entry;
  if (event === "initial") {
    const [champion, challenger] = [show(entry.champion), show(entry.challenger)];
    const sentence = `${champion!.title} began as champion`;
    return { ...nothing, at, event, sentence, champion, challenger, reason: entry.reason };
  }
  if (event === "moved") {
    const to = show(entry.to);
    const sentence = `The ${entry.alias} became another run, of ${to!.title}`;
    const [champion, challenger] = entry.alias === "champion" ? [to, null] : [null, to];
    return { ...nothing, at, event, sentence, champion, challenger, reason: entry.reason };
  }
  const { decision, rows, units = null, by = null, rule = null, inputs = null, look = null } = entry;
  const common = { at, by, decision, rule, inputs, look, modelsJudged: entry.modelsJudged ?? null };
  const judgedRows = { sha256: rows, units };
  if (event === "look") {
    const [champion, challenger] = [show(entry.champion), show(entry.challenger)];
    const sentence = `${challenger!.title} was judged against ${champion!.title}`;
    return { ...nothing, ...common, event, sentence, champion, challenger, rows: judgedRows };
  }
  const { from, to, forced, reason } = entry;
  const sentence = `${show(to)!.title} was made champion${from ? ` in place of ${show(from)!.title}` : ""}${forced ? ", against the verdict" : ""}`;
  return { ...common, event, sentence, champion: show(from), challenger: show(to), rows: judgedRows, forced, reason };
}

const known: ReadonlySet<string> = new Set<LedgerEntry["event"]>(["initial", "moved", "look", "promoted"]);

/**
 * The audit trail of one project: every decision that its ledger holds, the newest first.
 *
 * @example ledgerDocument(project, await readLedger({ root, env: process.env })).lines[0]?.sentence
 */
export function ledgerDocument(project: Pick<Project, "id" | "models">, { entries, skipped }: Ledger): LedgerEvidence {
  const own = entries.filter((entry) => entry.project === project.id && known.has(entry.event));
  const show = showing(project, own);
  return { lines: own.map((entry) => lineOf(entry, show)).reverse(), skipped };
}
