import { isComparable } from "../decisions/card-limits.js";
import { rowsOfSegments } from "../evaluation/by-segment.js";
import type { SharedRows } from "../evaluation/align.js";
import { unitMean } from "../evaluation/unit-mean.js";
import type { Project } from "../projects/types.js";
import type { Estimate } from "../stats/estimate.js";
import { tQuantile } from "../stats/student-t.js";

/** A metric within each value of a segment, and how far the best and the worst group of protected attributes lie apart. */
export interface SegmentEvidence {
  /** The metric that is a mean over rows: `mae` or `accuracy`. */
  metric: "mae" | "accuracy";
  groups: { column: string; protected: boolean; value: string; estimate: Estimate }[];
  /** Largest minus smallest group of those with enough rows to compare, per protected attribute. */
  differences: { attribute: string; difference: Estimate }[];
}

const shownValues = 12;

const standardError = ({ estimate, upper, level, units }: Estimate): number =>
  units < 2 ? Number.NaN : (upper - estimate) / tQuantile((1 + level) / 2, units - 1);

/** The difference of two groups, taken as independent: Welch's interval from their standard errors over units. */
function difference(high: Estimate, low: Estimate): Estimate {
  const [a, b] = [standardError(high) ** 2, standardError(low) ** 2];
  const freedom = (a + b) ** 2 / (a ** 2 / (high.units - 1) + b ** 2 / (low.units - 1));
  const half = a + b > 0 ? tQuantile((1 + high.level) / 2, freedom) * Math.sqrt(a + b) : a + b;
  const estimate = high.estimate - low.estimate;
  return {
    estimate,
    lower: estimate - half,
    upper: estimate + half,
    level: high.level,
    method: "welch-unit-mean",
    n: high.n + low.n,
    units: high.units + low.units,
  };
}

/**
 * Mean absolute error (values) or accuracy (classes) within each value of each segment, with intervals over units. All
 * groups are kept with their n, small ones too; at most twelve values a column, the largest first.
 *
 * @param threshold rows count as positive from this probability on; 0.5 by default.
 * @example segmentEvidence(project, evidence.rows, judged.prediction, { level: 0.95 }).groups
 */
export function segmentEvidence(
  { task, protectedAttributes }: Pick<Project, "task" | "protectedAttributes">,
  { label, unit, segments }: Pick<SharedRows, "label" | "unit" | "segments">,
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
  const differences = protectedAttributes.flatMap((attribute) => {
    const large = groups
      .filter(({ column, estimate }) => column === attribute && isComparable(estimate))
      .map(({ estimate }) => estimate)
      .sort((a, b) => b.estimate - a.estimate);
    return large.length < 2 ? [] : [{ attribute, difference: difference(large[0]!, large.at(-1)!) }];
  });
  return { metric: task === "regression" ? "mae" : "accuracy", groups, differences };
}
