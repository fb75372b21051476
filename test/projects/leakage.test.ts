import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withDatabase, type Database, type Row } from "../../src/engine/database.js";
import { identifier } from "../../src/engine/sql.js";
import { readProjectSql } from "../../src/features/sql-files.js";
import { project as flights } from "../../src/projects/nyc-flights/project.js";
import { project as taxi } from "../../src/projects/nyc-taxi/project.js";
import { project as churn } from "../../src/projects/telco-churn/project.js";
import type { Project } from "../../src/projects/types.js";

/** Runs a project's SQL on the raw tables that stand in the database. */
async function features(database: Database, project: Project, where: string): Promise<Row[]> {
  const sql = await readProjectSql(project, ".");
  await database.run(`CREATE OR REPLACE TABLE checked AS ${sql.clean}`);
  await database.run(
    "CREATE OR REPLACE VIEW clean AS SELECT * EXCLUDE (removal_reason) FROM checked WHERE removal_reason IS NULL",
  );
  const names = [project.columns.id, ...project.features.map(({ name }) => name)];
  return database.rows(
    `SELECT ${names.map((name) => `${identifier(name)}::VARCHAR AS ${identifier(name)}`).join(", ")}
     FROM (${sql.features}) WHERE ${where} ORDER BY ${identifier(project.columns.id)}`,
  );
}

describe("nyc-flights", () => {
  const departed = "time_hour + to_minutes(minute + dep_delay)";
  const open = async (database: Database): Promise<void> => {
    await database.run(
      "CREATE TABLE original AS FROM 'data/nyc-flights/flights.parquet' WHERE month = 1 AND day <= 12",
    );
    for (const table of ["planes", "airports", "airlines"])
      await database.run(`CREATE VIEW ${table} AS FROM 'data/nyc-flights/${table}.parquet'`);
    await database.run("CREATE TABLE sky AS FROM 'data/nyc-flights/weather.parquet' WHERE month = 1 AND day <= 12");
    await database.run("CREATE VIEW flights AS FROM original");
    await database.run("CREATE VIEW weather AS FROM sky");
  };

  it.each(["2013-01-05 15:07:00", "2013-01-10 23:40:00"])("sees nothing of what comes after %s", (moment) =>
    withDatabase(async (database) => {
      await open(database);
      const cut = `TIMESTAMP '${moment}'`;
      const where = `id IN (SELECT id FROM checked WHERE departed_utc <= ${cut})`;
      const before = await features(database, flights, where);
      const later = `(coalesce(${departed}, time_hour) > ${cut})`;
      // A flight in the air at the cut has left, and its arrival is not known: nothing flies shorter than 20 minutes.
      const landedLater = `(${departed} + to_minutes(coalesce(air_time, 20)) > ${cut})`;
      await database.run(`CREATE OR REPLACE VIEW flights AS SELECT * REPLACE (
        CASE WHEN ${later} THEN 2359 ELSE dep_time END AS dep_time,
        CASE WHEN ${later} THEN 1440 + flight % 97 ELSE dep_delay END AS dep_delay,
        CASE WHEN ${later} THEN 'N0TAIL' ELSE tailnum END AS tailnum,
        CASE WHEN ${later} THEN 1440 + flight % 97 + flight % 200 WHEN ${landedLater} THEN arr_delay + 100 + flight % 700
          ELSE arr_delay END AS arr_delay,
        CASE WHEN ${later} OR ${landedLater} THEN 1 ELSE arr_time END AS arr_time,
        CASE WHEN ${later} OR ${landedLater} THEN 1 ELSE air_time END AS air_time) FROM original`);
      await database.run(`CREATE OR REPLACE VIEW weather AS SELECT * REPLACE (
        CASE WHEN time_hour + INTERVAL 1 HOUR > ${cut} THEN -99 ELSE temp END AS temp,
        CASE WHEN time_hour + INTERVAL 1 HOUR > ${cut} THEN 99 ELSE wind_speed END AS wind_speed,
        CASE WHEN time_hour + INTERVAL 1 HOUR > ${cut} THEN 9 ELSE precip END AS precip) FROM sky`);
      const kept = new Map((await features(database, flights, "true")).map((row) => [row["id"], row]));
      expect(before.length).toBeGreaterThan(1000);
      for (const row of before) expect(kept.get(row["id"]!), String(row["id"])).toEqual(row);
    }),
  );

  it("names what is not known at departure only as the label and as the history of flights that landed", () => {
    const sql = readFileSync("src/projects/nyc-flights/features.sql", "utf8").replace(/--.*$/gm, "");
    const moments = /moments AS \([\s\S]*?\n\),/.exec(sql)![0];
    const rest = sql.replace(moments, "").replace("planned.arr_delay AS arrival_delay", "");
    expect(rest).not.toMatch(/\b(arr_delay|arr_time|air_time)\b/);
    expect(moments).toContain("departed_minute + scheduled_duration + arr_delay - dep_delay AS landed_minute");
  });
});

