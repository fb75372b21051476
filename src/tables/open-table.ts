import { open } from "node:fs/promises";
import type { Database } from "../engine/database.js";
import { fileLiteral, identifier, literal } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import { download } from "./download.js";
import { corruptParquet, noSuchFile, unreadableText } from "./errors.js";
import { hashFiles } from "./file-hash.js";
import { findFiles, shownPath } from "./find-files.js";
import { checkNames, readBeginning, readLayout } from "./header.js";
import type { SourceFile } from "./types.js";

/** A column as the engine sees it. */
export interface TableColumn {
  name: string;
  /** The engine's own type: `INTEGER`, `VARCHAR`. */
  type: string;
}

/** A checked table: the relation's files and columns. */
export interface OpenedTable {
  source: SourceFile;
  columns: TableColumn[];
}

export interface OpenTableOptions {
  /** Other names of a column, renamed on the way in: `{ pickup_datetime: ["tpep_pickup_datetime"] }`. */
  aliases?: Record<string, readonly string[]>;
  /** The folder that relative paths start from. */
  root: string;
}

type Format = "parquet" | "csv" | "jsonl";

async function formatOf(path: string): Promise<Format> {
  const handle = await open(path);
  const start = new Uint8Array(4);
  const { bytesRead } = await handle.read(start, 0, 4, 0).finally(() => handle.close());
  const file = shownPath(path);
  if (bytesRead === 0)
    throw new AssayError(`${file}: the file is empty`, { code: "empty-file", file, hint: "write the table again" });
  if (/\.parquet$/i.test(path) || new TextDecoder("latin1").decode(start) === "PAR1") return "parquet";
  return /\.(jsonl|ndjson)(\.gz)?$/i.test(path) ? "jsonl" : "csv";
}

/** Reads a CSV as text first, where every row must have the header's width; type detection would skip a ragged row. */
async function csvSource(database: Database, path: string): Promise<string> {
  const { delimiter, names } = readLayout(path, await readBeginning(path));
  const layout = `${fileLiteral(path)}, delim = ${literal(delimiter)}, header = true, quote = '"', escape = '"',
    strict_mode = true, null_padding = false`;
  const texts = names.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
  const counted = names.map((name) => `count(${identifier(name)})`).join(" + ");
  try {
    await database.run(`SELECT ${counted} FROM read_csv(${layout}, auto_detect = false, columns = {${texts}})`);
  } catch (error) {
    throw unreadableText(path, error);
  }
  return `read_csv(${layout}, names = [${names.map(literal).join(", ")}], sample_size = -1,
    auto_type_candidates = ['BIGINT', 'DOUBLE', 'TIME', 'DATE', 'TIMESTAMP', 'TIMESTAMPTZ', 'VARCHAR'])`;
}

async function parquetSource(database: Database, files: readonly string[]): Promise<string> {
  for (const file of files) {
    try {
      await database.rows(`SELECT 1 AS one FROM parquet_metadata(${fileLiteral(file)}) LIMIT 1`);
    } catch (error) {
      throw corruptParquet(file, error);
    }
  }
  return `read_parquet([${files.map(fileLiteral).join(", ")}], union_by_name = true)`;
}

async function textTable(database: Database, relation: string, path: string, format: Format): Promise<void> {
  if (format === "jsonl") await readBeginning(path);
  const source =
    format === "csv"
      ? await csvSource(database, path)
      : `read_json(${fileLiteral(path)}, format = 'newline_delimited', sample_size = -1)`;
  try {
    await database.run(`CREATE OR REPLACE TEMP TABLE ${relation} AS SELECT * FROM ${source}`);
  } catch (error) {
    throw unreadableText(path, error);
  }
}

const describe = (database: Database, relation: string): Promise<TableColumn[]> =>
  database.rows<TableColumn>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${relation})`,
  );

/** Columns under their own names: of a name and its aliases, the one that is there. */
function renamed(columns: TableColumn[], aliases: Record<string, readonly string[]>): string[] {
  const target = new Map(Object.entries(aliases).flatMap(([name, others]) => others.map((other) => [other, name])));
  return columns.map(({ name }) => target.get(name) ?? name);
}

/**
 * Opens a CSV, Parquet or JSONL table as a relation of the database: checks first, then a view (Parquet) or a table
 * (text). Parquet may be a folder or a glob; its files are joined by column name.
 *
 * @param name of the relation, any text.
 * @param path a file, a folder or glob of Parquet files, or an http(s) address (kept under `.assay/downloads`).
 * @returns its files (rows, bytes, sha256) and its columns.
 * @throws AssayError `missing-file`, `empty-file`, `header-only`, `ragged-row` (with the row), `wrong-encoding`,
 * `duplicate-column`, `corrupt-file`, `unreadable-file`.
 * @example const { columns } = await openTable(database, "customers", "customers.csv", { root });
 */
export async function openTable(
  database: Database,
  name: string,
  path: string,
  { aliases = {}, root }: OpenTableOptions,
): Promise<OpenedTable> {
  const address = /^https?:\/\//i.test(path);
  const files = address ? [await download(path, root)] : await findFiles(path, root);
  if (files.length === 0) throw noSuchFile(path);
  const formats = await Promise.all(files.map(formatOf));
  const relation = identifier(name);
  await database.run(`DROP VIEW IF EXISTS ${relation}`).catch(() => database.run(`DROP TABLE IF EXISTS ${relation}`));
  let from: string;
  if (formats.every((format) => format === "parquet")) from = await parquetSource(database, files);
  else if (files.length === 1) {
    from = identifier(`${name} as it came`);
    await textTable(database, from, files[0]!, formats[0]!);
  } else
    throw new AssayError(`${shownPath(path)}: matches ${files.length} files, and not all are Parquet`, {
      code: "mixed-files",
      file: shownPath(path),
      hint: "name one text file, or only Parquet files",
    });
  const raw = await describe(database, from);
  const names = renamed(raw, aliases);
  checkNames(shownPath(path), names);
  const selected = raw.map(({ name: column }, index) =>
    column === names[index] ? identifier(column) : `${identifier(column)} AS ${identifier(names[index]!)}`,
  );
  await database.run(`CREATE OR REPLACE VIEW ${relation} AS SELECT ${selected.join(", ")} FROM ${from}`);
  const [{ rows } = { rows: 0 }] = await database.rows<{ rows: number }>(
    `SELECT count(*)::DOUBLE AS rows FROM ${relation}`,
  );
  if (rows === 0)
    throw new AssayError(`${shownPath(path)}: the table has columns, but no row`, {
      code: "header-only",
      file: shownPath(path),
      hint: "add at least one row",
    });
  const hash = await hashFiles(name, path, files);
  return {
    source: { ...hash, path: address ? path : hash.path, rows },
    columns: raw.map(({ type }, index) => ({ name: names[index]!, type })),
  };
}
