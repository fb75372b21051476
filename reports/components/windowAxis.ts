import * as Plot from "@observablehq/plot";
import type { LogWindow } from "../src/monitoring/log-types.js";

/** Where windows of a log stand on a chart: at their middle in time, or in their order where they have no dates. */
export interface WindowAxis {
  dated: boolean;
  /** Options of the scale. */
  x: Plot.ScaleOptions;
  place(window: Pick<LogWindow, "name" | "from" | "to">): Date | string;
  mark(width: number): Plot.Markish;
}

/** The axis that all charts of one log share. */
export function windowAxis(windows: readonly LogWindow[]): WindowAxis {
  const dated = windows.every(({ from, to }) => from !== null && to !== null);
  const common = { anchor: "bottom", fontSize: 12, tickSize: 4, color: "var(--ink)" } as const;
  if (!dated)
    return {
      dated,
      x: { type: "band", domain: windows.map(({ name }) => name), label: null },
      place: ({ name }) => name,
      mark: (width) =>
        Plot.axisX({ ...common, tickFormat: (name: string) => (width < 620 ? name.replace(/^Part /, "") : name) }),
    };
  const [first, last] = [windows[0]?.from, windows.at(-1)?.to];
  return {
    dated,
    x: { type: "utc", label: null, ...(first && last ? { domain: [new Date(first), new Date(last)] } : {}) },
    place: ({ from, to }) => new Date((Date.parse(from!) + Date.parse(to!)) / 2),
    mark: (width) => Plot.axisX({ ...common, ticks: width < 420 ? 3 : width < 700 ? 5 : 9 }),
  };
}

/** A small muted name above a chart's frame, at its left. */
export const frameTitle = (text: string, marginLeft: number): Plot.Markish =>
  Plot.text([0], {
    frameAnchor: "top-left",
    dx: 4 - marginLeft,
    dy: -18,
    textAnchor: "start",
    text: () => text,
    fontSize: 12,
    fill: "var(--muted)",
  });