describe("telco-churn", () => {
  it("makes the same features whatever the label says", () =>
    withDatabase(async (database) => {
      await database.run("CREATE VIEW customers AS FROM 'data/telco-churn/customers.parquet'");
      const before = await features(database, churn, "true");
      await database.run(`CREATE OR REPLACE VIEW customers AS SELECT * REPLACE (
        CASE churn WHEN 'Yes' THEN 'No' ELSE 'Yes' END AS churn) FROM 'data/telco-churn/customers.parquet'`);
      expect(before).toHaveLength(7043);
      expect(await features(database, churn, "true")).toEqual(before);
    }));
});

describe("nyc-taxi", () => {
  const made = `SELECT 1 + i % 2 AS vendor_id, TIMESTAMP '2018-03-01' + to_minutes(i * 7) AS pickup_datetime,
    TIMESTAMP '2018-03-01' + to_minutes(i * 7 + 5 + i % 50) AS dropoff_datetime, 1 AS passenger_count,
    1 + i % 9 + 0.5 AS trip_distance, 1 AS rate_code_id, 1 + i % 17 AS pickup_location_id, 100 + i % 13 AS dropoff_location_id,
    5.0 + i % 40 AS fare_amount FROM range(8000) AS made(i)`;
  const given = process.env["ASSAY_NYC_TAXI"];
  const source = given?.endsWith(".parquet") && !given.includes("*") ? `SELECT * FROM '${given}' LIMIT 30000` : made;

  it.each(["2018-03-10 12:00:00", "2018-03-25 08:30:00"])("sees nothing of what comes after %s", (moment) =>
    withDatabase(async (database) => {
      const cut = `TIMESTAMP '${moment}'`;
      await database.run(`CREATE TABLE original AS ${source}`);
      await database.run("CREATE VIEW trips AS FROM original");
      const where = `id IN (SELECT id FROM checked WHERE removal_reason IS NULL AND dropoff_datetime <= ${cut})`;
      const before = await features(database, taxi, where);
      // Trips that end later: all that the ride tells changes; those that begin later change their time and place too.
      const later = `(dropoff_datetime > ${cut})`;
      await database.run(`CREATE OR REPLACE VIEW trips AS SELECT * REPLACE (
        CASE WHEN ${later} THEN 150 ELSE fare_amount END AS fare_amount,
        CASE WHEN ${later} THEN greatest(pickup_datetime, ${cut}) + INTERVAL 170 MINUTE ELSE dropoff_datetime END AS dropoff_datetime,
        CASE WHEN ${later} AND pickup_datetime > ${cut} THEN 1 ELSE pickup_location_id END AS pickup_location_id
      ) FROM original`);
      const kept = new Map((await features(database, taxi, "true")).map((row) => [row["id"], row]));
      expect(before.length).toBeGreaterThan(1000);
      for (const row of before) expect(kept.get(row["id"]!), String(row["id"])).toEqual(row);
    }),
  );
});
