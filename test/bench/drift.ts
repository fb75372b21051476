import { join } from "node:path";
import { withDatabase } from "../../src/engine/database.js";
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
      return measured;
    }),
};
