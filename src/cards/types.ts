import type { Warning } from "../lib/errors.js";
import type { Estimate } from "../stats/estimate.js";

/** Text that rests on a number: `evidence` is a JSON pointer into the same document. */
export interface Claim {
  text: string;
  evidence: string;
}

/** `assay card --format json`: contract §2. */
export interface CardDocument {
  schemaVersion: 1;
  assayVersion: string;
  warnings: Warning[];
  runId: string;
  project: string;
  buildId: string;
  details: {
    name: string;
    title: string;
    family: string | null;
    learner: string | null;
    description: string;
    task: string;
    question: string;
    trainedAt: string;
    isChampion: boolean;
    isChallenger: boolean;
    modelBytes: number;
  };
  intendedUse: { text: string | null; missing: boolean };
  factors: { column: string; protected: boolean; values: string[] }[];
  data: {
    sha256: string;
    rows: number;
    splits: { name: string; rows: number; from: string | null; to: string | null }[];
  };
  training: {
    seconds: number;
    rows: number;
    backend: string | null;
    backendNotes: string[];
    curves: { metric: string; points: { step: number; value: number }[] }[];
  };
  metrics: { name: string; split: string; segment: { column: string; value: string } | null; value: Estimate }[];
  importance: { feature: string; value: number; lower: number | null; upper: number | null; method: string }[];
  hyperparameters: { name: string; value: string; effect: string | null }[];
  plainWords: Claim[];
  limits: Claim[];
  recommendations: Claim[];
  fairness: {
    attribute: string;
    metric: string;
    difference: Estimate;
    groups: { value: string; estimate: Estimate }[];
  }[];
  robustness: unknown[];
  usage: { typescript: string; cli: string; page: string };
  provenance: {
    dataSha256: string;
    codeSha256: string;
    seed: number | null;
    backend: string | null;
    versions: Record<string, string>;
    gitCommit: string | null;
  };
}
