import type { PowerView } from "../src/decisions/pair-types.js";
import { formatCount, formatDifference, formatPercent } from "../src/lib/format.js";
import { LineChart } from "./LineChart.js";
import { differenceUnit, onAxis, withUnit, type Reading } from "./quantities.js";

export interface PowerCurveData {
  power: PowerView;
  reading: Reading;
  /** The smallest worthwhile gain. */
  margin: number;
  /** Plural: `days`. */
  unit: string;
}

/** The chance that these rows show a true gain, by its size; the dotted line is the smallest gain that counts. */
export function PowerCurve(
  { power, reading, margin, unit }: PowerCurveData,
  { width }: { width: number },
): HTMLElement {
  const { quantity } = reading;
  const points = (of: (point: PowerView["curve"][number]) => number) =>
    power.curve.map((point) => ({ x: onAxis(point.gain, quantity), y: 100 * of(point) }));
  const at = (gain: number): PowerView["curve"][number] | undefined =>
    [...power.curve].sort((a, b) => Math.abs(a.gain - gain) - Math.abs(b.gain - gain))[0];
  const [one, two] = [at(margin), at(2 * margin)];
  const said = (point: typeof one, name: string): string =>
    point
      ? `At a true gain of ${name} the interval lies above 0 in ${formatPercent(point.aboveZero, 0)} of cases and above the margin in ${formatPercent(point.aboveMargin, 0)}. `
      : "";
  const delta = onAxis(margin, quantity);
  return LineChart(
    {
      series: [
        { title: "above 0", color: "var(--muted)", points: points(({ aboveZero }) => aboveZero) },
        { title: "worth it", color: "var(--challenger)", points: points(({ aboveMargin }) => aboveMargin) },
      ],
      xTitle: withUnit("true gain", differenceUnit(quantity)),
      yTitle: "chance to show it, per cent",
      yDomain: [0, 100],
      reference: { from: [delta, 0], to: [delta, 100] },
      names: "bottom-right",
      height: 250,
      label: `Power of ${formatCount(power.units)} ${unit}. ${said(one, formatDifference(margin, quantity))}${said(two, formatDifference(2 * margin, quantity))}`,
    },
    { width },
  );
}

/** What more units would resolve, in one sentence. */
export function powerWords({ power, reading, margin, unit }: PowerCurveData): string {
  const { quantity } = reading;
  const point = [...power.curve].sort((a, b) => Math.abs(a.gain - 2 * margin) - Math.abs(b.gain - 2 * margin))[0];
  const more = power.byUnits
    .filter(({ units, smallestDetectableGain }) => units > power.units && Number.isFinite(smallestDetectableGain))
    .slice(0, 2)
    .map(
      ({ units, smallestDetectableGain }) =>
        `${formatCount(units)} resolve ${formatDifference(smallestDetectableGain, quantity)}`,
    );
  return [
    `${formatCount(power.units)} ${unit} resolve a gain of ${formatDifference(power.smallestDetectableGain, quantity)} with ${formatPercent(power.wanted, 0)} power${more.length > 0 ? `; ${more.join(", ")}` : ""}.`,
    point
      ? `If the true gain were ${formatDifference(2 * margin, quantity)}, the chance to promote would be ${formatPercent(point.aboveMargin, 0)}.`
      : "",
  ].join(" ");
}
