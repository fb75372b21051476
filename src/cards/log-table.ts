import type { ProjectLog } from "../monitoring/log-types.js";
import type { Database } from "../engine/database.js";
import { fileLiteral, identifier, literal } from "../engine/sql.js";
import type { Project } from "../projects/types.js";
import type { TrackedRun } from "../tracking/types.js";

/** The log whose rows a reader may open. */
export interface ShownLog {
  source: ProjectLog["source"];
  /** How many windows a replay is cut into. */
  windows: number;
  labelDelayDays: number | null;
  champion: TrackedRun;
  /** Its features, the most important first. */
  importance: readonly { feature: string }[];
}

/** Features shown beside a row: those that count most. */
const mostFeatures = 3;

const own = new Set(["id", "time", "part", "label", "prediction", "loss"]);

/** Segments, and the features that count most, as far as the relation has them; numbers as FLOAT. */
async function besides(
  database: Database,
  relation: string,
  { segments }: Project,
  importance: ShownLog["importance"],
): Promise<string[]> {
  const found = await database.rows<{ name: string; type: string }>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${relation})`,
  );
  const types = new Map(found.map(({ name, type }) => [name, type]));
  const wanted = new Set([...segments, ...importance.slice(0, mostFeatures).map(({ feature }) => feature)]);
  return [...wanted]
    .filter((name) => types.has(name) && !own.has(name.toLowerCase()))
    .map((name) =>
      /^(DOUBLE|DECIMAL|HUGEINT|UBIGINT|BIGINT)/.test(types.get(name)!)
        ? `f.${identifier(name)}::FLOAT AS ${identifier(name)}`
        : `f.${identifier(name)}`,
    );
}

/**
 * SQL of the table `log`: one line per row of the prediction log, as the page `monitoring` cuts it into windows. `time`
 * in UTC, or `part` of a replay; `label` NULL where it has not come; the champion's `prediction`, segments, and the
 * three features that count most.
 *
 * @param database holds `features` of `openProject`, and the project's own log as `readLog` left it.
 */
export async function logTableSql(database: Database, project: Project, log: ShownLog): Promise<string> {
  if (log.source === "log") {
    const relation = identifier("logged rows");
    const more = await besides(database, relation, project, log.importance);
    return `SELECT ${["f.id", 'f."time"', "f.label", "f.prediction::FLOAT AS prediction", ...more].join(", ")}
      FROM ${relation} f ORDER BY f."time", f.id`;
  }
  const inTime = log.source === "held-out";
  const path = fileLiteral(log.champion.artifact("predictions.parquet"));
  const label = inTime
    ? `CASE WHEN p."time" + INTERVAL ${log.labelDelayDays ?? 0} DAY <= max(p."time") OVER () THEN p.label END`
    : "p.label";
  const place = inTime
    ? 'p."time"'
    : `'Part ' || ((row_number() OVER (ORDER BY f.rowid) * ${log.windows} - 1) // count(*) OVER () + 1) AS part`;
  const columns = [
    `p.id::VARCHAR AS id`,
    place,
    `(${label})::FLOAT AS label`,
    "p.prediction::FLOAT AS prediction",
    ...(await besides(database, "features", project, log.importance)),
  ];
  return `SELECT ${columns.join(", ")}
    FROM features f JOIN read_parquet(${path}) p ON p.id::VARCHAR = f.${identifier(project.columns.id)}::VARCHAR
    WHERE f.split = ${literal(inTime ? "production" : "test")} ORDER BY ${inTime ? 'p."time", p.id' : "f.rowid"}`;
}
