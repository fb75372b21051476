import * as Plot from "@observablehq/plot";
import { currentDocument, element } from "./element.js";

export interface ChartOptions extends Plot.PlotOptions {
  /** What a reader who cannot see the picture should learn from it, figures included. */
  label: string;
}

/**
 * Draws a chart as one picture with a text alternative, in the colours and type of the page.
 *
 * @example chart({ label: "Gain per day", width: 640, marks: [Plot.ruleY([0])] })
 */
export function chart({ label, style, ...options }: ChartOptions): HTMLElement {
  const plot = Plot.plot({
    marginTop: 12,
    ...options,
    document: currentDocument(),
    style: { background: "none", overflow: "visible", ...(typeof style === "object" ? style : {}) },
  } as Plot.PlotOptions);
  plot.setAttribute("aria-hidden", "true");
  return element("div", { class: "chart", role: "img", "aria-label": label }, plot);
}

/** Fill and stroke of one model: the champion's, the challenger's, or grey for any other. */
export const modelColor = (run: { isChampion?: boolean; isChallenger?: boolean }): string =>
  run.isChampion ? "var(--champion)" : run.isChallenger ? "var(--challenger)" : "var(--muted)";

/** Dash patterns tell the grey models apart, and the two coloured ones on paper. */
export const dashes = ["none", "none", "6 3", "2 3", "8 3 2 3", "1 4"];

/** Text that fits into so many pixels at 12 px, cut with an ellipsis where it must be. */
export function fitted(text: string, pixels: number): string {
  const most = Math.max(3, Math.floor(pixels / 6.6));
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

/** A dot with a name, in pixels; `low` and `high` are the ends of its interval. */
export interface NamedDot {
  x: number;
  y: number;
  low: number;
  high: number;
  text: string;
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));

/** Finds each name a place beside its dot where it covers no other dot, interval or name, as far as there is one. */
export function placeNames(
  dots: readonly NamedDot[],
  frame: Box,
): { dx: number; dy: number; anchor: "start" | "middle" | "end" }[] {
  const marks = dots.map(({ x, y, low, high }): Box => [x - 7, Math.min(y - 7, high), x + 7, Math.max(y + 7, low)]);
  const taken: Box[] = [];
  return dots.map(({ x, y, text }, index) => {
    const wide = text.length * 6.6 + 4;
    const places = [0, -15, 15, -28, 28].flatMap((dy) => [
      { dx: 11, dy, anchor: "start" as const, left: x + 11 },
      { dx: -11, dy, anchor: "end" as const, left: x - 11 - wide },
      ...(dy === 0 ? [] : [{ dx: 0, dy, anchor: "middle" as const, left: x - wide / 2 }]),
    ]);
    const judged = places.map((place) => {
      const box: Box = [place.left, y + place.dy - 7, place.left + wide, y + place.dy + 7];
      const outside =
        Math.max(0, frame[0] - box[0]) +
        Math.max(0, box[2] - frame[2]) +
        Math.max(0, frame[1] - box[1]) +
        Math.max(0, box[3] - frame[3]);
      const covered = [...marks, ...taken].reduce((sum, other) => sum + overlap(box, other), 0);
      return { place, box, cost: 100 * outside + covered + 0.01 * Math.abs(place.dy) * (index + 1) };
    });
    const best = judged.reduce((found, next) => (next.cost < found.cost ? next : found));
    taken.push(best.box);
    return best.place;
  });
}

/** Keeps labels at the ends of lines apart by at least `gap`, moving them as little as a sweep can; sorted by y. */
export function spreadLabels<T extends { y: number }>(labels: readonly T[], gap: number): (T & { labelY: number })[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y).map((label) => ({ ...label, labelY: label.y }));
  for (let i = 1; i < sorted.length; i++) sorted[i]!.labelY = Math.max(sorted[i]!.labelY, sorted[i - 1]!.labelY + gap);
  const over = sorted.length > 0 ? (sorted.at(-1)!.labelY - sorted.at(-1)!.y) / 2 : 0;
  for (const label of sorted) label.labelY -= over;
  return sorted;
}
