import { existsSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readColumns, readNumbers, readTexts } from "../../src/engine/columns.js";
import { withDatabase, type Database } from "../../src/engine/database.js";
import { identifier, literal } from "../../src/engine/sql.js";

describe("columns", () => {
  it("reads every numeric type and text, across vectors and with what is missing", () =>
    withDatabase(async (database) => {
      const { rows, numbers, texts } = await readColumns(
        database,
        `SELECT i::TINYINT AS tiny, i::USMALLINT AS small, i::INTEGER AS whole, (i / 2)::FLOAT AS half,
          CASE WHEN i % 3 > 0 THEN i / 10 END AS tenth, CASE WHEN i % 5 > 0 THEN 'é"' || i END AS text
         FROM (SELECT (range % 100)::INTEGER AS i, range AS place FROM range(5000)) ORDER BY place`,
      );
      expect(rows).toBe(5000);
      for (const name of ["tiny", "small", "whole"]) expect(numbers[name]![4242]).toBe(42);
      expect(numbers["half"]![2047]).toBe(23.5);
      expect(numbers["tenth"]![2048]).toBeNaN();
      expect(numbers["tenth"]![2049]).toBe(4.9);
      expect([texts["text"]![2050], texts["text"]![2051]]).toEqual(["", 'é"51']);
      expect(texts["text"]).toHaveLength(5000);
    }));

  it("reads nothing from no rows", () =>
    withDatabase(async (database) =>
      expect(await readColumns(database, "SELECT 1 AS a, 'x' AS b WHERE false")).toEqual({
        rows: 0,
        numbers: { a: new Float64Array() },
        texts: { b: [] },
      }),
    ));

  it("refuses another type by name", () =>
    withDatabase(async (database) => {
      const failed = readColumns(database, "SELECT 1 AS a, DATE '2024-01-01' AS day");
      await expect(failed).rejects.toThrow(/"day" is DATE; cast it/);
      expect((await readColumns(database, "SELECT 2 AS a")).numbers["a"]).toEqual(Float64Array.of(2));
    }));

  it("reads expressions and texts of a table in the order of its rows", () =>
    withDatabase(async (database) => {
      await database.run("CREATE TABLE made AS SELECT 9999 - range AS i FROM range(10000)");
      const numbers = await readNumbers(database, { "a b": "i * 2", none: "NULL" }, "made");
      expect(numbers["a b"]!.every((value, row) => value === 2 * (9999 - row))).toBe(true);
      expect(numbers["none"]!.every(Number.isNaN)).toBe(true);
      const texts = await readTexts(database, "i::VARCHAR", "made");
      expect(texts.every((text, row) => text === String(9999 - row))).toBe(true);
    }));
});

describe("names and texts", () => {
  const odd = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => !text.includes("\0"));

  it("hold anything: quotes, emoji, SQL", () =>
    withDatabase((database) =>
      fc.assert(
        fc.asyncProperty(odd, odd, async (name, value) => {
          const rows = await database.rows(`SELECT ${literal(value)} AS ${identifier(name)}`);
          expect(rows).toEqual([{ [name]: value }]);
        }),
        {
          examples: [
            ['"; DROP TABLE x; --', "'); --"],
            ["it's 🚕", "\\' \n"],
          ],
          numRuns: 100,
          seed: 3,
        },
      ),
    ));
});

describe("withDatabase", () => {
  it.each([
    ["a result", () => Promise.resolve(1)],
    ["an error", () => Promise.reject(new Error("broken"))],
  ])("closes after %s", async (_, use) => {
    let kept: Database | undefined;
    await withDatabase((database) => {
      kept = database;
      return use();
    }).catch((error: Error) => expect(error.message).toBe("broken"));
    await expect(kept!.rows("SELECT 1 AS one")).rejects.toThrow();
  });

  it("keeps its clock in UTC and what it spills out of the reader's folder", () =>
    withDatabase(async (database) => {
      const [row] = await database.rows<Record<string, string>>(
        "SELECT current_setting('TimeZone') AS zone, current_setting('temp_directory') AS folder",
      );
      expect(row!["zone"]).toBe("UTC");
      expect(row!["folder"]).toMatch(/assay-duckdb-/);
      expect(existsSync(".tmp")).toBe(false);
    }));
});
