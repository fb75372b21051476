/** What a number measures, as metrics say it: a share shown in per cent, the target's own unit, or a plain number. */
export interface Quantity {
  unit: "rate" | "target" | "number";
  /** The target's unit in the plural, such as `minutes`; empty where it has none. */
  targetUnit: string;
}

type Maybe = number | null | undefined;

export const nothing = "–";

const finite = (value: Maybe): value is number => typeof value === "number" && Number.isFinite(value);

/** Decimals that show three significant digits, and never more than six places. */
export function decimalsFor(value: Maybe): number {
  if (!finite(value) || value === 0) return 0;
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return Math.min(6, Math.max(0, 2 - magnitude));
}

/** Fixed decimals, thousands with commas, a true minus; −0 and 0 are `0`. */
export function formatFixed(value: Maybe, decimals: number): string {
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (value === Number.NEGATIVE_INFINITY) return "−∞";
  if (!finite(value)) return nothing;
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return "0";
  const [whole, fraction] = text.split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 ? "−" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** A number to three significant digits; `–` where there is none. */
export const formatNumber = (value: Maybe): string => formatFixed(value, decimalsFor(value));

/** A count: `55,628`. */
export const formatCount = (value: Maybe): string => formatFixed(value, 0);

/** A fraction in per cent: `71.6 %`. */
export function formatPercent(value: Maybe, decimals = 1): string {
  return finite(value) ? `${formatFixed(100 * value, decimals)} %` : nothing;
}

/** A positive number with `+`; `0`, `−1`, `∞` and `–` as they are. */
export const signed = (text: string): string =>
  text === nothing || /^[−∞]/.test(text) || /^0(\.0+)?\D*$/.test(text) ? text : `+${text}`;

const scaled = (value: Maybe, { unit }: Quantity): Maybe => (finite(value) && unit === "rate" ? 100 * value : value);

const gainUnit = ({ unit, targetUnit }: Quantity): string =>
  unit === "rate" ? " points" : unit === "target" && targetUnit ? ` ${targetUnit}` : "";

/** A metric's value with its unit: `71.6 %`, `11.8 minutes`, `0.412`. */
export function formatValue(value: Maybe, quantity: Quantity): string {
  if (!finite(value)) return nothing;
  if (quantity.unit === "rate") return formatPercent(value);
  return `${formatNumber(value)}${quantity.unit === "target" && quantity.targetUnit ? ` ${quantity.targetUnit}` : ""}`;
}

/** Two significant digits are enough for a difference: `0.16`, `1.3`, `12`. */
const gainDecimals = (value: Maybe): number => Math.max(0, decimalsFor(value) - 1);

/** A difference with its unit and no sign: `1.3 points` for rates, `0.16 minutes`. */
export function formatDifference(value: Maybe, quantity: Quantity): string {
  const shown = scaled(value, quantity);
  if (!finite(shown)) return nothing;
  const number = formatFixed(Math.abs(shown), gainDecimals(shown)).replace(/\.0+$/, "");
  return `${number}${number === "1" && quantity.unit === "rate" ? " point" : gainUnit(quantity)}`;
}

/** A gain with its sign and unit: `+1.3 points`, `−0.16 minutes`, `0`. */
export function formatGain(value: Maybe, quantity: Quantity): string {
  if (!finite(value)) return nothing;
  if (value === 0) return "0";
  return `${value < 0 ? "−" : "+"}${formatDifference(value, quantity)}`;
}

/** Both ends with as many decimals as their distance deserves, without unit: `[−0.10, 0.47]`. */
export function formatInterval(lower: Maybe, upper: Maybe, quantity?: Quantity): string {
  const low = quantity ? scaled(lower, quantity) : lower;
  const high = quantity ? scaled(upper, quantity) : upper;
  if (!finite(low) || !finite(high)) return nothing;
  const decimals = high === low ? decimalsFor(low) : Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(high - low))));
  return `[${formatFixed(low, decimals)}, ${formatFixed(high, decimals)}]`;
}

/** The interval of a gain with its unit: `[−0.10, 0.47] minutes`. */
export function formatGainInterval(lower: Maybe, upper: Maybe, quantity: Quantity): string {
  const text = formatInterval(lower, upper, quantity);
  return text === nothing ? text : `${text}${gainUnit(quantity)}`;
}

/** A p-value: `0.032`, `< 0.001`. */
export function formatPValue(value: Maybe): string {
  if (!finite(value)) return nothing;
  return value < 0.001 ? "< 0.001" : formatFixed(value, value < 0.1 ? 3 : 2);
}

/** Bytes as people read them, in powers of 1,000: `820 B`, `4.6 MB`. */
export function formatBytes(value: Maybe): string {
  if (!finite(value)) return nothing;
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const shown = value / 1000 ** power;
  return `${formatFixed(shown, power === 0 || shown >= 100 ? 0 : 1)} ${units[power]}`;
}

/** Seconds as people read them: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatSeconds(value: Maybe): string {
  if (!finite(value)) return nothing;
  if (value < 10) return `${formatFixed(value, value < 0.1 ? 3 : 1)} s`;
  const seconds = Math.round(value);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
