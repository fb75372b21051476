import { describe, expect, it } from "vitest";
import { withDatabase, type Database } from "../../src/engine/database.js";
import { identifier } from "../../src/engine/sql.js";
import { readProjectSql } from "../../src/features/sql-files.js";
import { project as flights } from "../../src/projects/nyc-flights/project.js";
import { project as taxi } from "../../src/projects/nyc-taxi/project.js";
import { project as churn } from "../../src/projects/telco-churn/project.js";
import type { Project } from "../../src/projects/types.js";

/** Makes `features` from the raw tables that stand in the database. */
async function make(database: Database, project: Project): Promise<void> {
  const sql = await readProjectSql(project, ".");
  await database.run(`CREATE TABLE checked AS ${sql.clean}`);
  await database.run(
    "CREATE VIEW clean AS SELECT * EXCLUDE (removal_reason) FROM checked WHERE removal_reason IS NULL",
  );
  await database.run(`CREATE TABLE features AS ${sql.features}`);
}

/** One md5 for all values, numbers to six decimals: what a faster query must leave as it is. */
async function digest(database: Database, { features, columns }: Project): Promise<string> {
  const values = features.map(({ name, type }) =>
    type === "numeric" ? `printf('%.6f', round(${identifier(name)}::DOUBLE, 6) + 0.0)` : `${identifier(name)}::VARCHAR`,
  );
  const [row] = await database.rows<{ digest: string }>(
    `SELECT md5(string_agg(line, chr(10) ORDER BY line)) AS digest FROM (
      SELECT concat_ws('|', ${[identifier(columns.id), ...values.map((value) => `coalesce(${value}, '-')`)].join(", ")}) AS line
      FROM features
    )`,
  );
  return row!.digest;
}

describe("nyc-flights", () => {
  const open = async (database: Database): Promise<void> => {
    for (const table of ["planes", "airports", "airlines", "weather"])
      await database.run(`CREATE VIEW ${table} AS FROM 'data/nyc-flights/${table}.parquet'`);
    await database.run("CREATE TABLE flights AS FROM 'data/nyc-flights/flights.parquet' WHERE month = 3 AND day <= 9");
    await make(database, flights);
  };

  it("keeps its values", () =>
    withDatabase(async (database) => {
      await open(database);
      expect(await digest(database, flights)).toBe("1234097f436d3f4c885f31dff544eaa8");
    }));

  it("means what the dictionary says: counted again, flight by flight", () =>
    withDatabase(async (database) => {
      await open(database);
      const rows = await database.rows<Record<string, number>>(`
        WITH chosen AS (SELECT * FROM checked WHERE removal_reason IS NULL AND flight % 211 = 0),
        told AS (
          SELECT chosen.*, time_bucket(INTERVAL 10 MINUTE, departed_utc) AS full_slot FROM chosen
        )
        SELECT
          (SELECT count(*) FROM checked o WHERE o.origin = told.origin AND o.dep_time IS NOT NULL
            AND o.departed_utc >= full_slot - INTERVAL 60 MINUTE AND o.departed_utc < full_slot)::DOUBLE AS departures,
          (SELECT max(o.dep_delay) FROM checked o WHERE o.origin = told.origin AND o.dep_time IS NOT NULL
            AND o.departed_utc >= full_slot - INTERVAL 60 MINUTE AND o.departed_utc < full_slot)::DOUBLE AS worst,
          (SELECT count(*) FROM checked o WHERE o.tailnum = told.tailnum AND o.dep_time IS NOT NULL
            AND o.scheduled::DATE = told.scheduled::DATE AND o.departed_utc < told.departed_utc)::DOUBLE AS earlier,
          (SELECT count(*) FROM checked o WHERE o.origin = told.origin AND o.scheduled::DATE = told.scheduled::DATE
            AND o.scheduled_utc < full_slot AND (o.dep_time IS NULL OR o.departed_utc >= full_slot))::DOUBLE
          - (SELECT count(*) FROM checked o WHERE o.origin = told.origin AND o.scheduled::DATE = told.scheduled::DATE
            AND o.scheduled_utc >= full_slot AND o.departed_utc < full_slot AND o.dep_time IS NOT NULL)::DOUBLE AS waiting,
          (SELECT w.temp FROM weather w WHERE w.origin = told.origin AND w.time_hour + INTERVAL 1 HOUR <= told.departed_utc
            ORDER BY w.time_hour DESC LIMIT 1) AS temperature_then,
          f.airport_departures_1h, f.airport_worst_departure_delay_1h, f.plane_departures_today, f.airport_waiting,
          f.temperature
        FROM told JOIN features f USING (id) ORDER BY id`);
      expect(rows.length).toBeGreaterThan(20);
      for (const row of rows) {
        expect(row["airport_departures_1h"]).toBe(row["departures"]);
        expect(row["airport_worst_departure_delay_1h"]).toBe(row["worst"]);
        expect(Number(row["plane_departures_today"])).toBe(row["earlier"]);
        expect(row["airport_waiting"]).toBe(row["waiting"]);
        expect(row["temperature"]).toBe(row["temperature_then"]);
      }
    }));
});

it("telco-churn keeps its values", () =>
  withDatabase(async (database) => {
    await database.run("CREATE VIEW customers AS FROM 'data/telco-churn/customers.parquet'");
    await make(database, churn);
    expect(await digest(database, churn)).toBe("95ea0f4e3fe3bbf02e1db818aeb84fc3");
  }));

it("nyc-taxi keeps its values, on made trips", () =>
  withDatabase(async (database) => {
    await database.run(`CREATE TABLE trips AS SELECT 1 + i % 2 AS vendor_id,
      TIMESTAMP '2018-03-01' + to_minutes(i * 7) AS pickup_datetime,
      TIMESTAMP '2018-03-01' + to_minutes(i * 7 + 5 + i % 50) AS dropoff_datetime, 1 AS passenger_count,
      1 + i % 9 + 0.5 AS trip_distance, 1 AS rate_code_id, 1 + i % 17 AS pickup_location_id,
      100 + i % 13 AS dropoff_location_id, 5.0 + i % 40 AS fare_amount FROM range(8000) AS made(i)`);
    await make(database, taxi);
    expect(await digest(database, taxi)).toBe("26d4167ecb86e3675c516a5cc3fb6dc9");
  }));
