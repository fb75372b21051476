import * as Plot from "@observablehq/plot";
import type { Disagreement } from "../src/evaluation/types.js";
import { formatGain, formatInterval, type Quantity } from "../src/lib/format.js";
import { chart } from "./chart.js";
import { axisFormat } from "./GainChart.js";
import { fairDomain } from "./IntervalMark.js";
import { differenceUnit, hasInterval, onAxis } from "./quantities.js";

type Segment = Disagreement["segments"][number];

/** The gain in each value of one segment column, the best first. */
export function GainBySegment(
  { segments, quantity }: { segments: readonly Segment[]; quantity: Quantity },
  { width }: { width: number },
): HTMLElement {
  const drawn = segments
    .filter(({ gain }) => hasInterval(gain))
    .map(({ value, gain }) => ({
      value,
      gain,
      estimate: onAxis(gain.estimate, quantity),
      lower: onAxis(gain.lower, quantity),
      upper: onAxis(gain.upper, quantity),
    }))
    .sort((a, b) => b.estimate - a.estimate);
  const domain = fairDomain(drawn, [0]);
  const clipped = drawn.map((row) => ({
    ...row,
    from: Math.max(row.lower, domain[0]),
    to: Math.min(row.upper, domain[1]),
  }));
  const marginLeft = Math.min(width * 0.42, 14 + 6.4 * Math.max(4, ...drawn.map(({ value }) => value.length)));
  const fits = Math.floor((marginLeft - 14) / 6.2);
  const short = (text: string): string => (text.length > fits ? `${text.slice(0, fits - 1)}…` : text);
  const ticks = Math.max(3, Math.round((width - marginLeft) / 80));
  const label = `Gain by segment: ${drawn.map(({ value, gain }) => `${value} ${formatGain(gain.estimate, quantity)} ${formatInterval(gain.lower, gain.upper, quantity)}`).join("; ")}.`;
  return chart({
    label,
    width,
    height: 24 * clipped.length + 60,
    marginLeft,
    marginRight: 14,
    marginTop: 6,
    marginBottom: 46,
    x: { domain, label: null },
    y: { type: "band", domain: clipped.map(({ value }) => value), label: null },
    marks: [
      Plot.ruleX([0], { stroke: "var(--faint)" }),
      Plot.link(
        clipped.filter(({ from, to }) => from <= to),
        {
          x1: "from",
          x2: "to",
          y1: "value",
          y2: "value",
          stroke: "var(--challenger)",
          strokeWidth: 3,
          strokeLinecap: "round",
          strokeOpacity: 0.75,
        },
      ),
      Plot.dot(
        clipped.filter(({ estimate }) => estimate >= domain[0] && estimate <= domain[1]),
        { x: "estimate", y: "value", r: 4.5, fill: "var(--challenger)", stroke: "var(--ground)", strokeWidth: 1.5 },
      ),
      Plot.text(
        clipped.filter(({ upper }) => upper > domain[1]),
        { x: domain[1], y: "value", text: () => "▶", fill: "var(--challenger)", fontSize: 11 },
      ),
      Plot.text(
        clipped.filter(({ lower }) => lower < domain[0]),
        { x: domain[0], y: "value", text: () => "◀", fill: "var(--challenger)", fontSize: 11 },
      ),
      Plot.axisY({ tickSize: 0, tickFormat: short, fontSize: 12, color: "var(--ink)" }),
      Plot.axisX({
        anchor: "bottom",
        ticks,
        tickFormat: axisFormat(domain, ticks),
        fontSize: 12,
        tickSize: 5,
        color: "var(--ink)",
      }),
      Plot.text([0], {
        frameAnchor: "bottom-right",
        dy: 40,
        text: () => `${differenceUnit(quantity) || "gain"} →`,
        fontSize: 12,
        fill: "var(--muted)",
      }),
    ],
  });
}
