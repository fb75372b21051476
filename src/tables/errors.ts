import { AssayError } from "../lib/errors.js";
import { shownPath } from "./find-files.js";

/** Nothing is at a path, or nothing matches a glob. */
export const noSuchFile = (path: string): AssayError =>
  new AssayError(
    /[*?[]/.test(path) ? `${shownPath(path)}: no file matches` : `${shownPath(path)}: there is no such file`,
    { code: "missing-file", file: shownPath(path), hint: "check the path; relative paths start at the working folder" },
  );

/** DuckDB's first line without its prefix and its suggestions, with the machine's folder cut from paths. */
const plainCause = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .split("\n")[0]!
    .replace(/^(\w+ )*Error: /, "")
    .replaceAll(/"?\/[^"\s:]*\/([^"/\s:]+)"?/g, "$1");

/** Tells a failed read of a Parquet file. */
export const corruptParquet = (path: string, cause: unknown): AssayError =>
  new AssayError(`${shownPath(path)}: not a readable Parquet file: ${plainCause(cause)}`, {
    code: "corrupt-file",
    file: shownPath(path),
    hint: "fetch or write the file again; it may have been cut off",
    cause,
  });

/** Tells a failed read of a text table; names the row (header not counted) where DuckDB names the line. */
export function unreadableText(path: string, cause: unknown): AssayError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const line = /on Line: (\d+)/i.exec(message)?.[1] ?? /in line (\d+)/i.exec(message)?.[1];
  const expected = /Expected Number of Columns: (\d+) Found: (\d+)/i.exec(message);
  const file = shownPath(path);
  const row = line === undefined ? undefined : Number(line) - 1;
  const at = row === undefined ? "" : `row ${row} (line ${line}) `;
  if (expected)
    return new AssayError(`${file}: ${at}has ${expected[2]} values, the header has ${expected[1]}`, {
      code: "ragged-row",
      file,
      ...(row === undefined ? {} : { row }),
      hint: "complete or remove that row, or quote values that hold the separator",
      cause,
    });
  return new AssayError(`${file}: ${at || "the table "}cannot be read: ${plainCause(cause)}`, {
    code: "unreadable-file",
    file,
    ...(row === undefined ? {} : { row }),
    hint: "save it again as UTF-8 text with one header line",
    cause,
  });
}
