import * as Plot from "@observablehq/plot";
import { formatGainInterval, formatInterval, type Quantity } from "../src/lib/format.js";
import type { Estimate } from "../src/stats/estimate.js";
import { chart } from "./chart.js";
import { differenceUnit, hasInterval, inSentence, onAxis, tick, withUnit } from "./quantities.js";

export interface GainChartData {
  gain: Estimate;
  /** As if rows were independent; drawn grey and named as wrong. */
  naive: Estimate | null;
  /** Corrected for how many models this test set has judged. */
  corrected: Estimate | null;
  /** The smallest worthwhile gain. */
  margin: number;
  metricTitle: string;
  quantity: Quantity;
  /** Plural names: `flights`, `days`. */
  rows: string;
  unit: string;
}

interface Line {
  lower: number;
  upper: number;
  estimate: number | null;
  y: number;
  text: string;
  color: string;
  ink: string;
  width: number;
  weight: number;
}

const textWidth = (text: string, size = 12): number => text.length * size * 0.53;

/** What each line says, long where there is room. */
function lines({ gain, naive, corrected, rows, unit, quantity }: GainChartData, narrow: boolean): Line[] {
  const between = (value: Estimate): string =>
    formatInterval(value.lower, value.upper, quantity).slice(1, -1).replace(", ", " to ");
  const scaled = (value: Estimate) => ({ lower: onAxis(value.lower, quantity), upper: onAxis(value.upper, quantity) });
  const found: Line[] = [];
  if (hasInterval(gain))
    found.push({
      ...scaled(gain),
      estimate: onAxis(gain.estimate, quantity),
      y: 0,
      text: `${narrow ? "" : `over ${unit}: `}${between(gain)}`,
      color: "var(--challenger)",
      ink: "var(--ink)",
      width: 4,
      weight: 600,
    });
  if (hasInterval(naive))
    found.push({
      ...scaled(naive),
      estimate: null,
      y: found.length,
      text: narrow
        ? `if ${rows} were independent`
        : `as if ${rows} were independent, which they are not: ${between(naive)}`,
      color: "var(--muted)",
      ink: "var(--muted)",
      width: 2.5,
      weight: 400,
    });
  if (hasInterval(corrected))
    found.push({
      ...scaled(corrected),
      estimate: null,
      y: found.length,
      text: narrow ? "corrected for selection" : `corrected for the models judged: ${between(corrected)}`,
      color: "color-mix(in srgb, var(--challenger) 55%, var(--surface))",
      ink: "var(--muted)",
      width: 2.5,
      weight: 400,
    });
  return found;
}

/** The right end of an axis on which every line's words fit beside it, unless that would squeeze the lines. */
function roomFor(drawn: readonly Line[], low: number, high: number, width: number): number {
  const needed = drawn.map(({ upper, text }) => {
    const share = (textWidth(text) + 24) / width;
    return (upper - low * share) / (1 - share);
  });
  const wanted = Math.max(high, ...needed);
  return wanted - low < 2 * (high - low) ? wanted : high;
}

