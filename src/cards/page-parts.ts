import type { ChampionDocument, Recommendation } from "../decisions/documents.js";
import type { DriftPageDocument } from "../decisions/drift-types.js";
import type { ManyModels } from "../evaluation/many-types.js";
import type { Leaderboard } from "../evaluation/types.js";
import type { CompareEvidence, DriftEvidence, DriftWindows, OtherPairs } from "./evidence-types.js";

/** The leader board with the ends of every paired gain, so that its page needs no pair in full. */
export const compareEvidence = (
  leaderboard: Leaderboard,
  { pairs }: ChampionDocument,
  many: ManyModels & { recommendations: Recommendation[] },
): CompareEvidence => ({
  ...leaderboard,
  ...many,
  paired: pairs.map(({ compare }) => ({
    champion: compare.champion.runId!,
    challenger: compare.challenger.runId!,
    gains: Object.fromEntries(compare.metrics.map(({ name, gain }) => [name, [gain.lower, gain.upper]])),
  })),
});

/** Parts what the first view of `champion` needs, the first pair with its curves, from the others. */
export function championParts({ pairs, curves, ...document }: ChampionDocument): {
  champion: ChampionDocument;
  pairs: OtherPairs;
} {
  const first = pairs.slice(0, 1);
  const shown = new Set(first.flatMap(({ compare }) => [compare.champion.runId, compare.challenger.runId]));
  const part = (isShown: boolean): ChampionDocument["curves"] =>
    Object.fromEntries(Object.entries(curves).filter(([runId]) => shown.has(runId) === isShown));
  return {
    champion: { ...document, curves: part(true), pairs: first },
    pairs: { pairs: pairs.slice(1), curves: part(false) },
  };
}

/** Parts what the first view of `drift` needs, the newest window, from the windows in full. */
export const driftParts = ({
  windows,
  ...document
}: DriftPageDocument): { drift: DriftEvidence; windows: DriftWindows } => ({
  drift: {
    ...document,
    windows: windows.map(({ name, from, to, document: { state, columns } }) => ({
      name,
      from,
      to,
      state,
      psi: Object.fromEntries(columns.map((column) => [column.name, column.effect.estimate])),
    })),
    newest: windows.at(-1)?.document ?? null,
  },
  windows: { documents: windows.map((window) => window.document) },
});
