import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { judgeConstraints, readConstraints, withConstraints, type Constraints } from "../decisions/constraints.js";
import { defaultDriftPolicy, driftDocument } from "../decisions/drift.js";
import { driftSeries } from "../decisions/drift-page.js";
import type { DriftDocument, DriftPolicy, DriftSeriesDocument, DriftState } from "../decisions/drift-types.js";
import { withDatabase, type Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { AssayError, exitCodes } from "../lib/errors.js";
import { writeFileAtomically } from "../lib/files.js";
import { toJson } from "../lib/json.js";
import { assayVersion } from "../lib/version.js";
import { comparableColumns, type Side } from "../monitoring/comparable-columns.js";
import { countConstraints } from "../monitoring/count-constraints.js";
import type { Period } from "../monitoring/log-windows.js";
import { measureDrift } from "../monitoring/measure.js";
import { jointRowsOf, measureOverTime } from "../monitoring/measure-windows.js";
import { cutWindows, type WindowCut } from "../monitoring/windows.js";
import type { DriftSource } from "../monitoring/types.js";
import { openTable, type TableColumn } from "../tables/open-table.js";
import type { Command, Terminal, Values } from "./command.js";
import { seriesMarkdown, seriesText } from "./drift-series-text.js";
import { driftMarkdown, driftText } from "./drift-text.js";

const usage = (message: string, hint: string): AssayError => new AssayError(message, { code: "usage", hint });

function fraction(values: Values, name: string, fallback: number, accepts: (value: number) => boolean): number {
  if (values[name] === undefined) return fallback;
  const value = Number(values[name]);
  if (String(values[name]).trim() === "" || !accepts(value))
    throw usage(`assay drift: --${name} ${String(values[name])} makes no sense`, `give a number such as ${fallback}`);
  return value;
}

function choice<T extends string>(values: Values, name: string, allowed: readonly T[]): T | null {
  const value = values[name];
  if (value === undefined) return null;
  if (!allowed.includes(value as T))
    throw usage(`assay drift: --${name} ${String(value)} is not known`, `choose ${allowed.join(" or ")}`);
  return value as T;
}

const names = (value: Values[string]): string[] => (Array.isArray(value) ? value.map(String) : []);

/** A file, glob, address, or SQL that starts with SELECT or WITH, as a relation of the database. */
async function openSide(
  database: Database,
  name: string,
  given: string,
  terminal: Terminal,
): Promise<Side & { sha256: string | null }> {
  const relation = identifier(name);
  if (!/^\s*(SELECT|WITH)\s/i.test(given)) {
    const { source, columns } = await openTable(database, name, given, { root: terminal.cwd });
    return { source: source.path, relation, columns, sha256: source.sha256 };
  }
  const source = given.trim().replace(/;\s*$/, "");
  try {
    await database.run(`SET file_search_path = '${terminal.cwd.replaceAll("'", "''")}'`);
    await database.run(`CREATE OR REPLACE TEMP TABLE ${relation} AS ${source}`);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split("\n")[0]! : String(cause);
    throw new AssayError(`${source}: ${message}`, { code: "sql-error", hint: "correct the SQL and run again", cause });
  }
  const columns = await database.rows<TableColumn>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${relation})`,
  );
  const some = await database.rows(`SELECT 1 AS one FROM ${relation} LIMIT 1`);
  if (some.length === 0)
    throw new AssayError(`${source}: no rows`, { code: "no-rows", hint: "choose a query that finds rows" });
  return { source, relation, columns, sha256: null };
}

async function timeRange(
  database: Database,
  { relation, source, columns }: Side,
  time: string | undefined,
): Promise<Pick<DriftSource, "from" | "to">> {
  if (time === undefined) return { from: null, to: null };
  if (!columns.some(({ name }) => name === time))
    throw new AssayError(`${source}: no column "${time}"`, {
      code: "missing-column",
      file: source,
      column: time,
      hint: `columns are ${columns.map(({ name }) => name).join(", ")}`,
    });
  const [range] = await database.rows<Pick<DriftSource, "from" | "to">>(
    `SELECT CAST(min(${identifier(time)}) AS VARCHAR) AS "from", CAST(max(${identifier(time)}) AS VARCHAR) AS "to" FROM ${relation}`,
  );
  const iso = (text: string | null): string | null => text?.replace(" ", "T") ?? null;
  return { from: iso(range!.from), to: iso(range!.to) };
}

const periods: readonly Period[] = ["hour", "day", "week", "month"];

/** `--by`: a calendar period, or `count:N`. */
function readCut(values: Values): WindowCut | null {
  const by = values["by"] as string | undefined;
  if (by === undefined) {
    for (const name of ["rolling", "previous"])
      if (values[name] !== undefined)
        throw usage(`assay drift: --${name} needs --by`, "add --by day, or another period");
    return null;
  }
  const period = periods.find((one) => one === by);
  const rows = /^count:([1-9]\d*)$/.exec(by)?.[1];
  if (!period && rows === undefined)
    throw usage(`assay drift: --by ${by} is not known`, `choose ${periods.join(", ")} or count:1000`);
  if (values["time"] === undefined) throw usage("assay drift: --by needs --time", "name the column that says when");
  if (values["policy"] !== undefined)
    throw usage("assay drift: --policy judges one table; --by makes many windows", "leave out one of the two");
  if (values["html"] !== undefined)
    throw usage("assay drift: --html shows two tables; --by makes many windows", "leave out one of the two");
  return period ? { by: period } : { by: "count", rows: Number(rows) };
}

/** `--policy`: a constraints.json. */
async function openConstraints(file: string | undefined, terminal: Terminal): Promise<Constraints | null> {
  if (file === undefined) return null;
  const content = await readFile(resolve(terminal.cwd, file), "utf8").catch((cause: unknown) => {
    throw new AssayError(`${file}: cannot be read`, { code: "missing-file", file, hint: "correct its name", cause });
  });
  return readConstraints(content, file);
}

function exitCode(state: DriftState, failOn: "alarm" | "warn" | null, strict: boolean): number {
  if (failOn !== null && (state === "alarm" || state === failOn)) return exitCodes.failed;
  return strict && state === "too-few-rows" ? exitCodes.unsettled : exitCodes.done;
}

async function measured(
  positionals: string[],
  values: Values,
  terminal: Terminal,
): Promise<DriftDocument | DriftSeriesDocument> {
  const fromFlags = values["threshold"] !== undefined || values["level"] !== undefined;
  const resampled = values["threshold"] === "resampled";
  const fixed = resampled ? { ...values, threshold: undefined } : values;
  const policy: DriftPolicy = {
    ...defaultDriftPolicy,
    threshold: fraction(fixed, "threshold", defaultDriftPolicy.threshold, (value) => value > 0 && value < Infinity),
    limits: resampled ? "resampled" : "fixed",
    level: fraction(values, "level", defaultDriftPolicy.level, (value) => value >= 0.5 && value < 1),
    ...(fromFlags ? { name: "flags", source: "flags" as const } : {}),
  };
  const seed = fraction(values, "seed", 1, Number.isInteger);
  const whole = (name: string, fallback: number): number =>
    fraction(values, name, fallback, (value) => Number.isInteger(value) && value >= 1);
  const cut = readCut(values);
  const text = (name: string): string | undefined => values[name] as string | undefined;
  const [unit, time] = [text("unit"), text("time")];
  const constraints = await openConstraints(text("policy"), terminal);
  return await withDatabase(async (database) => {
    const reference = await openSide(database, "reference", positionals[0]!, terminal);
    const current = await openSide(database, "current", positionals[1]!, terminal);
    const only = names(values["columns"]);
    const { columns, warnings } = await comparableColumns(database, reference, current, {
      ...(only.length > 0 ? { only } : {}),
      exclude: [...names(values["exclude"]), ...[unit, time].filter((name) => name !== undefined)],
      label: text("label"),
      score: text("score"),
      context: names(values["context"]),
    });
    // Windows need to know when of the current rows only.
    const referenceTime = cut && !reference.columns.some(({ name }) => name === time) ? undefined : time;
    const ranges = [await timeRange(database, reference, referenceTime), await timeRange(database, current, time)];
    if (unit !== undefined) for (const side of [reference, current]) await timeRange(database, side, unit);
    const options = {
      columns,
      unit,
      level: policy.level,
      seed,
      limits: resampled,
      signal: terminal.signal,
      onColumn: (done: number, total: number) => terminal.onProgress({ task: "drift", stage: "columns", done, total }),
    };
    if (cut !== null) {
      const { windows, number } = await cutWindows(database, current, identifier(time!), cut);
      const found = await measureOverTime(database, {
        parts: [
          { relation: reference.relation, window: "0" },
          {
            relation: `(SELECT * FROM (SELECT *, ${number} AS drift_window FROM ${current.relation}) WHERE drift_window IS NOT NULL)`,
            window: "drift_window",
          },
        ],
        periods: windows,
        reference: { ...reference, ...ranges[0]! },
        rolling: whole("rolling", 1),
        ...(values["previous"] === undefined ? {} : { previous: whole("previous", 1) }),
        resamples: 200,
        jointRows: jointRowsOf(windows.length),
        ...options,
      });
      return driftSeries(found, { policy, assayVersion, warnings });
    }
    const measurement = await measureDrift(database, {
      reference: { ...reference, ...ranges[0]! },
      current: { ...current, ...ranges[1]! },
      resamples: 400,
      jointRows: 5000,
      ...options,
    });
    const document = driftDocument(measurement, { policy, assayVersion, warnings });
    if (constraints === null) return document;
    const there = constraints.columns.filter(({ name }) => current.columns.some((column) => column.name === name));
    const counts = await countConstraints(database, current.relation, there);
    const columnNames = current.columns.map(({ name }) => name);
    return withConstraints(
      document,
      judgeConstraints(constraints, { counts, names: columnNames, document, source: text("policy")! }),
    );
  });
}

export const command: Command = {
  summary: "two tables → what has moved, per column and over all",
  usage: "REFERENCE CURRENT [options]",
  options: {
    columns: { type: "string", multiple: true, value: "NAME", help: "only this column; may be given again" },
    exclude: { type: "string", multiple: true, value: "NAME", help: "leave this column out; may be given again" },
    label: { type: "string", value: "NAME", help: "the column that was to be predicted" },
    score: { type: "string", value: "NAME", help: "the column that holds the prediction" },
    context: {
      type: "string",
      multiple: true,
      value: "NAME",
      help: "show this column but never alarm (weather, season)",
    },
    unit: { type: "string", value: "NAME", help: "rows that share its value are not independent (a day, a customer)" },
    time: { type: "string", value: "NAME", help: "column that says when; shown as the range of each side" },
    by: {
      type: "string",
      value: "PERIOD",
      help: "cut the current table into windows: hour, day, week, month, count:N",
    },
    rolling: { type: "string", value: "K", help: "each window spans K periods and moves on by one; 1 by default" },
    previous: { type: "string", value: "K", help: "the reference of each window is the K periods before it" },
    threshold: {
      type: "string",
      value: "PSI",
      help: "limit of PSI; 0.1 by default; resampled: what chance alone shows in one of 370 windows of the reference",
    },
    level: { type: "string", value: "SHARE", help: "level of the intervals; 0.95 by default" },
    policy: { type: "string", value: "FILE", help: "a constraints.json of SageMaker Model Monitor that must hold too" },
    "fail-on": { type: "string", value: "STATE", help: "exit with 1 on alarm, or on warn and alarm" },
    strict: { type: "boolean", help: "exit with 3 where there are too few rows to tell" },
    seed: { type: "string", value: "N", help: "seed of the resampling; 1 by default" },
    json: { type: "boolean", help: "print the whole document" },
    html: { type: "string", value: "FILE", help: "write one page to share" },
    format: { type: "string", value: "FORMAT", help: "text or md; text by default" },
  },
  positionals: { min: 2, max: 2 },
  examples: [
    "assay drift old.parquet new.parquet --html drift.html",
    "assay drift training.parquet log.parquet --time at --by week --unit day",
    "assay drift january.csv february.csv --label fare --fail-on alarm",
    `assay drift "SELECT * FROM 'trips.parquet' WHERE month = 1" "SELECT * FROM 'trips.parquet' WHERE month = 4" --unit day`,
  ],
  async run({ values, positionals, terminal, line }) {
    const failOn = choice(values, "fail-on", ["alarm", "warn"]);
    const format = choice(values, "format", ["text", "md"]) ?? "text";
    const document = await measured(positionals, values, terminal);
    const text = format === "md" ? ([driftMarkdown, seriesMarkdown] as const) : ([driftText, seriesText] as const);
    if ("windows" in document) {
      terminal.out(values["json"] ? `${toJson(document, 2)}\n` : text[1](document));
      return exitCode(document.state, failOn, Boolean(values["strict"]));
    }
    const file = values["html"] as string | undefined;
    if (file !== undefined) {
      const { driftHtml } = await import("./one-file.js");
      // `resolve` drops a trailing slash, which names a folder and must be refused.
      const path = `${resolve(terminal.cwd, file)}${file.endsWith("/") ? "/" : ""}`;
      await writeFileAtomically(path, await driftHtml(document, { command: line }));
      terminal.err(`wrote ${file}`);
    }
    if (values["json"]) terminal.out(`${toJson(document, 2)}\n`);
    else terminal.out(text[0](document));
    return exitCode(document.state, failOn, Boolean(values["strict"]));
  },
};
