import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import type { Task } from "../projects/types.js";
import type { TableColumn } from "../tables/open-table.js";
import type { ColumnProfile, TableProfile } from "../tables/types.js";
import { inferFeatures, type FeaturePlan } from "./init-features.js";

/** What the reader asked for. */
export interface InitWishes {
  id: string;
  target: string;
  idColumn?: string | undefined;
  timeColumn?: string | undefined;
  title?: string | undefined;
  positive?: string | undefined;
}

/** What `init` decided. */
export interface ProjectPlan {
  id: string;
  title: string;
  task: Task;
  /** Its column in the table. */
  target: string;
  /** Its name in the result of `features.sql`: its own, unless Assay uses that name. */
  label: string;
  /** Whether the target may hold NaN or infinite values. */
  numericTarget: boolean;
  positive: string | null;
  negative: string | null;
  /** Null: the row number. */
  idColumn: string | null;
  timeColumn: string | null;
  /** Ends of train, validation and test by time; null: by hash. */
  cuts: { from: string; validation: string; test: string; to: string } | null;
  features: FeaturePlan[];
  /** Columns of the table whose names Assay uses itself; left out. */
  hidden: string[];
  segments: string[];
  /** Share of the positive class; null for values. */
  share: number | null;
  /** Median distance of the target from its median, for the margin of a regression. */
  spread: number | null;
  decisions: string[];
}

const wrong = (code: string, message: string, column: string, hint: string): AssayError =>
  new AssayError(message, { code, column, hint });

function find(profile: TableProfile, name: string, flag: string): ColumnProfile {
  const column = profile.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  throw wrong(
    "missing-column",
    `${profile.table}: no column "${name}"; columns are ${profile.columns.map((candidate) => candidate.name).join(", ")}`,
    name,
    `name one of them with --${flag}`,
  );
}

async function classesOf(
  database: Database,
  { name, kind }: ColumnProfile,
): Promise<{ value: string; count: number }[]> {
  const column = identifier(name);
  const usable = kind === "numeric" ? `isfinite(${column}::DOUBLE)` : `${column} IS NOT NULL`;
  return database.rows(
    `SELECT ${column}::VARCHAR AS value, count(*)::DOUBLE AS count FROM rows WHERE ${usable}
     GROUP BY 1 ORDER BY 1 LIMIT 50`,
  );
}

function positiveOf(classes: readonly { value: string }[], wish: string | undefined, target: string): string {
  const values = classes.map(({ value }) => value);
  if (wish !== undefined && !values.includes(wish))
    throw wrong(
      "unknown-class",
      `target "${target}" is never "${wish}"; its values are ${values.join(", ")}`,
      target,
      "name one of them with --positive",
    );
  return wish ?? values.find((value) => /^(1|true|yes|y)$/i.test(value)) ?? values[1]!;
}

async function chooseId(database: Database, profile: TableProfile, wishes: InitWishes): Promise<string | null> {
  const unique = async (name: string): Promise<boolean> => {
    const [count] = await database.rows<{ same: boolean }>(
      `SELECT count(*) = count(DISTINCT ${identifier(name)}) AS same FROM rows`,
    );
    return count!.same;
  };
  if (wishes.idColumn !== undefined) {
    const { name } = find(profile, wishes.idColumn, "id");
    if (await unique(name)) return name;
    throw wrong(
      "duplicate-id",
      `${profile.table}: column "${name}" repeats or lacks values, so it cannot name rows`,
      name,
      "choose another column with --id, or leave it out to count rows",
    );
  }
  for (const { name, notes } of profile.columns)
    if (name !== wishes.target && notes.includes("looks like an id") && (await unique(name))) return name;
  return null;
}

/** Times at which 60 % and 80 % of the rows are past, as ISO text; null where they leave a part empty. */
async function cutsOf(database: Database, time: string): Promise<ProjectPlan["cuts"]> {
  const moment = `${identifier(time)}::TIMESTAMP`;
  const iso = (value: string): string => `strftime(${value}, '%Y-%m-%dT%H:%M:%S')`;
  const [row] = await database.rows<Record<"from" | "validation" | "test" | "to", string>>(
    `SELECT ${iso(`min(${moment})`)} AS "from", ${iso(`quantile_disc(${moment}, 0.6)`)} AS validation,
      ${iso(`quantile_disc(${moment}, 0.8)`)} AS test, ${iso(`max(${moment}) + INTERVAL 1 SECOND`)} AS "to" FROM rows`,
  );
  return row && row.from < row.validation && row.validation < row.test && row.test < row.to ? row : null;
}

