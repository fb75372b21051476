import type { Contender } from "../decisions/documents.js";
import type { SharedRows } from "../evaluation/align.js";
import type { Judged } from "../evaluation/replicates.js";
import type { Warning } from "../lib/errors.js";
import type { Task } from "../projects/types.js";
import type { LabelReading } from "../tracking/prediction-labels.js";

/** Two models on the same rows, whatever they were read from. */
export interface ComparedRows {
  task: Task;
  /** How labels were read; null where a project says it. */
  reading: LabelReading | null;
  rows: SharedRows;
  champion: Judged;
  challenger: Judged;
  contenders: readonly [Contender, Contender];
  onlyInChampion: number;
  onlyInChallenger: number;
  /** Plural name of the unit. */
  unitName: string;
  trainOverlap: number | null;
  warnings: Warning[];
}
