import type { Database } from "../engine/database.js";
import { identifier } from "../engine/sql.js";
import type { Task } from "../projects/types.js";
import type { TableColumn } from "../tables/open-table.js";
import type { TableProfile } from "../tables/types.js";
import { chooseId, classesOf, cutsOf, findColumn, positiveOf, wrong, type TimeCuts } from "./init-choices.js";
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
  cuts: TimeCuts | null;
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

/** Infers task, id, time, split and features of a table that stands in the database as `rows`. */
export async function inferProject(
  database: Database,
  columns: readonly TableColumn[],
  profile: TableProfile,
  wishes: InitWishes,
): Promise<ProjectPlan> {
  const target = findColumn(profile, wishes.target, "target");
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
    ? findColumn(profile, wishes.timeColumn, "time").name
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
