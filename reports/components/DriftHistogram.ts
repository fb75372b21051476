import type { ColumnDrift } from "../src/monitoring/types.js";
import { formatPercent } from "../src/lib/format.js";
import { element, svg } from "./element.js";

type Bin = ColumnDrift["bins"][number];

interface Shape {
  from: number;
  to: number;
  reference: number;
  current: number;
  /** Stands alone: a category, or a value that many rows share. */
  alone: boolean;
}

/** Categories and odd ones out side by side, each one step wide. */
const steps = (bins: readonly Bin[], share: (bin: Bin) => [number, number], start: number, step: number): Shape[] =>
  bins.map((bin, index) => {
    const [reference, current] = share(bin);
    return {
      from: start + (index + 0.12) * step,
      to: start + (index + 0.88) * step,
      reference: reference / step,
      current: current / step,
      alone: true,
    };
  });

/** Shares as density over the column's own axis, so that bins of unequal width show the distribution's true shape. */
function shapes({ type, bins }: Pick<ColumnDrift, "type" | "bins">): Shape[] {
  const totals = {
    reference: bins.reduce((sum, bin) => sum + bin.reference, 0) || 1,
    current: bins.reduce((sum, bin) => sum + bin.current, 0) || 1,
  };
  const share = (bin: Bin): [number, number] => [bin.reference / totals.reference, bin.current / totals.current];
  const atom = (bin: Bin): number => (bin.value === null || bin.value.trim() === "" ? Number.NaN : Number(bin.value));
  const stretches = bins.filter(({ value }) => value === null);
  const atoms = type === "numeric" ? bins.filter((bin) => Number.isFinite(atom(bin))) : [];
  const others = bins.filter((bin) => bin.value !== null && !atoms.includes(bin));
  const ends = [...stretches.flatMap(({ lower, upper }) => [lower, upper]), ...atoms.map(atom)].filter(
    (end): end is number => end !== null && Number.isFinite(end),
  );
  if (type === "categorical" || ends.length < 2) return steps(bins, share, 0, 1 / Math.max(1, bins.length));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const tail = (high - low || 1) * 0.14;
  const open = {
    low: stretches.some(({ lower }) => lower === null) ? low - tail : low,
    high: stretches.some(({ upper }) => upper === null) ? high + tail : high,
  };
  const thin = (open.high - open.low) / 26;
  const room = others.length > 0 ? 1 - Math.min(0.3, 0.07 * others.length) : 1;
  const pad = atoms.length > 0 ? thin / 2 : 0;
  const span = open.high - open.low + 2 * pad || 1;
  const x = (value: number): number => (room * (value - open.low + pad)) / span;
  const placed = stretches.map((bin): Shape => {
    const [from, to] = [x(bin.lower ?? open.low), x(bin.upper ?? open.high)];
    const [reference, current] = share(bin);
    const width = Math.max(to - from, 1e-3);
    return { from, to: from + width, reference: reference / width, current: current / width, alone: false };
  });
  const single = atoms.map((bin): Shape => {
    const width = (room * thin) / span;
    const [reference, current] = share(bin);
    return {
      from: x(atom(bin)) - width / 2,
      to: x(atom(bin)) + width / 2,
      reference: reference / width,
      current: current / width,
      alone: true,
    };
  });
  return [...placed, ...single, ...steps(others, share, room + 0.02, (0.98 - room) / Math.max(1, others.length))];
}

/** One column on both sides: reference filled, current as a line; categories and shared values stand alone. */
export function DriftHistogram(
  column: Pick<ColumnDrift, "name" | "type" | "bins">,
  { width = 260, height = 40 } = {},
): HTMLElement {
  const drawn = shapes(column);
  const heights = drawn.flatMap(({ reference, current }) => [reference, current]).sort((a, b) => a - b);
  const most = heights.at(-1) || 1;
  const y = (value: number): string => (height - 1.5 - (Math.min(value, most) / most) * (height - 4)).toFixed(1);
  const x = (value: number): string => (value * width).toFixed(1);
  let line = "";
  let end: number | null = null;
  for (const { from, to, current, alone } of drawn) {
    const joined = !alone && end !== null && Math.abs(end - from) < 1e-6;
    line += `${joined ? "L" : "M"}${x(from)},${y(current)}H${x(to)}`;
    end = alone ? null : to;
  }
  const total = (side: "reference" | "current"): number => column.bins.reduce((sum, bin) => sum + bin[side], 0) || 1;
  const changes = column.bins
    .map((bin) => ({
      name: bin.value ?? `${bin.lower ?? "below"} to ${bin.upper ?? "above"}`,
      change: bin.current / total("current") - bin.reference / total("reference"),
    }))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, 2)
    .map(({ name, change }) => `${name}: ${change >= 0 ? "+" : ""}${formatPercent(change)}`);
  return element(
    "div",
    {
      class: "histogram",
      role: "img",
      "aria-label": `${column.name}, reference and current; largest changes of share: ${changes.join(", ")}`,
    },
    svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
      drawn.map(({ from, to, reference }) =>
        svg("rect", {
          x: x(from),
          y: y(reference),
          width: ((to - from) * width + 0.3).toFixed(1),
          height: (height - 1.5 - Number(y(reference))).toFixed(1),
          fill: "var(--histogram)",
        }),
      ),
      svg("line", { x1: 0, x2: width, y1: height - 1, y2: height - 1, stroke: "var(--rule)" }),
      svg("path", { d: line, fill: "none", stroke: "var(--challenger)", "stroke-width": 1.75 }),
    ),
  );
}
