/**
 * A number with its uncertainty: contract §2. In code "no evidence" is NaN; in JSON it is `null`, so read documents
 * with `Number.isFinite`, which refuses both.
 */
export interface Estimate {
  estimate: number;
  lower: number;
  upper: number;
  /** Coverage of the interval, such as 0.95. */
  level: number;
  /** The name of the method, as on its page: `paired-bootstrap`, `wilson`, `none`. */
  method: string;
  /** Rows. */
  n: number;
  /** Independent units; equal to `n` where rows are independent. */
  units: number;
}

/** A test's measurement, without a verdict: contract §2. */
export interface TestResult {
  name: string;
  metric: string;
  statistic: number;
  degreesOfFreedom: number | null;
  pValue: number;
  adjustedPValue: number | null;
  alternative: "two-sided" | "less" | "greater";
  n: number;
}

/** What every test returns at least. NaN where the data define none. */
export interface TestStatistic {
  statistic: number;
  /** Of the reference distribution; null where it has none. */
  degreesOfFreedom: number | null;
  pValue: number;
}
