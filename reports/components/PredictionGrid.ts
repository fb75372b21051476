import * as Plot from "@observablehq/plot";
import type { Disagreement } from "../src/evaluation/types.js";
import { formatCount, formatPercent } from "../src/lib/format.js";
import { chart } from "./chart.js";
import { withUnit } from "./quantities.js";

export interface PredictionGridData {
  cells: Disagreement["predictions"];
  /** Side of a cell, in the prediction's unit. */
  cell: number;
  champion: string;
  challenger: string;
  /** `minutes`, or `probability`. */
  unit: string;
}

/** How often each pair of predictions occurs: on the diagonal both models say the same. */
export function PredictionGrid(
  { cells, cell, champion, challenger, unit }: PredictionGridData,
  { width }: { width: number },
): HTMLElement {
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const near = cells
    .filter((each) => Math.abs(each.champion - each.challenger) <= cell)
    .reduce((sum, { count }) => sum + count, 0);
  const [x, y] = [bulk(cells, (each) => each.champion, cell), bulk(cells, (each) => each.challenger, cell)];
  const domain: [number, number] = [Math.min(x[0], y[0]), Math.max(x[1], y[1])];
  const inside = (value: number): boolean => value >= domain[0] && value < domain[1];
  const side = Math.min(width, 440);
  const centred = cells
    .filter((each) => inside(each.champion) && inside(each.challenger))
    .map((each) => ({
      ...each,
      x: each.champion,
      y: each.challenger,
      strength: Math.sqrt(each.count),
    }));
  return chart({
    label: `Predictions of ${champion} against ${challenger}: on ${formatPercent(near / total)} of ${formatCount(total)} rows they differ by at most one cell of ${cell} ${unit}.`,
    width: side,
    height: side,
    marginLeft: 46,
    marginBottom: 46,
    marginTop: 26,
    x: { domain, label: null },
    y: { domain, label: null },
    color: { type: "linear", range: ["color-mix(in srgb, var(--muted) 14%, var(--surface))", "var(--ink)"] },
    marks: [
      Plot.rect(centred, {
        x1: "x",
        x2: (d: { x: number }) => d.x + cell,
        y1: "y",
        y2: (d: { y: number }) => d.y + cell,
        fill: "var(--ink)",
        fillOpacity: opacity(centred),
        inset: 0.3,
      }),
      Plot.link([0], {
        x1: domain[0],
        y1: domain[0],
        x2: domain[1],
        y2: domain[1],
        stroke: "var(--surface)",
        strokeWidth: 2.5,
        strokeOpacity: 0.7,
      }),
      Plot.link([0], {
        x1: domain[0],
        y1: domain[0],
        x2: domain[1],
        y2: domain[1],
        stroke: "var(--muted)",
        strokeDasharray: "3 3",
      }),
      Plot.axisX({ anchor: "bottom", ticks: 5, tickSize: 4, fontSize: 12, color: "var(--ink)" }),
      Plot.axisY({ ticks: 5, tickSize: 4, fontSize: 12, color: "var(--ink)" }),
      Plot.text([0], {
        frameAnchor: "bottom-right",
        dy: 40,
        text: () => `${withUnit(champion, unit)} →`,
        fill: "var(--champion)",
        fontSize: 12,
      }),
      Plot.text([0], {
        frameAnchor: "top-left",
        dx: -44,
        dy: -20,
        text: () => `↑ ${withUnit(challenger, unit)}`,
        fill: "var(--challenger)",
        fontSize: 12,
        textAnchor: "start",
      }),
    ],
  });
}

/** Where all but one in 200 rows lie: a few far away must not shrink the picture of the others. */
export function bulk<T extends { count: number }>(
  cells: readonly T[],
  at: (cell: T) => number,
  step: number,
): [number, number] {
  const sorted = [...cells].sort((a, b) => at(a) - at(b));
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  const held: number[] = [];
  let before = 0;
  for (const cell of sorted) {
    if (before + cell.count > 0.0025 * total && before < 0.9975 * total) held.push(at(cell));
    before += cell.count;
  }
  return held.length > 0 ? [held[0]!, held.at(-1)! + step] : [0, step];
}

/** A count as strength of ink: the square root, so that thin cells are still seen. */
export function opacity<T extends { count: number }>(cells: readonly T[]): (cell: T) => number {
  const most = Math.max(1, ...cells.map(({ count }) => count));
  return ({ count }) => 0.06 + 0.84 * Math.sqrt(count / most);
}
