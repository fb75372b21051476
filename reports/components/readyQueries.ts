import { identifier, literal } from "../src/engine/sql.js";
import type { LogWindow } from "../src/monitoring/log-types.js";
import type { Project } from "../src/projects/types.js";

export interface ReadyQuery {
  title: string;
  sql: string;
  /** The plot that suits the answer. */
  plot?: { x: string; y: string; mark: string };
}

const lossOf = (task: Project["task"], model: string): string =>
  task === "regression" ? `abs(label - ${model})` : `pow(label - ${model}, 2)`;

/**
 * The rows on which the losses of two runs differ most, both ways.
 *
 * @param champion name of a run, and so of a column; `challenger` likewise.
 */
export function disagreementQuery(task: Project["task"], champion: string, challenger: string): string {
  const [a, b] = [identifier(champion), identifier(challenger)];
  return `SELECT id, label, ${a}, ${b}, ${lossOf(task, a)} - ${lossOf(task, b)} AS gain, * EXCLUDE (id, label, ${a}, ${b})\nFROM rows\nORDER BY abs(gain) DESC, id\nLIMIT 200`;
}

/** The rows of one window of the prediction log, the worst misses first. */
export function windowRowsQuery(
  task: Project["task"],
  { name, from, to }: Pick<LogWindow, "name" | "from" | "to">,
): string {
  const inside =
    from && to
      ? `"time" >= TIMESTAMP ${literal(`${from} 00:00:00`)} AND "time" < TIMESTAMP ${literal(`${to} 00:00:00`)}`
      : `part = ${literal(name)}`;
  return `SELECT *, ${lossOf(task, "prediction")} AS loss\nFROM log\nWHERE ${inside}\nORDER BY loss DESC NULLS LAST, id\nLIMIT 200`;
}

/**
 * Queries that open a project's rows: where models disagree and miss, calibration, segments.
 *
 * @param challenger title of the model that the champion is compared with; the last other one by default.
 */
export function readyQueries(project: Project, challenger?: string): ReadyQuery[] {
  const champion = project.incumbent;
  const others = project.models.filter(({ name }) => name !== champion);
  const other = (others.find(({ title }) => title === challenger) ?? others.at(-1))?.name ?? champion;
  const [a, b] = [identifier(champion), identifier(other)];
  const segment = identifier(project.segments[0] ?? "split");
  const regression = project.task === "regression";
  const loss = (model: string): string => lossOf(project.task, model);
  const lossName = regression ? "absolute_error" : "squared_error";
  const runs = project.models.map(({ name }) => name);
  const queries: ReadyQuery[] = [
    {
      title: "A first look at the rows",
      sql: `SELECT id, label, split, ${runs.map(identifier).join(", ")}\nFROM rows\nLIMIT 50`,
    },
    {
      title: "Every model's error",
      sql: runs
        .map((run) => `SELECT '${run}' AS model, avg(${loss(identifier(run))}) AS ${lossName}, count(*) AS n FROM rows`)
        .join("\nUNION ALL\n")
        .concat(`\nORDER BY ${lossName}`),
      plot: { x: lossName, y: "model", mark: "bar" },
    },
    {
      title: "Where the models disagree most",
      sql: disagreementQuery(project.task, champion, other),
      plot: { x: champion, y: other, mark: "dot" },
    },
    {
      title: "The champion's worst misses",
      sql: `SELECT id, label, ${a}, ${loss(a)} AS ${lossName}, ${segment}\nFROM rows\nORDER BY ${lossName} DESC, id\nLIMIT 100`,
      plot: { x: champion, y: "label", mark: "dot" },
    },
    {
      title: "Calibration by tenth of the prediction",
      sql: `WITH tenths AS (SELECT *, ntile(10) OVER (ORDER BY ${a}) AS tenth FROM rows)\nSELECT tenth, avg(${a}) AS predicted, avg(label) AS observed, count(*) AS n\nFROM tenths\nGROUP BY tenth\nORDER BY tenth`,
      plot: { x: "predicted", y: "observed", mark: "dot" },
    },
    {
      title: "Error by segment",
      sql: `SELECT ${segment} AS segment, avg(${loss(a)}) AS champion, avg(${loss(b)}) AS challenger, count(*) AS n\nFROM rows\nGROUP BY 1\nHAVING count(*) >= 100\nORDER BY champion DESC`,
      plot: { x: "champion", y: "segment", mark: "bar" },
    },
    {
      title: "Distribution of the predictions",
      sql: `WITH edges AS (SELECT quantile_cont(${a}, 0.01) AS low, quantile_cont(${a}, 0.99) AS high FROM rows)\nSELECT low + (high - low) * (floor(30 * (${a} - low) / (high - low)) + 0.5) / 30 AS prediction, count(*) AS n\nFROM rows, edges\nWHERE ${a} BETWEEN low AND high\nGROUP BY 1\nORDER BY 1`,
      plot: { x: "prediction", y: "n", mark: "line" },
    },
  ];
  const { time } = project.columns;
  if (time)
    queries.push({
      title: "Gain of the challenger, day by day",
      sql: `SELECT date_trunc('day', ${identifier(time)})::TIMESTAMP AS day, avg(${loss(a)} - ${loss(b)}) AS gain, count(*) AS n\nFROM rows\nGROUP BY 1\nORDER BY 1`,
      plot: { x: "day", y: "gain", mark: "line" },
    });
  queries.push({
    title: "Which columns there are",
    sql: "SELECT column_name, data_type\nFROM duckdb_columns()\nWHERE database_name = 'project' AND table_name = 'rows'\nORDER BY column_index",
  });
  return queries;
}
