import { join } from "node:path";
import { withDatabase } from "../../src/engine/database.js";
import { measureOverTime } from "../../src/monitoring/measure-windows.js";
import { measureDrift } from "../../src/monitoring/measure.js";
import { cutWindows } from "../../src/monitoring/windows.js";
import { assay, timeProcess, withTemporaryFolder, type Benchmark, type Measured } from "./measure.js";

/** Twenty columns, half numeric, half categorical; `shift` moves two of them. */
const table = (rows: number, seed: number, shift: number): string => {
  const uniform = (column: number): string => `(hash(i * 40 + ${column} + ${seed}) % 1000003) / 1000003e0`;
  const numeric = Array.from({ length: 10 }, (_, c) =>
    c % 3 === 2
      ? `CASE WHEN ${uniform(c)} < 9e-1 THEN 0e0 ELSE ${uniform(c + 20)} END AS n${c}`
      : `ln(1e-6 + ${uniform(c)})${c === 0 ? ` + ${shift}` : ""} AS n${c}`,
  );
  const categorical = Array.from(
    { length: 10 },
    (_, c) =>
      `'v' || CAST(floor(pow(${uniform(c + 10)}, ${c === 0 ? 1 + shift : 2}) * ${3 + 4 * c}) AS INTEGER) AS c${c}`,
  );
  return `SELECT ${[...numeric, ...categorical].join(", ")} FROM range(${rows}) AS t(i)`;
};

const options = { level: 0.95, seed: 1, resamples: 200 } as const;
const side = (relation: string) => ({ relation, source: relation, from: null, to: null, sha256: null });

/** A thousand columns of 100,000 rows on each side. */
async function manyColumns(folder: string): Promise<Measured> {
  const wide = 1000;
  const file = (name: string): string => join(folder, `wide-${name}.parquet`);
  const columns = Array.from(
    { length: wide },
    (_, c) => ({ name: `x${c}`, type: "numeric", role: "feature" }) as const,
  );
  const values = columns.map(({ name }, c) => `(hash(i * 1000 + ${c}) % 1000003) / 1000003e0 AS ${name}`);
  return await withDatabase(async (database) => {
    for (const [at, name] of ["reference", "current"].entries())
      await database.run(
        `COPY (SELECT ${values.join(", ")} FROM range(${at * 100_000}, ${(at + 1) * 100_000}) t(i)) TO '${file(name)}' (FORMAT parquet)`,
      );
    const started = performance.now();
    await measureDrift(database, {
      reference: side(`(FROM '${file("reference")}')`),
      current: side(`(FROM '${file("current")}')`),
      columns,
      ...options,
    });
    const measured = (performance.now() - started) / 1000;
    return { what: "drift, 100 k + 100 k rows × 1,000 columns", measured, budget: 20, unit: "s" };
  });
}

/** A year of daily windows of a thousand rows, twenty columns. */
async function daysOfYear(): Promise<Measured> {
  const numeric = Array.from({ length: 10 }, (_, c) => ({ name: `n${c}`, type: "numeric", role: "feature" }) as const);
  const texts = Array.from(
    { length: 10 },
    (_, c) => ({ name: `c${c}`, type: "categorical", role: "feature" }) as const,
  );
  return await withDatabase(async (database) => {
    await database.run(`CREATE TABLE reference AS ${table(50_000, 1, 0)}; CREATE TABLE log AS
      SELECT *, TIMESTAMP '2020-01-01' + to_seconds(CAST(row_number() OVER () * 86 AS BIGINT)) AS at FROM (${table(366_000, 2e6, 0)})`);
    const started = performance.now();
    const { windows, number } = await cutWindows(database, { relation: "log", source: "log" }, '"at"', { by: "day" });
    await measureOverTime(database, {
      parts: [
        { relation: "reference", window: "0" },
        { relation: "log", window: number },
      ],
      periods: windows,
      reference: side("reference"),
      columns: [...numeric, ...texts],
      ...options,
    });
    const measured = (performance.now() - started) / 1000;
    return { what: `drift, ${windows.length} daily windows × 20 columns`, measured, budget: 5, unit: "s" };
  });
}

export const benchmark: Benchmark = {
  name: "drift",
  run: () =>
    withTemporaryFolder(async (folder) => {
      const measured: Measured[] = [];
      for (const millions of [1, 2, 5, 10]) {
        const files = ["reference", "current"].map((side) => join(folder, `${side}.parquet`));
        await withDatabase(async (database) => {
          for (const [side, file] of files.entries())
            await database.run(`COPY (${table(millions * 1e6, side * 1e6, side * 0.1)}) TO '${file}' (FORMAT parquet)`);
        });
        const { seconds, gigabytes } = await timeProcess(assay("drift", files[0]!, files[1]!, "--json"));
        measured.push({
          what: `drift, ${millions} M + ${millions} M rows × 20 columns`,
          measured: seconds,
          budget: (8 / 5) * millions,
          unit: "s",
        });
        if (millions === 5) measured.push({ what: "its peak memory", measured: gigabytes, budget: 2, unit: "GB" });
      }
      return [...measured, await manyColumns(folder), await daysOfYear()];
    }),
};
