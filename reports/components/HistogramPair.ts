import { element, svg } from "./element.js";

export interface PairBin {
  /** Shares or counts; each side is scaled to its own total. */
  reference: number;
  /** Null where there is only one distribution to show. */
  current: number | null;
}

export interface HistogramPairOptions {
  /** What the two shapes show, in words. */
  label: string;
  width?: number;
  height?: number;
  /** Bars of categories stand apart. */
  categorical?: boolean;
}

/** Two distributions in a row of a table: reference filled, current as a line. */
export function HistogramPair(
  bins: readonly PairBin[],
  { label, width = 220, height = 38, categorical = false }: HistogramPairOptions,
): HTMLElement {
  const total = (side: "reference" | "current"): number => bins.reduce((sum, bin) => sum + (bin[side] ?? 0), 0) || 1;
  const totals = { reference: total("reference"), current: total("current") };
  const shares = bins.map(({ reference, current }) => ({
    reference: reference / totals.reference,
    current: current === null ? null : current / totals.current,
  }));
  const most = Math.max(1e-12, ...shares.map(({ reference, current }) => Math.max(reference, current ?? 0)));
  const step = width / Math.max(1, bins.length);
  const gap = categorical ? Math.min(3, step * 0.2) : 0;
  const y = (share: number): number => height - 1.5 - (share / most) * (height - 4);
  const round = (value: number): string => value.toFixed(1);
  let line = "";
  for (const [index, { current }] of shares.entries()) {
    if (current === null) continue;
    const from = index * step + gap / 2;
    const to = (index + 1) * step - gap / 2;
    line += `${line === "" || categorical ? "M" : "L"}${round(from)},${round(y(current))}H${round(to)}`;
  }
  return element(
    "div",
    { class: "histogram", role: "img", "aria-label": label },
    svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
      shares.map(({ reference }, index) =>
        svg("rect", {
          x: round(index * step + gap / 2),
          y: round(y(reference)),
          width: round(step - gap + (categorical ? 0 : 0.3)),
          height: round(height - 1.5 - y(reference)),
          fill: "var(--histogram)",
        }),
      ),
      svg("line", { x1: 0, x2: width, y1: height - 1, y2: height - 1, stroke: "var(--rule)" }),
      line ? svg("path", { d: line, fill: "none", stroke: "var(--challenger)", "stroke-width": 1.75 }) : null,
    ),
  );
}
