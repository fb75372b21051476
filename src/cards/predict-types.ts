import type { LevelBounds } from "../decisions/levels.js";
import type { RowValue } from "../features/row-values.js";
import type { Family } from "../models/types.js";
import type { Feature } from "../projects/types.js";

/** A run whose model a page can load, from `models/<runId>.json`. */
export interface PredictRun {
  runId: string;
  name: string;
  title: string;
  family: Family | null;
  isChampion: boolean;
  isChallenger: boolean;
  trainingRows: number;
  /** Of the model's JSON, and of the same compressed by gzip. */
  bytes: number;
  compressedBytes: number;
}

/** A feature with what training rows hold of it. */
export interface PredictFeature extends Pick<Feature, "name" | "meaning" | "type" | "group" | "source"> {
  /** Null for a category, and where training rows hold none. `values`: all of them, where they are few. */
  range: { least: number; most: number; whole: boolean; values: number[] | null } | null;
  /** In order; at most the 300 commonest. Null for a number. */
  categories: string[] | null;
  /** Categories of training rows that are not listed. */
  unlisted: number;
}

/** A row of the data that a reader may start from. */
export interface PredictRow {
  id: string;
  /** The value, or the name of the class. */
  label: number | string;
  /** One a feature. */
  values: RowValue[];
  /** One a run of the document, as `Model.predict` gives it for the row: one value, or one probability a class. */
  predictions: number[][];
}

/** The evidence behind the page `predict`; its numbers keep every digit. */
export interface PredictEvidence {
  /** Champion and challenger first, as far as they fit. */
  runs: PredictRun[];
  tooLarge: { title: string; bytes: number }[];
  /** In order, the second of two the positive one; null for values. */
  classes: readonly string[] | null;
  features: PredictFeature[];
  /** Names of the features that count most for the first run, the most important first. */
  important: string[];
  /** Test rows, by the champion's prediction, from low to high. */
  rows: PredictRow[];
  /** Null for more than two classes. `of`: whose validation predictions gave the quantiles. */
  levels: (LevelBounds & { of: string }) | null;
  /** What the models learned from, and where base values come from. */
  training: { rows: number; from: string | null; to: string | null };
}
