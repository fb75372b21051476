import type { MetricDescription } from "../src/evaluation/types.js";
import { formatFixed, type Quantity } from "../src/lib/format.js";
import type { Estimate } from "../src/stats/estimate.js";

/** A positive number with `+`; a negative one has its sign, and zero needs none. */
export const signed = (value: number, text: string): string => (value > 0 && text !== "0" ? `+${text}` : text);

/** A metric as a page speaks of it: its title and direction, and how its numbers are written. */
export interface Reading extends MetricDescription {
  quantity: Quantity;
}

export const reading = (metric: MetricDescription, targetUnit: string): Reading => ({
  ...metric,
  quantity: { unit: metric.unit, targetUnit },
});

/** Numbers on an axis: rates in per cent, all else as it is. */
export const onAxis = (value: number, { unit }: Quantity): number => (unit === "rate" ? 100 * value : value);

/** The unit of a value on an axis: `per cent`, `minutes`, or nothing. */
export const valueUnit = ({ unit, targetUnit }: Quantity): string =>
  unit === "rate" ? "per cent" : unit === "target" ? targetUnit : "";

/** The unit of a difference on an axis: `points`, `minutes`, or nothing. */
export const differenceUnit = ({ unit, targetUnit }: Quantity): string =>
  unit === "rate" ? "points" : unit === "target" ? targetUnit : "";

/** `Gain in accuracy, points` and the like: a name with its unit after a comma. */
export const withUnit = (name: string, unit: string): string => (unit ? `${name}, ${unit}` : name);

/** Ticks as short as they can be, all with the same decimals: `−0.2`, `0`, `0.2`. */
export function tick(ticks: readonly number[], sign = false): (value: number) => string {
  const decimals = Math.max(
    0,
    ...ticks.map((value) => (String(Number(value.toPrecision(10))).split(".")[1] ?? "").length),
  );
  return (value) => {
    const text = formatFixed(value, Math.min(decimals, 6));
    return sign ? signed(value, text) : text;
  };
}

/** An estimate whose interval can be drawn. */
export const hasInterval = (value: Estimate | null | undefined): value is Estimate =>
  value != null && Number.isFinite(value.estimate) && Number.isFinite(value.lower) && Number.isFinite(value.upper);

/** First letter small, unless the word is an abbreviation: for a title inside a sentence. */
export const inSentence = (title: string): string =>
  /^[A-Z][a-z]/.test(title) ? title[0]!.toLowerCase() + title.slice(1) : title;

/** `1 day`, `61 days`; a plural in, a singular out where there is one. */
export const counted = (count: string, plural: string): string =>
  count === "1" ? `1 ${plural.replace(/s$/, "")}` : `${count} ${plural}`;

/** A probability as people say it: `91 %`, `more than 99 %`, `less than 1 %`. */
export const chanceWords = (probability: number): string =>
  probability > 0.99
    ? "more than 99 %"
    : probability < 0.01
      ? "less than 1 %"
      : `${formatFixed(100 * probability, 0)} %`;
