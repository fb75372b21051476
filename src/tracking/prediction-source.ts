import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Database } from "../engine/database.js";
import { fileLiteral, globEscaped, identifier, literal } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import { sha256 } from "../lib/hash.js";

/** A file of predictions as a relation of SQL. */
export interface PredictionSource {
  /** As the reader gave it. */
  path: string;
  sha256: string;
  /** What follows FROM. */
  relation: string;
  columns: { name: string; type: string }[];
}

const isParquet = (bytes: Buffer): boolean => bytes.subarray(0, 4).toString("latin1") === "PAR1";

function readBytes(path: string, cwd: string): Buffer {
  const full = resolve(cwd, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (!stat)
    throw new AssayError(`${path}: there is no such file`, {
      code: "no-file",
      file: path,
      hint: "check the path; files may be CSV, Parquet or JSONL",
    });
  if (stat.isDirectory())
    throw new AssayError(`${path}: is a folder, not a file of predictions`, {
      code: "not-a-file",
      file: path,
      hint: "name one CSV, Parquet or JSONL file in it",
    });
  if (stat.size === 0)
    throw new AssayError(`${path}: the file is empty`, {
      code: "empty-file",
      file: path,
      hint: "it needs the columns id, label and prediction",
    });
  return readFileSync(full);
}

const isJsonLines = (bytes: Buffer): boolean =>
  /^(\u00EF\u00BB\u00BF)?\s*\{/.test(bytes.subarray(0, 200).toString("latin1"));

function checkEncoding(path: string, bytes: Buffer, kind: "CSV" | "JSONL"): void {
  if (isUtf8(bytes)) return;
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(start, stop))) break;
    start = stop;
  }
  const row = kind === "CSV" ? line - 1 : line;
  const place = row === line ? `line ${line}` : row === 0 ? "line 1 (the header)" : `line ${line} (row ${row})`;
  throw new AssayError(`${path}: ${place} is not UTF-8`, {
    code: "wrong-encoding",
    file: path,
    ...(row > 0 ? { row } : {}),
    hint: `save it as UTF-8, for example: iconv -f latin1 -t utf-8 ${path}`,
  });
}

/** The names in the first line of a CSV file, and the character between them. */
function csvHeader(bytes: Buffer): { delimiter: string; names: string[] } {
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  const counts = [",", ";", "\t", "|"].map((delimiter) => ({ delimiter, names: splitHeader(text, delimiter) }));
  return counts.reduce((best, next) => (next.names.length > best.names.length ? next : best));
}

function splitHeader(text: string, delimiter: string): string[] {
  const names: string[] = [];
  let name = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted && character === '"' && text[i + 1] === '"') {
      name += '"';
      i++;
    } else if (character === '"' && (quoted || name === "")) quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) break;
    else if (!quoted && character === delimiter) {
      names.push(name);
      name = "";
    } else name += character;
  }
  return [...names, name];
}

function checkNames(path: string, names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (seen.has(key))
      throw new AssayError(`${path}: two columns are called "${name}"`, {
        code: "duplicate-column",
        file: path,
        column: name,
        hint: "rename one of them in the file; upper and lower case do not count",
      });
    seen.set(key, name);
  }
}

/** The one-based number of the first line that is not whole JSON; undefined where each is. */
function brokenLine(full: string): number | undefined {
  const broken = readFileSync(full, "utf8")
    .replace(/^\uFEFF/, "")
    .split("\n")
    .findIndex((line) => {
      try {
        return line.trim() !== "" && JSON.parse(line) === undefined;
      } catch {
        return true;
      }
    });
  return broken < 0 ? undefined : broken + 1;
}

/** A fault that the engine met in a file, in our words. */
function readError(error: unknown, path: string, full: string, kind: string): AssayError {
  const message = error instanceof Error ? error.message : String(error);
  const ragged = /CSV Error on Line: (\d+)[\s\S]*Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (ragged) {
    const row = Number(ragged[1]) - 1;
    return new AssayError(`${path}: row ${row} has ${ragged[3]} columns where the header has ${ragged[2]}`, {
      code: "ragged-row",
      file: path,
      row,
      hint: `look at line ${ragged[1]} of the file; a text that holds the separator needs double quotes`,
    });
  }
  const torn = kind === "JSONL" ? brokenLine(full) : undefined;
  if (torn !== undefined)
    return new AssayError(`${path}: line ${torn} is not whole JSON`, {
      code: "unreadable-file",
      file: path,
      row: torn,
      hint: "write the file again, one object per line; it may be cut off or damaged",
      cause: error,
    });
  const line = kind === "CSV" ? /on Line: (\d+)/.exec(message) : null;
  const reason = [globEscaped(full), full]
    .reduce((text, name) => text.replaceAll(name, path), message.split("\n")[0]!)
    .replace(/^(?:[A-Z][\w-]* )+Error: /, "")
    .trim();
  return new AssayError(`${path}: cannot be read as ${kind}: ${reason}`, {
    code: "unreadable-file",
    file: path,
    ...(line && Number(line[1]) > 1 ? { row: Number(line[1]) - 1 } : {}),
    hint: "write the file again; it may be cut off or damaged",
    cause: error,
  });
}

/**
 * Opens a CSV, Parquet or JSONL file for reading by SQL; its kind is seen from its bytes. CSV columns are all texts.
 *
 * @throws AssayError for a missing or empty file, a folder, an encoding other than UTF-8, columns of the same name, a
 *   header without rows, and what the engine cannot read.
 */
export async function openPredictionSource(database: Database, path: string, cwd: string): Promise<PredictionSource> {
  const bytes = readBytes(path, cwd);
  const full = resolve(cwd, path);
  const file = fileLiteral(full);
  const digest = sha256(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  if (isParquet(bytes)) return await described(database, { path, full }, "Parquet", digest, `read_parquet(${file})`);
  const kind = isJsonLines(bytes) ? "JSONL" : "CSV";
  checkEncoding(path, bytes, kind);
  if (kind === "JSONL") {
    const relation = `read_json(${file}, format = 'newline_delimited', sample_size = -1)`;
    return await described(database, { path, full }, "JSONL", digest, relation);
  }
  const { delimiter, names } = csvHeader(bytes);
  checkNames(path, names);
  const columns = names.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
  const relation = `read_csv(${file}, auto_detect = false, header = true, delim = ${literal(delimiter)}, quote = '"', escape = '"', columns = {${columns}})`;
  return await described(database, { path, full }, "CSV", digest, relation);
}

/** Reads the rows once into memory, so that every later question is about a table that is whole. */
async function described(
  database: Database,
  { path, full }: { path: string; full: string },
  kind: string,
  digest: string,
  relation: string,
): Promise<PredictionSource> {
  const table = identifier(`source ${digest}`);
  try {
    await database.run(`CREATE OR REPLACE TEMP TABLE ${table} AS FROM ${relation}`);
  } catch (error) {
    throw readError(error, path, full, kind);
  }
  const columns = await database.rows<{ name: string; type: string }>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE ${table})`,
  );
  const [count] = await database.rows<{ rows: number }>(`SELECT count(*)::DOUBLE AS rows FROM ${table}`);
  if (count!.rows === 0)
    throw new AssayError(`${path}: has a header and no rows`, {
      code: "no-rows",
      file: path,
      hint: "write one row per case under the header",
    });
  return { path, sha256: digest, relation: table, columns };
}
