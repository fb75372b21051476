import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { AssayError } from "../lib/errors.js";
import { shownPath } from "./find-files.js";

/** How a text table is written. */
export interface TextLayout {
  delimiter: string;
  /** Names of the header, in order; an empty one becomes `column_<number>`. */
  names: string[];
}

const separators = [",", ";", "\t", "|"];

function splitHeader(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i]!;
    if (quoted && sign === '"' && line[i + 1] === '"') {
      cell += sign;
      i++;
    } else if (sign === '"' && (quoted || cell === "")) quoted = !quoted;
    else if (!quoted && sign === delimiter) {
      cells.push(cell);
      cell = "";
    } else cell += sign;
  }
  return [...cells, cell];
}

/** The end of the first record: a line end outside quotes. */
function headerEnd(text: string): number {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (!quoted && text[i] === "\n") return i;
  }
  return -1;
}

const wrongEncoding = (path: string, line: number, what: string): AssayError =>
  new AssayError(`${shownPath(path)}: line ${line} is not UTF-8 text${what}`, {
    code: "wrong-encoding",
    file: shownPath(path),
    ...(line > 1 ? { row: line - 1 } : {}),
    hint: "save it as UTF-8, for example with iconv -f WINDOWS-1252 -t UTF-8",
  });

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** The first line that is not UTF-8, found by decoding line by line. */
function badLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop + 1;
  }
  return line;
}

/**
 * Reads a text file once, to be sure of its encoding, and returns its beginning.
 *
 * @throws AssayError `empty-file`, or `wrong-encoding` naming the line.
 */
export async function readBeginning(path: string): Promise<string> {
  const start = new Uint8Array(4);
  const file = await open(path);
  const { bytesRead } = await file.read(start, 0, 4, 0).finally(() => file.close());
  if (bytesRead > 1 && ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)))
    throw wrongEncoding(path, 1, " but UTF-16");
  const raw = createReadStream(path, { highWaterMark: 1 << 20 });
  const stream = /\.gz$/i.test(path) ? raw.pipe(createGunzip()) : raw;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let beginning = "";
  let lines = 0;
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw wrongEncoding(path, lines + badLine(joined(rest, chunk)), "");
    }
    if (beginning.length < 1 << 20) beginning += text;
    const lastEnd = chunk.lastIndexOf(10);
    rest = lastEnd < 0 ? joined(rest, chunk) : chunk.slice(lastEnd + 1);
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  }
  try {
    decoder.decode();
  } catch {
    throw wrongEncoding(path, lines + 1, "");
  }
  if (beginning.trim() === "")
    throw new AssayError(`${shownPath(path)}: the file is empty`, {
      code: "empty-file",
      file: shownPath(path),
      hint: "write a header line and at least one row",
    });
  return beginning;
}

/**
 * The separator and the column names of a CSV.
 *
 * @throws AssayError `header-only` where no row follows, `duplicate-column` where two names differ at most in case.
 */
export function readLayout(path: string, beginning: string): TextLayout {
  const file = shownPath(path);
  const end = headerEnd(beginning);
  const line = (end < 0 ? beginning : beginning.slice(0, end)).replace(/\r$/, "");
  const counts = separators.map((delimiter) => splitHeader(line, delimiter).length);
  const delimiter = separators[counts.indexOf(Math.max(...counts))]!;
  const names = splitHeader(line, delimiter).map((name, index) => name.trim() || `column_${index + 1}`);
  if (end < 0 || beginning.slice(end).trim() === "")
    throw new AssayError(`${file}: there is a header, but no row below it`, {
      code: "header-only",
      file,
      hint: "add at least one row",
    });
  checkNames(file, names);
  return { delimiter, names };
}

/** Refuses two columns that SQL cannot tell apart. */
export function checkNames(file: string, names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase();
    const earlier = seen.get(key);
    if (earlier !== undefined)
      throw new AssayError(
        earlier === name
          ? `${file}: two columns are named "${name}"`
          : `${file}: columns "${earlier}" and "${name}" differ only in case`,
        { code: "duplicate-column", file, column: name, hint: "rename one of them in the header" },
      );
    seen.set(key, name);
  }
}
