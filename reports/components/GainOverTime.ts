import * as Plot from "@observablehq/plot";
import type { Disagreement } from "../src/evaluation/types.js";
import { formatGain, type Quantity } from "../src/lib/format.js";
import { chart } from "./chart.js";
import { differenceUnit, onAxis, withUnit } from "./quantities.js";
import { axisFormat } from "./GainChart.js";

type Period = Disagreement["overTime"][number];

/** The gain per period, with a moving mean; periods after the test rows are shaded and are no part of the verdict. */
export function GainOverTime(
  { periods, quantity }: { periods: readonly Period[]; quantity: Quantity },
  { width }: { width: number },
): HTMLElement {
  const points = periods.map((period) => ({
    ...period,
    date: new Date(period.from),
    end: new Date(period.to),
    value: onAxis(period.gain, quantity),
  }));
  const values = points.map(({ value }) => value).sort((a, b) => a - b);
  const quantile = (share: number): number =>
    values[Math.min(values.length - 1, Math.max(0, Math.round(share * (values.length - 1))))] ?? 0;
  const reach = 1.6 * Math.max(Math.abs(quantile(0.03)), Math.abs(quantile(0.97)), 1e-9);
  const [low, high] = [Math.max(Math.min(values[0] ?? 0, 0), -reach), Math.min(Math.max(values.at(-1) ?? 0, 0), reach)];
  const production = points.filter(({ split }) => split === "production");
  const shaded = production.length > 0 ? [{ from: production[0]!.date, to: production.at(-1)!.end }] : [];
  const k = Math.max(3, Math.min(9, Math.round(points.length / 8)));
  const mean = (list: readonly Period[]): number =>
    list.reduce((sum, { gain, n }) => sum + gain * n, 0) / list.reduce((sum, { n }) => sum + n, 0);
  const judged = periods.filter(({ split }) => split !== "production");
  const ticks = 5;
  const label = `Gain per period from ${points[0]?.date.toISOString().slice(0, 10) ?? ""}: mean ${formatGain(mean(judged), quantity)} on the rows that judge${production.length > 0 ? `, ${formatGain(mean(production), quantity)} in production` : ""}.`;
  return chart({
    label,
    width,
    height: 250,
    marginLeft: 40,
    marginRight: 12,
    marginTop: 22,
    x: { type: "utc", label: null },
    y: { domain: [low, high], clamp: true, label: null },
    marks: [
      Plot.rectX(shaded, { x1: "from", x2: "to", fill: "var(--wash)" }),
      Plot.text(shaded, {
        x: (zone: { from: Date; to: Date }) => new Date((zone.from.getTime() + zone.to.getTime()) / 2),
        frameAnchor: "top",
        dy: -14,
        text: () => "production",
        fill: "var(--muted)",
        fontSize: 12,
      }),
      Plot.ruleY([0], { stroke: "var(--faint)" }),
      Plot.dot(points, {
        x: "date",
        y: "value",
        r: 2.4,
        fill: "var(--challenger)",
        fillOpacity: 0.5,
        symbol: (d: { value: number }) => (d.value > high || d.value < low ? "triangle" : "circle"),
      }),
      Plot.lineY(
        points,
        Plot.windowY(
          { k, reduce: "mean", strict: false },
          { x: "date", y: "value", stroke: "var(--challenger)", strokeWidth: 2 },
        ),
      ),
      Plot.axisX({ ticks: width < 420 ? 4 : 6, fontSize: 12, tickSize: 5, color: "var(--ink)" }),
      Plot.axisY({ ticks, tickFormat: axisFormat([low, high], ticks), fontSize: 12, tickSize: 4, color: "var(--ink)" }),
      Plot.text([0], {
        frameAnchor: "top-left",
        dx: -38,
        dy: -16,
        text: () => `↑ ${withUnit("gain", differenceUnit(quantity))}`,
        fill: "var(--muted)",
        fontSize: 12,
        textAnchor: "start",
      }),
    ],
  });
}
