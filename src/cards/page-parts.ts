import type { ChampionDocument, Recommendation } from "../decisions/documents.js";
import type { DriftDocument, DriftPageDocument, DriftState } from "../decisions/drift-types.js";
import type { ManyModels } from "../evaluation/many-types.js";
import type { Leaderboard, MetricDescription } from "../evaluation/types.js";
import { getMetric } from "../metrics/index.js";
import type { CompareEvidence, DriftEvidence, DriftWindows, OtherPairs } from "./evidence-types.js";

/** The leader board with the ends of every paired gain, so that its page needs no pair in full. */
export const compareEvidence = (
  leaderboard: Leaderboard,
  { pairs }: ChampionDocument,
  many: ManyModels & { recommendations: Recommendation[] },
  others: Pick<CompareEvidence, "searches" | "onTestRows">,
): CompareEvidence => ({
  ...leaderboard,
  ...many,
  ...others,
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

type Importance = readonly { feature: string; value: number }[];

/** Share of what a model rests on that is in features of one state; of the features' number where nothing is known. */
function shareOf(state: DriftState, { columns }: DriftDocument, importance: Importance): number {
  const features = columns.filter(({ role }) => role === "feature");
  const known = new Map(importance.map(({ feature, value }) => [feature, value]));
  const weight = (name: string): number => (known.size > 0 ? (known.get(name) ?? 0) : 1 / features.length);
  return features.filter((column) => column.state === state).reduce((sum, { name }) => sum + weight(name), 0);
}

/** A metric as a page needs it, so that it loads none of them. */
function described(name: string): MetricDescription {
  const metric = getMetric(name);
  return { name: metric.name, title: metric.title, direction: metric.direction, unit: metric.unit };
}

/**
 * Parts what the first view of `drift` needs, the newest window, from the windows in full.
 *
 * @param importance how much each of the watched model's features counts, as shares of the whole.
 */
export const driftParts = (
  { windows, ...document }: DriftPageDocument,
  importance: Importance,
): { drift: DriftEvidence; windows: DriftWindows } => ({
  drift: {
    ...document,
    metric: described(document.performance.metric),
    importance: Object.fromEntries(importance.map(({ feature, value }) => [feature, value])),
    windows: windows.map(({ name, from, to, document, alone, sustained }) => ({
      name,
      from,
      to,
      state: document.state,
      alone,
      sustained,
      alarms: document.summary.alarms,
      shares: { alarm: shareOf("alarm", document, importance), warn: shareOf("warn", document, importance) },
      psi: Object.fromEntries(document.columns.map((column) => [column.name, column.effect.estimate])),
    })),
    newest: windows.at(-1)?.document ?? null,
  },
  windows: { documents: windows.map((window) => window.document) },
});
