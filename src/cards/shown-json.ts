import { toJson } from "../lib/json.js";

/**
 * JSON for pages: numbers keep six significant digits and whole numbers all, since no page shows more; random digits
 * past these are what does not compress.
 *
 * @example shownJson({ gain: 0.123456789, rows: 336776 }) // {"gain":0.123457,"rows":336776}
 */
export const shownJson = (document: object): string =>
  JSON.stringify(JSON.parse(toJson(document)), (_name, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value,
  );
