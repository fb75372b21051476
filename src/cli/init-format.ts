/** A value as TypeScript, written as the formatter of this workspace would write it. */
export type Written = string | number | { code: string } | readonly Written[] | { readonly [key: string]: Written };

const lineWidth = 120;

/** Text in double quotes, or in single ones where that spares escapes. */
export function quote(text: string): string {
  const json = JSON.stringify(text).slice(1, -1);
  if (text.split('"').length <= text.split("'").length) return `"${json}"`;
  return `'${json.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Something that stands in the code as it is: a name. */
export const raw = (code: string): { code: string } => ({ code });

const isRaw = (value: Written): value is { code: string } =>
  typeof value === "object" && "code" in value && Object.keys(value).length === 1;

function oneLine(value: Written): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") return String(value);
  if (isRaw(value)) return value.code;
  if (Array.isArray(value)) return `[${(value as readonly Written[]).map(oneLine).join(", ")}]`;
  const entries = Object.entries(value).map(([key, item]) => member(key, item, oneLine(item)));
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

const member = (key: string, item: Written, text: string): string =>
  isRaw(item) && text === key ? key : `${key}: ${text}`;

/**
 * Writes a value: on one line where it fits, else one part a line.
 *
 * @param before characters before it on its first line.
 * @param indent of the line it begins on.
 * @param after characters that follow it on its last line, such as a comma.
 */
export function write(value: Written, before: number, indent = "", after = 1): string {
  const short = oneLine(value);
  if (before + short.length + after <= lineWidth || typeof value !== "object" || isRaw(value)) return short;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const parts = (value as readonly Written[]).map((part) => `${inner}${write(part, inner.length, inner)},\n`);
    return `[\n${parts.join("")}${indent}]`;
  }
  const parts = Object.entries(value).map(
    ([key, part]) => `${inner}${member(key, part, write(part, inner.length + key.length + 2, inner))},\n`,
  );
  return `{\n${parts.join("")}${indent}}`;
}

/** An object with one member a line, whatever its length. */
export function writeOpen(value: { readonly [key: string]: Written }): string {
  const parts = Object.entries(value).map(
    ([key, part]) => `  ${member(key, part, write(part, key.length + 4, "  "))},\n`,
  );
  return `{\n${parts.join("")}}`;
}
