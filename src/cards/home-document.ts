import type { ChampionDocument } from "../decisions/documents.js";
import type { DriftPageDocument } from "../decisions/drift-types.js";
import { projectSummary } from "../decisions/summary.js";
import type { Leaderboard } from "../evaluation/types.js";
import type { DataDocument } from "../features/types.js";
import type { Project } from "../projects/types.js";
import type { HomeDocument } from "./evidence-types.js";

const first = (dates: readonly (string | null)[]): string | null =>
  dates.filter((date) => date !== null).sort()[0] ?? null;
const last = (dates: readonly (string | null)[]): string | null =>
  dates
    .filter((date) => date !== null)
    .sort()
    .at(-1) ?? null;

/** A project's row of the home page, from its documents. */
export function homeDocument(
  project: Project,
  {
    data,
    leaderboard,
    champion,
    drift,
  }: { data: DataDocument; leaderboard: Leaderboard; champion: ChampionDocument; drift: DriftPageDocument },
): HomeDocument {
  const window = drift.windows.at(-1)?.document.summary;
  return {
    ...projectSummary(project, { leaderboard, champion, drift }),
    rowName: project.rows,
    data: {
      rows: data.cleaning.rowsAfter,
      from: first(data.splits.map(({ from }) => from)),
      to: last(data.splits.map(({ to }) => to)),
    },
    gain: champion.official ? (champion.pairs[0]?.compare.verdict.gain ?? null) : null,
    windows: window
      ? {
          replay: drift.replay,
          tested: window.tested,
          alarms: window.alarms,
          expectedByChance: window.expectedByChance,
        }
      : null,
    performance: drift.performance.series[0]?.points ?? [],
  };
}
