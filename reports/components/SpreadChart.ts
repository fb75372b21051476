import * as Plot from "@observablehq/plot";
import { formatInterval, formatValue, type Quantity } from "../src/lib/format.js";
import type { Estimate } from "../src/stats/estimate.js";
import { chart, fitted } from "./chart.js";
import { axisFormat } from "./GainChart.js";
import { hasInterval, onAxis, valueUnit, withUnit } from "./quantities.js";

export interface SpreadRow {
  title: string;
  color: string;
  /** One value a fold or a seed. */
  values: readonly number[];
  mean: Estimate;
}

export interface SpreadChartData {
  rows: readonly SpreadRow[];
  metricTitle: string;
  quantity: Quantity;
  /** What a small dot is: `fold`, `seed`. */
  dot: string;
}

/** The values of folds or seeds as small dots, and their mean with its interval. */
export function SpreadChart(
  { rows, metricTitle, quantity, dot }: SpreadChartData,
  { width }: { width: number },
): HTMLElement {
  const means = rows.map((row, index) => ({
    ...row,
    index,
    at: onAxis(row.mean.estimate, quantity),
    lower: hasInterval(row.mean) ? onAxis(row.mean.lower, quantity) : null,
    upper: hasInterval(row.mean) ? onAxis(row.mean.upper, quantity) : null,
  }));
  const dots = rows.flatMap(({ values, color }, index) =>
    values.map((value) => ({ index, color, at: onAxis(value, quantity) })),
  );
  const ends = [
    ...dots.map(({ at }) => at),
    ...means.flatMap(({ at, lower, upper }) => [at, lower ?? at, upper ?? at]),
  ].filter(Number.isFinite);
  const pad = (Math.max(...ends) - Math.min(...ends) || 1) * 0.05;
  const domain: [number, number] = [Math.min(...ends) - pad, Math.max(...ends) + pad];
  const marginLeft = Math.min(width * 0.4, 14 + 6.6 * Math.max(6, ...rows.map(({ title }) => title.length)));
  const ticks = Math.max(3, Math.round((width - marginLeft) / 110));
  return chart({
    label: `${metricTitle}, mean over ${dot}s with its interval: ${rows.map(({ title, mean, values }) => `${title} ${formatValue(mean.estimate, quantity)} ${formatInterval(mean.lower, mean.upper, quantity)} over ${values.length}`).join("; ")}.`,
    width,
    height: 30 * rows.length + 60,
    marginLeft,
    marginRight: 14,
    marginTop: 8,
    marginBottom: 46,
    x: { domain, label: null },
    y: { type: "band", domain: rows.map((_, index) => index), axis: null },
    marks: [
      Plot.dot(dots, { x: "at", y: "index", r: 3, fill: "color", fillOpacity: 0.35, dy: 8 }),
      Plot.link(
        means.filter(({ lower }) => lower !== null),
        {
          x1: "lower",
          x2: "upper",
          y1: "index",
          y2: "index",
          stroke: "color",
          strokeWidth: 3,
          strokeLinecap: "round",
          strokeOpacity: 0.7,
        },
      ),
      Plot.dot(means, { x: "at", y: "index", r: 4.5, fill: "color", stroke: "var(--ground)", strokeWidth: 1.5 }),
      Plot.text(means, {
        y: "index",
        frameAnchor: "left",
        dx: -marginLeft,
        textAnchor: "start",
        text: ({ title }: SpreadRow) => fitted(title, marginLeft - 10),
        fill: "var(--ink)",
        fontSize: 12,
      }),
      Plot.axisX({
        anchor: "bottom",
        ticks,
        tickFormat: axisFormat(domain, ticks, false),
        fontSize: 12,
        tickSize: 5,
        color: "var(--ink)",
      }),
      Plot.text([0], {
        frameAnchor: "bottom-right",
        dy: 40,
        text: () => `${withUnit(metricTitle, valueUnit(quantity))} →`,
        fontSize: 12,
        fill: "var(--muted)",
      }),
    ],
  });
}
