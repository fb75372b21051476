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

/** Keeps labels at the ends of lines apart by at least `gap`, moving them as little as a sweep can; sorted by y. */
export function spreadLabels<T extends { y: number }>(labels: readonly T[], gap: number): (T & { labelY: number })[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y).map((label) => ({ ...label, labelY: label.y }));
  for (let i = 1; i < sorted.length; i++) sorted[i]!.labelY = Math.max(sorted[i]!.labelY, sorted[i - 1]!.labelY + gap);
  const over = sorted.length > 0 ? (sorted.at(-1)!.labelY - sorted.at(-1)!.y) / 2 : 0;
  for (const label of sorted) label.labelY -= over;
  return sorted;
}
