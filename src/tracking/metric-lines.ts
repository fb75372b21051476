import type { MetricSummary } from "./types.js";

export interface MetricPoint {
  step: number;
  value: number;
  /** Milliseconds since 1970 UTC. */
  timestamp: number;
}

const words: Record<string, number> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
};

function parseLine(line: string): MetricPoint | null {
  const [timestamp, text, step = "0"] = line.split(" ");
  if (!timestamp || !text) return null;
  const word = words[text.toLowerCase()];
  const point = { timestamp: Number(timestamp), value: word ?? Number(text), step: Number(step) };
  const valid = Number.isFinite(point.timestamp) && Number.isFinite(point.step);
  return valid && (word !== undefined || !Number.isNaN(point.value)) ? point : null;
}

/**
 * Reads a metric file of MLflow's layout: lines of `timestamp value [step …]`. Lines that cannot be read are left out,
 * and so is a last line without its line feed, since someone may be writing it; a file of one such line is believed.
 */
export function parseMetricLines(text: string): MetricPoint[] {
  const lines = text.split("\n");
  const last = lines.pop()!;
  const points = lines.map(parseLine).filter((point) => point !== null);
  if (points.length > 0 || last === "") return points;
  const only = parseLine(last);
  return only ? [only] : [];
}

/** A metric file as text, one line per point. */
export const formatMetricLines = (points: readonly MetricPoint[]): string =>
  points.map(({ timestamp, value, step }) => `${timestamp} ${formatNumber(value)} ${step}\n`).join("");

const formatNumber = (value: number): string =>
  Number.isNaN(value) ? "nan" : Number.isFinite(value) ? String(value) : value > 0 ? "inf" : "-inf";

const costly =
  /loss|error|rmse|mae|mse|mape|rmsle|brier|deviance|pinball|perplexity|cost|bias|seconds|milliseconds|duration|bytes/i;

/** Whether a smaller value of a metric is better, by its name: other tools' runs say no more. */
export const isSmallerBetter = (name: string): boolean => costly.test(name);

const orderable = (value: number): number => (Number.isNaN(value) ? 0 : value);

/** What a run's metric comes to. The last point is the one of the largest (step, timestamp, value), as in MLflow. */
export function summarizeMetric(name: string, points: readonly MetricPoint[]): MetricSummary | null {
  let last = points[0];
  if (!last) return null;
  let min = Number.NaN;
  let max = Number.NaN;
  for (const point of points) {
    const order =
      point.step - last.step || point.timestamp - last.timestamp || orderable(point.value) - orderable(last.value);
    if (order > 0) last = point;
    if (!(point.value >= min)) min = Number.isNaN(point.value) ? min : point.value;
    if (!(point.value <= max)) max = Number.isNaN(point.value) ? max : point.value;
  }
  const best = isSmallerBetter(name) ? min : max;
  return { last: last.value, best, min, max, step: last.step, count: points.length };
}