/** The interval of the gain on an axis whose zones are the policy. */
export function GainChart(data: GainChartData, { width }: { width: number }): HTMLElement {
  const { margin, metricTitle, quantity, gain } = data;
  const narrow = width < 560;
  const drawn = lines(data, narrow);
  const delta = onAxis(margin, quantity);
  const ends = [0, -1.6 * delta, 1.6 * delta, ...drawn.flatMap(({ lower, upper }) => [lower, upper])];
  const span = Math.max(...ends) - Math.min(...ends);
  const room = narrow ? 0.04 : 0.1;
  const side = 8;
  const low = Math.min(...ends) - room * span;
  const right = Math.max(...ends) + room * span;
  const domain: [number, number] = [low, narrow ? right : roomFor(drawn, low, right, width)];
  const pixels = (value: number): number => side + ((value - domain[0]) / (domain[1] - domain[0])) * (width - 2 * side);
  const step = narrow ? 34 : 27;
  const top = 26;
  const height = top + step * drawn.length + 14 + 46;
  const y = (line: Line): number => top + step * (line.y + 0.5) + (narrow ? 0 : 3);
  const placed = drawn.map((line) => {
    const needs = textWidth(line.text) + 10;
    if (!narrow && pixels(line.upper) + needs < width - side)
      return { ...line, x: line.upper, dx: 9, dy: 0, anchor: "start" as const };
    if (!narrow && pixels(line.lower) - needs > side)
      return { ...line, x: line.lower, dx: -9, dy: 0, anchor: "end" as const };
    const middle = (pixels(line.lower) + pixels(line.upper)) / 2;
    const shift = Math.min(Math.max(middle, side + needs / 2), width - side - needs / 2) - middle;
    return { ...line, x: (line.lower + line.upper) / 2, dx: shift, dy: 14, anchor: "middle" as const };
  });
  const zones = [
    { from: domain[0], to: -delta, text: ["worse"], fill: "none" },
    { from: -delta, to: delta, text: ["no worthwhile difference", "no difference", "none"], fill: "var(--wash)" },
    { from: delta, to: domain[1], text: ["worth promoting", "promote"], fill: "var(--promote-wash)" },
  ].map((zone) => ({
    ...zone,
    name: zone.text.find((text) => textWidth(text, 11.5) < pixels(zone.to) - pixels(zone.from) + 4) ?? "",
  }));
  const ticks = Math.max(3, Math.round(width / 110));
  const label = `${metricTitle}: gain of the challenger ${formatGainInterval(gain.lower, gain.upper, quantity)}. A gain counts from ${tick([delta])(delta)} ${differenceUnit(quantity)}. ${drawn.map(({ text }) => text).join("; ")}.`;
  return chart({
    label,
    width,
    height,
    marginLeft: side,
    marginRight: side,
    marginTop: top,
    marginBottom: 46,
    x: { domain, label: null },
    y: { axis: null, domain: [height - 46, top], range: [height - 46, top] },
    marks: [
      Plot.rect(zones, { x1: "from", x2: "to", y1: top, y2: height - 46, fill: "fill" }),
      Plot.text(zones, {
        x: (zone: { from: number; to: number }) => (zone.from + zone.to) / 2,
        text: "name",
        frameAnchor: "top",
        dy: -17,
        fill: "var(--muted)",
        fontSize: narrow ? 11 : 12,
      }),
      Plot.ruleX([0], { stroke: "var(--faint)", strokeDasharray: "2 3" }),
      Plot.link(placed, {
        x1: "lower",
        x2: "upper",
        y1: y,
        y2: y,
        stroke: "color",
        strokeWidth: (line: Line) => line.width,
        strokeLinecap: "round",
      }),
      Plot.dot(
        placed.filter(({ estimate }) => estimate !== null),
        { x: "estimate", y, r: 6.5, fill: "color", stroke: "var(--surface)", strokeWidth: 2 },
      ),
      ...placed.map((line) =>
        Plot.text([line], {
          x: "x",
          y,
          dx: line.dx,
          dy: line.dy,
          text: "text",
          textAnchor: line.anchor,
          fill: line.ink,
          fontWeight: line.weight,
          fontSize: 12,
          stroke: "none",
        }),
      ),
      Plot.axisX({
        anchor: "bottom",
        ticks,
        tickFormat: axisFormat(domain, ticks),
        tickSize: 5,
        fontSize: 12,
        color: "var(--ink)",
      }),
      Plot.text([0], {
        frameAnchor: "bottom-right",
        dy: 40,
        text: () =>
          `${withUnit(narrow ? `Gain in ${inSentence(metricTitle)}` : `Gain of the challenger in ${inSentence(metricTitle)}`, differenceUnit(quantity))} →`,
        fontSize: 12,
        fill: "var(--ink)",
      }),
    ],
  });
}

/** Ticks of a linear axis with sign, `0` bare, all with the same decimals. */
export function axisFormat([from, to]: [number, number], count: number, sign = true): (value: number) => string {
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const error = rough / power;
  const step = power * (error >= Math.sqrt(50) ? 10 : error >= Math.sqrt(10) ? 5 : error >= Math.SQRT2 ? 2 : 1);
  return tick([Number(step.toPrecision(3))], sign);
}
