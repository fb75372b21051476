import type { Estimate } from "../src/stats/estimate.js";
import { svg } from "./element.js";
import { hasInterval } from "./quantities.js";

export interface IntervalMarkOptions {
  domain: readonly [number, number];
  color: string;
  /** Where zero, or another value to compare with, stands. */
  reference?: number | null;
  height?: number;
}

/**
 * An interval as a small picture for a table's row, as wide as its cell. What lies outside the domain is cut off with
 * an arrow. The figures stand beside it in the row, so the picture itself is silent.
 */
export function IntervalMark(
  value: Pick<Estimate, "estimate" | "lower" | "upper">,
  options: IntervalMarkOptions,
): SVGElement {
  const { domain, color, reference = null, height = 20 } = options;
  const middle = height / 2;
  const share = (x: number): number => (100 * (x - domain[0])) / (domain[1] - domain[0]);
  const at = (x: number): string => `${Math.min(100, Math.max(0, share(x))).toFixed(2)}%`;
  const arrow = (side: "left" | "right"): SVGElement =>
    svg(
      "svg",
      { x: side === "left" ? "0" : "100%", y: middle, overflow: "visible" },
      svg("path", { d: side === "left" ? "M0,0l9,-6v12z" : "M0,0l-9,-6v12z", fill: color }),
    );
  const drawable = hasInterval(value as Estimate);
  const inside = drawable && share(value.estimate) >= 0 && share(value.estimate) <= 100;
  const overlaps = drawable && share(value.upper) >= 0 && share(value.lower) <= 100;
  return svg(
    "svg",
    { class: "interval-mark", width: "100%", height, "aria-hidden": "true", overflow: "visible" },
    reference === null || share(reference) < 0 || share(reference) > 100
      ? null
      : svg("line", {
          x1: at(reference),
          x2: at(reference),
          y1: 0,
          y2: height,
          stroke: "var(--rule)",
          "stroke-width": 1.5,
        }),
    overlaps
      ? svg("line", {
          x1: at(value.lower),
          x2: at(value.upper),
          y1: middle,
          y2: middle,
          stroke: color,
          "stroke-width": 3,
          "stroke-linecap": "round",
          opacity: 0.75,
        })
      : null,
    drawable && share(value.lower) < 0 ? arrow("left") : null,
    drawable && share(value.upper) > 100 ? arrow("right") : null,
    inside
      ? svg("circle", {
          cx: at(value.estimate),
          cy: middle,
          r: 5,
          fill: color,
          stroke: "var(--surface)",
          "stroke-width": 1.5,
        })
      : null,
  );
}

/** A domain that holds most of what is drawn: one extreme row must not flatten the others. */
export function fairDomain(
  values: readonly Pick<Estimate, "lower" | "upper">[],
  include: readonly number[] = [],
): [number, number] {
  const ends = values.flatMap(({ lower, upper }) => [lower, upper]).filter(Number.isFinite);
  const widths = values
    .map(({ lower, upper }) => Math.max(Math.abs(lower), Math.abs(upper)))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const limit = 3 * (widths[Math.ceil(0.75 * (widths.length - 1))] ?? 1);
  const kept = [...ends.map((end) => Math.min(limit, Math.max(-limit, end))), ...include];
  const [low, high] = [Math.min(...kept), Math.max(...kept)];
  const pad = (high - low || 1) * 0.04;
  return kept.length > 0 ? [low - pad, high + pad] : [-1, 1];
}
