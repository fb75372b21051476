import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withDatabase } from "../../src/engine/database.js";
import { measureDrift } from "../../src/monitoring/measure.js";

it("measures tables larger than the memory that the engine may use", async () => {
  const folder = await mkdtemp(join(tmpdir(), "assay-large-"));
  try {
    const files = ["reference", "current"].map((name) => join(folder, `${name}.parquet`)) as [string, string];
    // 3 million rows of 12 columns of 8 bytes are 288 MB a side, 576 MB in all.
    const columns = Array.from(
      { length: 30 },
      (_, c) => ({ name: `x${c}`, type: "numeric", role: "feature" }) as const,
    );
    await withDatabase(
      async (database) => {
        for (const [at, file] of files.entries())
          await database.run(
            `COPY (SELECT ${columns.map(({ name }, c) => `CAST((i * ${2 * c + 7919} + ${at}) % 100003 AS DOUBLE) AS ${name}`).join(", ")}
             FROM range(3000000) t(i)) TO '${file}' (FORMAT parquet)`,
          );
      },
      { memoryLimit: "512MB", threads: 2 },
    );
    const measured = await withDatabase(
      (database) =>
        measureDrift(database, {
          reference: { relation: `read_parquet('${files[0]}')`, source: "a", from: null, to: null, sha256: null },
          current: { relation: `read_parquet('${files[1]}')`, source: "b", from: null, to: null, sha256: null },
          columns: columns.slice(0, 4),
          level: 0.95,
          seed: 1,
          resamples: 50,
          jointRows: 500,
        }),
      { memoryLimit: "512MB", threads: 2 },
    );
    expect(measured.current.rows).toBe(3_000_000);
    for (const { effect, test } of measured.columns) {
      expect(effect.estimate).toBeLessThan(0.001);
      expect(test).toMatchObject({ exact: false });
    }
    expect(measured.multivariate!.auc.n).toBe(1000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
