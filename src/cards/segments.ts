import { rowsOfSegments } from "../evaluation/by-segment.js";
import type { SharedRows } from "../evaluation/align.js";
import { groupGap } from "../evaluation/fairness.js";
import { unitMean } from "../evaluation/unit-mean.js";
import type { Project } from "../projects/types.js";
import type { Estimate } from "../stats/estimate.js";

/** A metric within each value of a segment, and how far the best and the worst group of protected attributes lie apart. */
export interface SegmentEvidence {
  /** The metric that is a mean over rows: `mae` or `accuracy`. */
  metric: "mae" | "accuracy";
  groups: { column: string; protected: boolean; value: string; estimate: Estimate }[];
  /** Largest minus smallest group of those with enough rows to compare, per protected attribute: see `groupGap`. */
  differences: { attribute: string; difference: Estimate }[];
}

const shownValues = 12;

/**
 * Mean absolute error (values) or accuracy (classes) within each value of each segment, with intervals over units. All
 * groups are kept with their n, small ones too; at most twelve values a column, the largest first.
 *
 * @param threshold rows count as positive from this probability on; 0.5 by default.
 * @example segmentEvidence(project, evidence.rows, judged.prediction, { level: 0.95 }).groups
 */
export function segmentEvidence(
  { task, protectedAttributes }: Pick<Project, "task" | "protectedAttributes">,
  { label, unit, units, segments }: Pick<SharedRows, "label" | "unit" | "units" | "segments">,
  prediction: Float64Array,
  { level, threshold = 0.5 }: { level: number; threshold?: number },
): SegmentEvidence {
  const score =
    task === "regression"
      ? label.map((value, row) => Math.abs(value - prediction[row]!))
      : label.map((value, row) => (prediction[row]! >= threshold === (value === 1) ? 1 : 0));
  const groups = segments.flatMap((column) =>
    rowsOfSegments(column)
      .slice(0, shownValues)
      .map(({ value, rows }) => ({
        column: column.name,
        protected: protectedAttributes.includes(column.name),
        value,
        estimate: unitMean(score, unit, level, rows),
      })),
  );
  const differences = segments
    .filter(({ name }) => protectedAttributes.includes(name))
    .map((column) => groupGap(column, score, unit, units.length, level))
    .flatMap(({ attribute, gap, between }) => (between ? [{ attribute, difference: gap }] : []));
  return { metric: task === "regression" ? "mae" : "accuracy", groups, differences };
}
