import { parse } from "yaml";

const plainLine = /^([A-Za-z_][\w.-]*):(?: (.*))?$/;
/** Scalars that YAML reads as the text itself, a number, or nothing. */
const plainValue = /^[A-Za-z0-9_./][\w./:@+-]*$/;

function plain(text: string): Record<string, unknown> | null {
  const entries: Record<string, unknown> = {};
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const match = plainLine.exec(line);
    if (!match) return null;
    const value = match[2] ?? "";
    if (value === "" || value === "null" || value === "~") entries[match[1]!] = null;
    else if (value === "''" || value === '""') entries[match[1]!] = "";
    else if (value === "[]") entries[match[1]!] = [];
    else if (value === "{}") entries[match[1]!] = {};
    else if (/^'[^']*'$/.test(value)) entries[match[1]!] = value.slice(1, -1);
    else if (/^-?\d{1,15}$/.test(value)) entries[match[1]!] = Number(value);
    else if (/^\d{4}-/.test(value) || !plainValue.test(value) || value.endsWith(":")) return null;
    else entries[match[1]!] = value;
  }
  return entries;
}

/**
 * Reads MLflow's `meta.yaml`: flat keys, in the common case without a YAML parser, which ten thousand runs would wait
 * for. Whole numbers beyond 15 digits stay text.
 *
 * @throws where the text is no YAML mapping.
 */
export function parseFlatYaml(text: string): Record<string, unknown> {
  const quick = plain(text);
  if (quick) return quick;
  const value: unknown = parse(text, { intAsBigInt: true });
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Error("not a YAML mapping");
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      typeof item !== "bigint" ? item : Number.isSafeInteger(Number(item)) ? Number(item) : String(item),
    ]),
  );
}
