import type { SharedRows } from "./align.js";
import { gainBySegment } from "./by-segment.js";
import { countCells, niceWidth, quantileOf } from "./grid.js";
import type { LossName } from "./loss.js";
import { rowLosses } from "./loss.js";
import { gainOverTime } from "./over-time.js";
import { type Judged, metricInput } from "./replicates.js";
import type { Disagreement } from "./types.js";

/** Rows of a later time that judge nothing, shown beside. */
export interface LaterRows {
  split: string;
  label: Float64Array;
  time: Float64Array;
  champion: Judged;
  challenger: Judged;
}

const examplesEachWay = 20;

/** A twentieth for probabilities, 1 for classes, a round width for values. */
function cellWidth(champion: Judged, challenger: Judged, task: "classification" | "regression"): number {
  if (task === "classification") return champion.classes ? 1 : 0.05;
  const sorted = champion.prediction.slice().sort();
  const other = challenger.prediction.slice().sort();
  const spread = (values: Float64Array): number => quantileOf(values, 0.99) - quantileOf(values, 0.01);
  return niceWidth(Math.max(spread(sorted), spread(other)), 40);
}

/** The rows whose losses differ most: those that the challenger does better first, then those it does worse. */
function mostDifferent(gain: Float64Array, count: number): number[] {
  const order = Int32Array.from({ length: gain.length }, (_, i) => i).sort((a, b) => gain[b]! - gain[a]! || a - b);
  const better = [...order.subarray(0, count)].filter((row) => gain[row]! > 0);
  const worse = [...order.subarray(-count)].filter((row) => gain[row]! < 0);
  return [...better, ...worse];
}

/**
 * Where two models part, measured by the loss of single rows (`lossFor` the metric that decides): over time, by
 * segment, prediction against prediction, and the twenty rows each way on which they differ most.
 */
export function disagreementOf(
  rows: SharedRows,
  champion: Judged,
  challenger: Judged,
  options: {
    task: "classification" | "regression";
    loss: LossName;
    level: number;
    split: string;
    later?: LaterRows | null;
  },
): Disagreement {
  const { task, loss, level, split, later } = options;
  const gainOn = (truth: { label: Float64Array }, a: Judged, b: Judged): Float64Array => {
    const other = rowLosses(loss, metricInput(b, truth));
    return rowLosses(loss, metricInput(a, truth)).map((value, i) => value - other[i]!);
  };
  const gain = gainOn(rows, champion, challenger);
  const width = cellWidth(champion, challenger, task);
  const laterGain = later ? gainOn(later, later.champion, later.challenger) : null;
  return {
    overTime: [
      ...(rows.time ? gainOverTime(gain, rows.time, split) : []),
      ...(later && laterGain ? gainOverTime(laterGain, later.time, later.split) : []),
    ],
    segments: gainBySegment(gain, rows.unit, rows.segments, level),
    predictions: countCells(champion.prediction, challenger.prediction, { x: width, y: width }).map(
      ({ x, y, count }) => ({ champion: x, challenger: y, count }),
    ),
    cell: width,
    examples: mostDifferent(gain, examplesEachWay).map((row) => ({
      id: rows.id[row]!,
      label: rows.label[row]!,
      champion: champion.prediction[row]!,
      challenger: challenger.prediction[row]!,
      gain: gain[row]!,
      segments: Object.fromEntries(
        rows.segments.map(({ name, codes, categories }) => [name, categories[codes[row]!] ?? ""]),
      ),
    })),
  };
}
