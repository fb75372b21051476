import * as Plot from "@observablehq/plot";
import type { ParallelCoordinates } from "../src/evaluation/many-types.js";
import type { LeaderboardRun } from "../src/evaluation/types.js";
import { formatNumber } from "../src/lib/format.js";
import { chart, dashes, fitted, modelColor } from "./chart.js";

export interface ParallelChartData {
  parallel: ParallelCoordinates;
  runs: readonly LeaderboardRun[];
  /** Ids of the runs that stand out. */
  chosen: ReadonlySet<string>;
  /** What an axis is called: a metric by its title. */
  titleOf(axis: string): string;
  /** Whether small values are the good ones; they then stand on the right. */
  smallIsGood(axis: string): boolean;
}

const rowHeight = 50;

/**
 * Parameters, metrics and costs of all runs, one axis below the other and a line per run through its values; the good end
 * of a metric or a cost is the right one. Axes lie across, so that the picture keeps its form on a narrow screen. A line
 * is broken where a run has no such value.
 */
export function ParallelChart(
  { parallel, runs, chosen, titleOf, smallIsGood }: ParallelChartData,
  { width }: { width: number },
): HTMLElement {
  const known = new Map(runs.map((run) => [run.runId, run]));
  const axes = parallel.axes.map((axis, index) => {
    const values = parallel.runs.map((run) => run.values[index] ?? null).filter((value) => value !== null);
    if (axis.type === "categorical") {
      const names = [...new Set(values.map(String))].sort();
      const share = (value: number | string): number =>
        names.length < 2 ? 0.5 : names.indexOf(String(value)) / (names.length - 1);
      return { ...axis, index, share, ends: names.length < 2 ? [names[0] ?? ""] : [names[0]!, names.at(-1)!] };
    }
    const numbers = values.map(Number);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const logarithmic = low > 0 && high / low > 50;
    const scale = logarithmic ? Math.log : (value: number): number => value;
    const [from, to] = smallIsGood(axis.name) ? [high, low] : [low, high];
    const share = (value: number | string): number =>
      high === low ? 0.5 : (scale(Number(value)) - scale(from)) / (scale(to) - scale(from));
    const ends = high === low ? [formatNumber(low)] : [formatNumber(from), formatNumber(to)];
    return { ...axis, index, share, ends };
  });
  const lines = parallel.runs.flatMap(({ runId, values }, order) => {
    const run = known.get(runId);
    if (!run) return [];
    const stands = chosen.has(runId);
    return [
      {
        run,
        stands,
        color: stands ? modelColor(run) : "var(--edge)",
        dash: run.isChampion || run.isChallenger ? "none" : stands ? dashes[2 + (order % 4)]! : "none",
        points: axes.map((axis) => {
          const value = values[axis.index] ?? null;
          return { x: value === null ? Number.NaN : axis.share(value), y: axis.index };
        }),
      },
    ];
  });
  lines.sort((a, b) => Number(a.stands) - Number(b.stands));
  const half = width < 560 ? 96 : 150;
  return chart({
    label: `Parameters, metrics and costs of ${lines.length} runs, a line each: ${axes.map((axis) => `${titleOf(axis.name)} from ${axis.ends[0] ?? ""}${axis.ends[1] ? ` to ${axis.ends[1]}` : ""}`).join("; ")}.`,
    width,
    height: rowHeight * axes.length + 14,
    marginLeft: 14,
    marginRight: 14,
    marginTop: 28,
    marginBottom: 14,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, Math.max(1, axes.length - 1)], reverse: true, axis: null },
    marks: [
      Plot.ruleY(axes, { y: "index", stroke: "var(--rule)" }),
      ...lines.map(({ points, color, dash, stands }) =>
        Plot.line(points, {
          x: "x",
          y: "y",
          stroke: color,
          strokeWidth: stands ? 2 : 1,
          strokeOpacity: stands ? 1 : 0.45,
          strokeDasharray: dash,
        }),
      ),
      ...lines.map(({ points, color, stands, run }) =>
        Plot.dot(
          points.filter(({ x }) => Number.isFinite(x)),
          {
            x: "x",
            y: "y",
            r: stands ? 3.5 : 2,
            fill: color,
            stroke: "var(--ground)",
            strokeWidth: 1,
            title: (point: { y: number }) =>
              `${run.title}: ${titleOf(axes[point.y]!.name)} ${parallel.runs.find(({ runId }) => runId === run.runId)!.values[point.y]}`,
          },
        ),
      ),
      ...axes.flatMap((axis) => [
        Plot.text([axis], {
          x: 0,
          y: "index",
          dy: -14,
          dx: -10,
          textAnchor: "start",
          text: () => fitted(`${titleOf(axis.name)}${axis.ends.length > 1 ? `: ${axis.ends[0]}` : ""}`, width - half),
          fill: axis.kind === "metric" ? "var(--ink)" : "var(--muted)",
          fontWeight: axis.kind === "metric" ? 600 : 400,
          fontSize: 12,
          stroke: "var(--ground)",
          strokeWidth: 3,
        }),
        Plot.text([axis], {
          x: axis.ends.length > 1 ? 1 : 0.5,
          y: "index",
          dy: -14,
          dx: axis.ends.length > 1 ? 10 : 0,
          textAnchor: axis.ends.length > 1 ? "end" : "middle",
          text: () => fitted(axis.ends.at(-1) ?? "", half),
          fill: "var(--muted)",
          fontSize: 12,
          stroke: "var(--ground)",
          strokeWidth: 3,
        }),
      ]),
    ],
  });
}
