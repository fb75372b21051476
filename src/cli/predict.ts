import { join, resolve } from "node:path";
import { readTexts } from "../engine/columns.js";
import { withDatabase, type Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import type { Column, Dataset } from "../features/dataset.js";
import { readDataset } from "../features/read-dataset.js";
import { AssayError, exitCodes } from "../lib/errors.js";
import { toJson } from "../lib/json.js";
import { findRoot } from "../lib/root.js";
import { assayVersion } from "../lib/version.js";
import { appendToPredictionLog, projectLogPath, type LogLine } from "../monitoring/prediction-log.js";
import type { Project } from "../projects/types.js";
import { openTable, type TableColumn } from "../tables/open-table.js";
import { openModel } from "../tracking/open-model.js";
import { findRun } from "../tracking/find-run.js";
import { listRuns } from "../tracking/list-runs.js";
import type { TrackedRun } from "../tracking/types.js";
import type { Command, Terminal, Values } from "./command.js";
import { findProject } from "./find-project.js";
import {
  predictionColumns,
  predictionObjects,
  predictionsCsv,
  writePredicted,
  type PredictedRows,
} from "./predicted-rows.js";

const table = "rows to score";

/** The column that a flag, the project or custom names; null where the table has none of these. */
function findColumn(
  columns: readonly TableColumn[],
  {
    flag,
    value,
    others,
    file,
  }: { flag: string; value: string | undefined; others: (string | undefined)[]; file: string },
): string | null {
  const has = (name: string | undefined): name is string => columns.some((column) => column.name === name);
  if (value === undefined) return others.find(has) ?? null;
  if (has(value)) return value;
  throw new AssayError(`${file}: no column "${value}", which --${flag} names`, {
    code: "missing-column",
    file,
    column: value,
    hint: `columns are ${columns.map(({ name }) => name).join(", ")}`,
  });
}

const textsOf = (database: Database, column: string): Promise<string[]> =>
  readTexts(database, `${identifier(column)}::VARCHAR`, identifier(table));

/** A row's id where the table names none: its number. */
const rowNumbers = (rows: number): string[] => Array.from({ length: rows }, (_, row) => String(row + 1));

function checkIds(ids: readonly string[], file: string, column: string): void {
  const seen = new Set<string>();
  ids.forEach((id, row) => {
    if (id === "" || seen.has(id))
      throw new AssayError(
        `${file}: row ${row + 1}: ${id === "" ? `column ${column} is empty` : `id "${id}" comes a second time`}`,
        {
          code: "bad-id",
          file,
          column,
          row: row + 1,
          hint: "give every row its own id, or name another column with --id",
        },
      );
    seen.add(id);
  });
}

/** Times as ISO 8601 in UTC, from a column of the table. */
async function timesOf(database: Database, column: string, file: string): Promise<string[]> {
  const texts = await readTexts(
    database,
    `strftime(TRY_CAST(${identifier(column)}::VARCHAR AS TIMESTAMPTZ) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')`,
    identifier(table),
  );
  const row = texts.indexOf("");
  if (row >= 0)
    throw new AssayError(`${file}: row ${row + 1}, column ${column}: expected a time`, {
      code: "wrong-type",
      file,
      column,
      row: row + 1,
      hint: "write times as 2026-01-31T12:00:00Z",
    });
  return texts;
}

function valueOf(column: Column, row: number): number | string | null {
  if (column.kind === "categorical") return column.categories[column.codes[row]!] ?? null;
  return Number.isFinite(column.values[row]) ? column.values[row]! : null;
}

function logLines(run: TrackedRun, rows: PredictedRows, times: readonly string[], data: Dataset): LogLine[] {
  const single = rows.columns.length === 1;
  return rows.id.map((id, row) => ({
    time: times[row]!,
    run: run.runId,
    id,
    ...(single
      ? { prediction: rows.columns[0]!.values[row]! }
      : {
          probabilities: Object.fromEntries(
            rows.columns.map(({ name, values }) => [name.replace(/^probability_/, ""), values[row]!]),
          ),
        }),
    features: Object.fromEntries(data.columns.map((column) => [column.name, valueOf(column, row)])),
  }));
}

interface Scored {
  rows: PredictedRows;
  data: Dataset;
  times: string[] | null;
}

async function score(
  run: TrackedRun,
  project: Project,
  input: string,
  { values, terminal }: { values: Values; terminal: Terminal },
): Promise<Scored> {
  const model = await openModel(run);
  const { features } = model;
  return await withDatabase(async (database) => {
    const { columns } = await openTable(database, "input", input, { root: terminal.cwd });
    await database.run(`CREATE TEMP TABLE ${identifier(table)} AS SELECT * FROM input`);
    const column = (flag: string, ...others: (string | undefined)[]): string | null =>
      findColumn(columns, { flag, value: values[flag] as string | undefined, others, file: input });
    const idColumn = column("id", project.columns.id, "id");
    if (idColumn === null && values["log"])
      throw new AssayError(`${input}: no column holds the rows' ids`, {
        code: "missing-column",
        file: input,
        column: project.columns.id,
        hint: "name one with --id; labels that come later are joined by it",
      });
    const timeColumn = column("time", project.columns.time, "time");
    const labelColumn = column("label", project.columns.label, "label");
    // The log keeps every feature that the table has, for drift and for models that read others.
    const further = project.features.flatMap(({ name, type }) =>
      features.some((feature) => feature.name === name) || !columns.some((column) => column.name === name)
        ? []
        : [{ name, kind: type }],
    );
    const data = await readDataset(database, table, [...features, ...further], input);
    const id = idColumn === null ? rowNumbers(data.rows) : await textsOf(database, idColumn);
    if (idColumn !== null) checkIds(id, input, idColumn);
    const rows = {
      id,
      label: labelColumn === null ? null : await textsOf(database, labelColumn),
      columns: predictionColumns(model, await model.predict(data).finally(() => model.close())),
    };
    return { rows, data, times: timeColumn === null ? null : await timesOf(database, timeColumn, input) };
  });
}

export const command: Command = {
  summary: "score a table by a run's model",
  usage: "RUN INPUT [options]",
  options: {
    project: { type: "string", value: "ID", help: "the project that RUN belongs to, where its name is not unique" },
    out: { type: "string", value: "FILE", help: "a .csv, .jsonl or .parquet file; standard output by default" },
    log: { type: "boolean", help: "append to the project's prediction log, data/<project>/log/predictions.jsonl" },
    id: {
      type: "string",
      value: "COLUMN",
      help: "the rows' ids; the project's id column by default, else row numbers",
    },
    time: { type: "string", value: "COLUMN", help: "when each was predicted, for the log; now by default" },
    label: { type: "string", value: "COLUMN", help: "what came true, where the table has it; copied to the output" },
    json: { type: "boolean", help: "print one JSON document" },
  },
  positionals: { min: 2, max: 2 },
  examples: [
    "assay predict telco-churn/champion customers.csv --out scores.parquet",
    "assay predict champion today.jsonl --project telco-churn --log",
  ],
  async run({ values, positionals, terminal }) {
    const root = findRoot(terminal.cwd);
    const wanted = values["project"] as string | undefined;
    if (wanted !== undefined) findProject(wanted);
    const { runs } = await listRuns({ root, env: terminal.env, ...(wanted === undefined ? {} : { project: wanted }) });
    const run = findRun(runs, positionals[0]!);
    const project = findProject(run.project);
    const { rows, data, times } = await score(run, project, positionals[1]!, { values, terminal });
    const out = values["out"] as string | undefined;
    if (out !== undefined) await writePredicted(resolve(terminal.cwd, out), rows);
    if (values["log"]) {
      const now = terminal.now().toISOString();
      const lines = logLines(run, rows, times ?? rows.id.map(() => now), data);
      await appendToPredictionLog(
        projectLogPath(project.id, root),
        lines,
        join(root, ".assay", `${project.id}.log.lock`),
      );
      terminal.err(`${lines.length} predictions of ${run.name} appended to data/${project.id}/log/predictions.jsonl`);
    }
    if (values["json"])
      terminal.out(
        `${toJson({ schemaVersion: 1, assayVersion, warnings: [], runId: run.runId, project: project.id, total: rows.id.length, rows: predictionObjects(rows) }, 2)}\n`,
      );
    else if (out === undefined && !values["log"]) terminal.out(predictionsCsv(rows));
    if (out !== undefined) terminal.err(`${rows.id.length} rows written to ${out}`);
    return exitCodes.done;
  },
};
