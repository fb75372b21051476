import { leaderboard } from "../evaluation/leaderboard.js";
import { pairs, type MeasuredPair } from "../evaluation/pairs.js";
import type { JudgedRun } from "../evaluation/evidence.js";
import type { GateEvidence } from "../evaluation/gate-evidence.js";
import type { ReplicatedEvidence } from "../evaluation/replicated.js";
import type { ManyModels } from "../evaluation/many-types.js";
import type { Leaderboard } from "../evaluation/types.js";
import { undefinedMetrics } from "../evaluation/undefined-metrics.js";
import type { Warning } from "../lib/errors.js";
import type { Policy } from "../projects/types.js";
import type { Run } from "../tracking/types.js";
import { championDocument, type PairInput } from "./champion-document.js";
import { classesWarning } from "./compare-warnings.js";
import { manyModels } from "./many-models.js";
import { parameterChanges } from "./parameter-changes.js";
import type { ChampionDocument, Contender, Recommendation } from "./documents.js";
import { pairGates } from "./gates/pair-gates.js";

/** What the ledger knows of a pair on these rows. */
export interface LooksOfPair {
  look: number;
  modelsJudged: number;
  unitsAtFirstLook: number;
}

const contender = ({ run, title, predictionsSha256 }: JudgedRun): Contender => ({
  name: title,
  runId: run.runId,
  source: `run ${run.name}`,
  sha256: predictionsSha256 ?? null,
});

/** Cross-fitted predictions cover the validation rows too, by which the challenger was chosen. */
const selectionOnJudgedRows: Warning = {
  code: "selection-on-judged-rows",
  message:
    "the judged rows contain the validation rows by which the challenger was chosen, so its gain may come out a little too high",
};

/** Whether a pair is the registry's, and its challenger was chosen on rows that now judge it. */
const chosenOnJudgedRows = (
  { evidence }: Pick<Policy, "evidence">,
  champion: Pick<Run, "aliases">,
  challenger: Pick<Run, "aliases">,
): boolean =>
  evidence === "cross-fitted" && champion.aliases.includes("champion") && challenger.aliases.includes("challenger");

/** What judging a pair of runs takes beside what was measured of them. */
export interface PairJudging {
  assayVersion: string;
  targetUnit: string;
  /** What the ledger says of a pair, by run ids. */
  looksOf: (champion: string, challenger: string) => LooksOfPair;
  /** What gates ask beyond metrics, by run id; none by default. */
  gateEvidence?: ReadonlyMap<string, GateEvidence>;
}

/**
 * A measured pair with all that its verdict rests on: the gates judged, the looks counted.
 *
 * @param pairs all measured pairs, among which gates find the challenger's gains over baselines.
 */
export function judgedPair(
  pair: MeasuredPair,
  pairs: readonly MeasuredPair[],
  { policy, rows }: Pick<ReplicatedEvidence, "policy" | "rows">,
  { assayVersion, targetUnit, looksOf, gateEvidence = new Map<string, GateEvidence>() }: PairJudging,
): PairInput {
  const { champion, challenger, comparison, disagreement, whatIf } = pair;
  const looks = looksOf(champion.run.runId, challenger.run.runId);
  return {
    comparison,
    disagreement,
    whatIf,
    parameters: parameterChanges(champion.run, challenger.run),
    context: {
      assayVersion,
      champion: contender(champion),
      challenger: contender(challenger),
      policy,
      targetUnit,
      trainOverlap: [champion.run, challenger.run].some(({ family }) => family === "onnx") ? null : 0,
      gates: pairGates(pair, pairs, { policy, measured: gateEvidence, targetUnit, looks }),
      costs: { champion: champion.cost, challenger: challenger.cost },
      warnings: [
        ...(chosenOnJudgedRows(policy, champion.run, challenger.run) ? [selectionOnJudgedRows] : []),
        ...classesWarning(champion),
        ...undefinedMetrics(comparison, [champion, challenger], rows),
      ],
      ...looks,
    },
  };
}

/**
 * The documents of the pages `compare` and `champion`, from one set of resamples.
 */
export function projectDocuments(
  evidence: ReplicatedEvidence,
  judging: PairJudging,
): {
  leaderboard: Leaderboard;
  champion: ChampionDocument;
  many: ManyModels & { recommendations: Recommendation[] };
} {
  const board = leaderboard(evidence);
  const official = {
    champion: board.runs.find(({ isChampion }) => isChampion)?.runId,
    challenger: board.runs.find(({ isChallenger }) => isChallenger)?.runId,
  };
  const measured = pairs(evidence);
  const inputs = measured.map((pair) => judgedPair(pair, measured, evidence, judging));
  const { champion, challenger } = official;
  return {
    leaderboard: board,
    many: manyModels(evidence, board, judging.targetUnit),
    champion: championDocument(
      {
        rows: board.rows,
        metrics: board.metrics,
        runs: board.runs.map(({ runId, name, title }) => ({ runId, name, title })),
        curves: Object.fromEntries(
          board.runs.map(({ runId, classification, regression }) => [runId, { classification, regression }]),
        ),
      },
      inputs,
      champion && challenger ? { champion, challenger } : null,
    ),
  };
}
