import { element, svg } from "./element.js";

export interface SparklineOptions {
  /** What the line shows, in words and figures. */
  label: string;
  width?: number;
  height?: number;
  color?: string;
  /** Index of the value to mark with a dot. */
  mark?: number;
  markColor?: string;
  /** A dotted line at this value. */
  threshold?: number;
  /** Lowest and highest value of the frame; the data's own by default. */
  domain?: readonly [number, number];
}

/** A line as small as a word; missing values break it. */
export function Sparkline(
  values: readonly (number | null)[],
  {
    label,
    width = 150,
    height = 38,
    color = "var(--muted)",
    mark,
    markColor = "var(--ink)",
    threshold,
    domain,
  }: SparklineOptions,
): HTMLElement {
  const finite = [...values, threshold].filter((value): value is number => Number.isFinite(value));
  const [low, high] = domain ?? [Math.min(...finite), Math.max(...finite)];
  const edge = 4;
  const x = (index: number): number => edge + (index / Math.max(1, values.length - 1)) * (width - 2 * edge);
  const y = (value: number): number =>
    high === low ? height / 2 : height - edge - ((value - low) / (high - low)) * (height - 2 * edge);
  let path = "";
  let pen = false;
  for (const [index, value] of values.entries()) {
    if (!Number.isFinite(value)) pen = false;
    else {
      path += `${pen ? "L" : "M"}${x(index).toFixed(1)},${y(value!).toFixed(1)}`;
      pen = true;
    }
  }
  const marked = mark === undefined ? null : values[mark];
  return element(
    "div",
    { class: "sparkline", role: "img", "aria-label": label },
    svg(
      "svg",
      { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
      threshold !== undefined && Number.isFinite(threshold)
        ? svg("line", {
            x1: 0,
            x2: width,
            y1: y(threshold),
            y2: y(threshold),
            stroke: "var(--faint)",
            "stroke-dasharray": "2 3",
          })
        : null,
      svg("path", { d: path, fill: "none", stroke: color, "stroke-width": 1.5, "stroke-linejoin": "round" }),
      Number.isFinite(marked) ? svg("circle", { cx: x(mark!), cy: y(marked!), r: 3.5, fill: markColor }) : null,
    ),
  );
}
