import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.js";
import { withDatabase } from "../../src/engine/database.js";
import { fileLiteral } from "../../src/engine/sql.js";
import { openProject } from "../../src/features/open-project.js";
import { projects } from "../../src/projects/index.js";

const folder = mkdtempSync(join(tmpdir(), "assay-predict-"));
const store = join(folder, "store");
const input = join(folder, "customers.csv");

async function assay(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await main(argv, {
    cwd: process.cwd(),
    env: { MLFLOW_TRACKING_URI: store },
    out: (text) => void (out += text),
    err: (text) => void (err += `${text}\n`),
    onProgress: () => undefined,
  });
  return { code, out, err };
}

const predict = (...argv: string[]) => assay("predict", "logistic-ridge", ...argv, "--project", "telco-churn");
let kept: { id: string; label: number; prediction: number }[];

beforeAll(async () => {
  expect((await assay("train", "telco-churn", "--learner", "logistic-ridge")).code).toBe(0);
  const { out } = await assay("runs", "telco-churn", "--json");
  const { runs } = JSON.parse(out) as { runs: { runId: string; experimentId: string }[] };
  const { runId, experimentId } = runs[0]!;
  await withDatabase(async (database) => {
    await openProject(
      database,
      projects.find(({ id }) => id === "telco-churn")!,
      { root: process.cwd(), env: {} },
    );
    await database.run(
      `COPY (SELECT * FROM features ORDER BY id LIMIT 500) TO ${fileLiteral(input)} (FORMAT csv, HEADER)`,
    );
    kept = await database.rows(
      `SELECT p.id, p.label, p.prediction FROM read_parquet(${fileLiteral(join(store, experimentId, runId, "artifacts/predictions.parquet"))}) p
       WHERE p.id IN (SELECT id::VARCHAR FROM features ORDER BY id LIMIT 500)`,
    );
  });
}, 120_000);
afterAll(async () => (await import("node:fs/promises")).rm(folder, { recursive: true }));

describe("assay predict", () => {
  it("scores a CSV bit for bit as training did, as a prediction file", async () => {
    const { code, out } = await predict(input);
    expect(code).toBe(0);
    const [header, ...lines] = out.trimEnd().split("\n");
    expect(header).toBe("id,label,prediction");
    expect(lines).toHaveLength(500);
    const expected = new Map(kept.map(({ id, prediction }) => [id, prediction]));
    for (const text of lines) {
      const [id, , prediction] = text.split(",");
      expect(Number(prediction)).toBe(expected.get(id!));
    }
  });

  it("writes each format by its ending, and a file that compare reads", async () => {
    for (const ending of ["csv", "jsonl", "parquet"]) {
      const file = join(folder, `scores.${ending}`);
      expect((await predict(input, "--out", file)).code).toBe(0);
      const compared = await assay("compare", file, file, "--json");
      expect(JSON.parse(compared.out)).toMatchObject({ rows: { compared: 500 }, verdict: { decision: "equivalent" } });
    }
    const wrong = await predict(input, "--out", join(folder, "scores.xlsx"));
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("end the name in .csv, .jsonl or .parquet");
  });

  it("names what is missing, and the row that holds a text", async () => {
    const text = readFileSync(input, "utf8").split("\n");
    const names = text[0]!.split(",");
    const place = names.indexOf("tenure");
    const edited = (row: number, value: string): string => {
      const path = join(folder, "edited.csv");
      const cells = text[row]!.split(",");
      cells[place] = value;
      writeFileSync(path, text.map((line, i) => (i === row ? cells.join(",") : line)).join("\n"));
      return path;
    };
    const other = await predict(edited(0, "tenor"));
    expect(other.code).toBe(2);
    expect(other.err).toContain("edited.csv: a column is missing: tenure");
    const wrong = await predict(edited(7, "long"));
    expect(wrong.err).toContain('edited.csv: row 7, column tenure: expected a number, got "long"');
    expect((await predict(edited(7, ""))).code).toBe(0);
    const twice = join(folder, "twice.csv");
    writeFileSync(twice, [text[0], text[1], text[1]].join("\n"));
    expect((await predict(twice)).err).toContain("comes a second time");
    expect((await predict(join(folder, "nothing.csv"))).err).toContain("there is no such file");
  });

  it("prints one document with --json", async () => {
    const { out } = await predict(input, "--json");
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      project: "telco-churn",
      total: 500,
      rows: { length: 500 },
    });
  });
});