/** Infers task, id, time, split and features of a table that stands in the database as `rows`. */
export async function inferProject(
  database: Database,
  columns: readonly TableColumn[],
  profile: TableProfile,
  wishes: InitWishes,
): Promise<ProjectPlan> {
  const target = find(profile, wishes.target, "target");
  const { name } = target;
  if (/^removal_reason$/i.test(name))
    throw wrong("reserved-column", `${profile.table}: "${name}" is a name that Assay uses`, name, "rename that column");
  if (target.missing + target.nonFinite === target.rows)
    throw wrong(
      "target-missing",
      `${profile.table}: target "${name}" is missing in every row`,
      name,
      "choose another target",
    );
  const classes = await classesOf(database, target);
  if (classes.length === 1)
    throw wrong(
      "one-class",
      `${profile.table}: target "${name}" has one value only, "${classes[0]!.value}"`,
      name,
      "choose a target that varies",
    );
  const task: Task = target.kind === "numeric" && classes.length > 2 ? "regression" : "classification";
  if (task === "classification" && classes.length > 2)
    throw wrong(
      "too-many-classes",
      `${profile.table}: target "${name}" has ${classes.length === 50 ? "50 or more" : classes.length} classes; learners here take two classes for now`,
      name,
      "choose a target with two classes, or a number",
    );
  const positive = task === "classification" ? positiveOf(classes, wishes.positive, name) : null;
  const idColumn = await chooseId(database, profile, wishes);
  const times = profile.columns.filter(({ kind, type }) => kind === "time" && type !== "TIME");
  const timeColumn = wishes.timeColumn
    ? find(profile, wishes.timeColumn, "time").name
    : times.length === 1 && times[0]!.missing === 0
      ? times[0]!.name
      : null;
  const time = profile.columns.find((column) => column.name === timeColumn);
  if (time && (time.kind !== "time" || time.missing > 0))
    throw wrong(
      "not-a-time",
      `${profile.table}: column "${time.name}" is ${time.type} with ${time.missing} missing, expected a time in every row`,
      time.name,
      "write times as 2024-01-31 12:00:00, or choose another with --time",
    );
  const cuts = timeColumn === null ? null : await cutsOf(database, timeColumn);
  const label = /^(split|row_id|row_time)$/i.test(name) ? "target" : name;
  const hidden = columns
    .map((column) => column.name)
    .filter((column) => (idColumn === null ? /^(removal_reason|row_id)$/i : /^removal_reason$/i).test(column));
  const { features, dropped } = await inferFeatures(database, columns, profile, {
    skipped: [name, idColumn ?? "", ...hidden],
    taken: ["row_id", "row_time", "split", label],
  });
  if (features.length === 0)
    throw wrong(
      "no-features",
      `${profile.table}: no column is left to learn from`,
      name,
      "add columns that vary and are no ids",
    );
  const [spread] =
    task === "regression"
      ? await database.rows<{ spread: number }>(
          `SELECT mad(${identifier(name)}::DOUBLE)::DOUBLE AS spread FROM rows WHERE isfinite(${identifier(name)}::DOUBLE)`,
        )
      : [];
  const unusable = target.missing + target.nonFinite;
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  return {
    id: wishes.id,
    title: wishes.title ?? `${wishes.id[0]!.toUpperCase()}${wishes.id.slice(1).replaceAll("-", " ")}`,
    task,
    target: name,
    label,
    numericTarget: target.kind === "numeric",
    positive,
    negative: positive === null ? null : classes.find(({ value }) => value !== positive)!.value,
    idColumn,
    timeColumn: cuts ? timeColumn : null,
    cuts,
    features,
    hidden,
    segments: features
      .filter(({ type, distinct }) => type === "categorical" && distinct <= 12)
      .slice(0, 5)
      .map(({ output }) => output),
    share: positive === null ? null : classes.find(({ value }) => value === positive)!.count / total,
    spread: spread?.spread || (target.standardDeviation ?? 1),
    decisions: [
      `task: ${task} of "${name}"${positive === null ? "" : `, positive class "${positive}"`}`,
      `id: ${idColumn === null ? "the row number" : `column "${idColumn}"`}`,
      cuts
        ? `split: by time, column "${timeColumn}", 60 % train, 20 % validation, 20 % test`
        : "split: by md5 of the id, 60 % train, 20 % validation, 20 % test",
      `features: ${features.length}`,
      ...dropped.map(({ column, why }) => `left out: "${column}", ${why}`),
      ...hidden.map((column) => `left out: "${column}", a name that Assay uses`),
      ...(unusable > 0 ? [`removed by clean.sql: ${unusable} rows without a target`] : []),
    ],
  };
}
