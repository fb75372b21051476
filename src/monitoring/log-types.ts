import type { MetricDescription } from "../evaluation/types.js";
import type { Estimate } from "../stats/estimate.js";

/** One period of the prediction log, measured; no state inside. */
export interface LogWindow {
  name: string;
  /** ISO dates `[from, to)`; null in a replay. */
  from: string | null;
  to: string | null;
  rows: number;
  units: number;
  /** Rows whose label has come. */
  labelled: number;
  score: {
    mean: number;
    /** 5, 25, 50, 75 and 95 per cent. */
    quantiles: number[];
    /** Rows per bin of `ProjectLog.scoreBins`. */
    counts: number[];
  };
  /** Rows by how high the score is: limits in `ProjectLog.risk`. */
  risk: { low: number; medium: number; high: number };
  /** The metric on the rows whose labels have come; NaN where there are none. */
  realised: Estimate;
  /** The metric expected of all rows without looking at labels; null where the metric has no such estimate. */
  expected: Estimate | null;
}

/** How well the label-free estimate did where labels came later. */
export interface EstimateRecord {
  /** Windows with both. */
  windows: number;
  /** Mean of |realised − expected|. */
  meanGap: number;
  /** Windows whose realised value lay inside the expected interval. */
  inside: number;
}

/** A project's prediction log over time: the evidence behind the page `monitoring`. */
export interface ProjectLog {
  /** What the rows are: `log` as written by `assay predict --log`, `held-out` rows in time order, or a `replay` in none. */
  source: "log" | "held-out" | "replay";
  run: { runId: string; title: string };
  metric: MetricDescription;
  unit: string;
  /** Days after which a label comes; null where the log's own labels say. */
  labelDelayDays: number | null;
  /** The newest moment that the log knows, ISO 8601; null in a replay. */
  asOf: string | null;
  /** The rows that the windows are held against, which the model was not fitted on. */
  reference: { name: string; window: Omit<LogWindow, "expected"> };
  /** Ends of the score's bins, one more than bins; the first and last are open. */
  scoreBins: number[];
  /** A score from `medium` on is medium, from `high` on high: the median and the 90 % quantile of the reference. */
  risk: { medium: number; high: number };
  windows: LogWindow[];
  record: EstimateRecord | null;
  /** How the label-free estimate is made, in one sentence; null with the reason why there is none in `notes`. */
  estimator: string | null;
  notes: string[];
}
