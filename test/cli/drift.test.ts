import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.js";
import type { DriftDocument, DriftSeriesDocument } from "../../src/decisions/drift-types.js";

let cwd: string;
const csv = (header: string, rows: string[]): string => [header, ...rows].join("\n").concat("\n");
const numbers = (shift: number): string[] => Array.from({ length: 300 }, (_, i) => `${(i % 100) + shift},k${i % 3}`);

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "assay-drift-"));
  const files: Record<string, string> = {
    "old.csv": csv("amount,kind", numbers(0)),
    "same.csv": csv("amount,kind", numbers(0)),
    "new.csv": csv("amount,kind", numbers(60)),
    "empty.csv": "",
    "header.csv": "amount,kind\n",
    "ragged.csv": csv("amount,kind", [...numbers(0), "2,b,c"]),
    "other.csv": csv("price", ["1", "2"]),
    "dirty.csv": csv("amount,kind", [...numbers(0), "n/a,k1", "unknown,k2"]),
    "mixed.jsonl": Array.from({ length: 300 }, (_, i) =>
      i % 50 === 7 ? `{"amount": "about ten", "kind": "k1"}\n` : `{"amount": ${i % 100}, "kind": "k${i % 3}"}\n`,
    ).join(""),
    "log.csv": csv(
      "amount,kind,at",
      Array.from({ length: 2400 }, (_, i) => {
        const day = Math.floor(i / 100);
        return `${(i % 100) + (day >= 16 ? 60 : 0)},k${i % 3},2020-03-${String(day + 1).padStart(2, "0")}T${String(i % 24).padStart(2, "0")}:00:00`;
      }),
    ),
    "right.csv": csv(
      "fare,said",
      Array.from({ length: 300 }, (_, i) => `${i % 50},${(i % 50) + (i % 3)}`),
    ),
    "wrong.csv": csv(
      "fare,said",
      Array.from({ length: 300 }, (_, i) => `${i % 50},${((i * 7) % 50) + (i % 3)}`),
    ),
    "constraints.json": JSON.stringify({
      version: 0,
      features: [
        { name: "amount", inferred_type: "Integral", completeness: 1, num_constraints: { is_non_negative: true } },
        { name: "kind", inferred_type: "String", string_constraints: { domains: ["k0", "k1", "k2"] } },
      ],
      monitoring_config: {
        datatype_check_threshold: 1,
        domain_content_threshold: 1,
        distribution_constraints: { perform_comparison: "Enabled", comparison_threshold: 0.1 },
      },
    }),
    "bad-constraints.json": "[]",
    "violating.csv": csv("amount,kind,more", [...numbers(0).map((row) => `${row},1`), "-1.5,k9,2", ",k1,3"]),
    "text.csv": csv("amount,kind", ["many,a", "few,b"]),
    "broken.parquet": "PAR1 this is no parquet",
    "html-a.csv": csv(
      `"we""ird 🚕; DROP TABLE x",v`,
      numbers(0).map((row) => row.replace("k1", "<script>alert(1)</script>")),
    ),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
});
afterAll(() => rm(cwd, { recursive: true }));

async function assay(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await main(["drift", ...argv], {
    cwd,
    out: (text) => void (out += text),
    err: (text) => void (err += `${text}\n`),
    onProgress: () => undefined,
  });
  return { code, out, err };
}

it("prints the state first, and fails only where it is asked to", async () => {
  const plain = await assay("old.csv", "new.csv");
  expect(plain.code).toBe(0);
  expect(plain.out).toMatch(/^ALARM: 1 of 2 columns has moved/);
  expect((await assay("old.csv", "new.csv", "--fail-on", "alarm")).code).toBe(1);
  expect((await assay("old.csv", "same.csv", "--fail-on", "warn")).code).toBe(0);
});

it("prints one document with --json", async () => {
  const { code, out } = await assay("old.csv", "new.csv", "--json", "--label", "kind", "--context", "amount");
  const document = JSON.parse(out) as DriftDocument;
  expect(code).toBe(0);
  expect(document).toMatchObject({ schemaVersion: 1, state: "ok", summary: { columns: 2, tested: 1 } });
  expect(document.columns.map(({ role }) => role)).toEqual(["label", "context"]);
});

it("sees that label and score no longer belong together, where neither has moved", async () => {
  const { out } = await assay("right.csv", "wrong.csv", "--label", "fare", "--score", "said", "--json");
  const { columns } = JSON.parse(out) as DriftDocument;
  const states = Object.fromEntries(columns.map(({ name, state }) => [name, state]));
  expect(states).toEqual({ "fare − said": "alarm", fare: "ok", said: "ok" });
});

it("takes SageMaker's constraints.json as a policy", async () => {
  const policy = ["--policy", "constraints.json", "--fail-on", "alarm"];
  expect((await assay("old.csv", "same.csv", ...policy)).code).toBe(0);
  const { code, out } = await assay("old.csv", "violating.csv", ...policy, "--json");
  expect(code).toBe(1);
  const { violations } = (JSON.parse(out) as DriftDocument).constraints!;
  expect(violations.map(({ column, check }) => `${column}: ${check}`)).toEqual([
    "amount: completeness",
    "amount: data_type",
    "amount: non_negative",
    "kind: categorical_values",
    "more: extra_column",
  ]);
  const moved = await assay("old.csv", "new.csv", ...policy);
  expect(moved.out).toContain("baseline_drift: amount: distance 0.600, over 0.1");
  const calm = await assay("old.csv", "violating.csv", ...policy);
  expect(calm.out).toMatch(/^ALARM: constraints.json does not hold/);
});

describe("windows over time", () => {
  const series = async (...argv: string[]): Promise<DriftSeriesDocument> => {
    const { out } = await assay("old.csv", "log.csv", "--time", "at", "--json", ...argv);
    return JSON.parse(out) as DriftSeriesDocument;
  };
  const states = ({ windows }: DriftSeriesDocument): string[] => windows.map(({ document }) => document.state);

  it("alarm from the day on that amounts jumped, and fail where asked", async () => {
    const { code, out } = await assay("old.csv", "log.csv", "--time", "at", "--by", "day", "--fail-on", "alarm");
    expect(code).toBe(1);
    expect(out).toMatch(/^ALARM: the newest of 24 windows; 8 of them alarm/);
    expect(out).toContain("since 2020-03-17 PSI of amount is");
    const document = await series("--by", "day");
    expect(states(document)).toEqual([...Array<string>(16).fill("ok"), ...Array<string>(8).fill("alarm")]);
    expect(document.windowsPerYear).toBe(365);
    expect(document.changePoints).toMatchObject([{ what: "drift", name: "amount", at: "2020-03-17" }]);
    const [before, since] = [document.windows[15]!, document.windows[16]!];
    expect([since.alone, since.sustained, since.sequence.confirmed]).toEqual(["alarm", "alarm", true]);
    expect(before.document.multivariate!.auc.lower).toBeLessThan(0.55);
    expect(since.document.multivariate!.columns[0]!.name).toBe("amount");
  });

  it("are cut by count, roll, and have the days before as reference", async () => {
    const byCount = await series("--by", "count:800");
    expect(byCount.windows.map(({ name, document }) => [name, document.current.rows])).toEqual([
      ["Part 1", 800],
      ["Part 2", 800],
      ["Part 3", 800],
    ]);
    const rolling = await series("--by", "day", "--rolling", "4");
    expect(rolling.windows).toHaveLength(21);
    expect(rolling.windows[20]).toMatchObject({
      name: "2020-03-21 to 2020-03-24",
      document: { current: { rows: 400 } },
    });
    expect(rolling.changePoints).toEqual([]);
    const previous = await series("--by", "day", "--previous", "2");
    expect(states(previous)).toEqual([
      ...Array<string>(16).fill("ok"),
      "alarm",
      "alarm",
      ...Array<string>(6).fill("ok"),
    ]);
  });

  it("are judged by a limit of each column's own", async () => {
    const { windows, policy } = await series("--by", "day", "--threshold", "resampled");
    expect(policy.limits).toBe("resampled");
    const [amount, kind] = ["amount", "kind"].map(
      (name) => windows[0]!.document.columns.find((column) => column.name === name)!.effect.threshold,
    ) as [number, number];
    expect(amount).toBeGreaterThan(kind);
    expect(amount).toBeLessThan(0.5);
  });

  it("are shown as Markdown", async () => {
    const { out } = await assay("old.csv", "log.csv", "--time", "at", "--by", "week", "--format", "md");
    expect(out).toContain("| window | rows | state |");
    expect(out).toContain("| 2020-03-16 | 700 | ALARM |");
  });

  it.each([
    ["usage", ["--by", "fortnight", "--time", "at"]],
    ["usage", ["--by", "count:0", "--time", "at"]],
    ["usage", ["--by", "day"]],
    ["usage", ["--rolling", "2"]],
    ["usage", ["--by", "day", "--time", "at", "--rolling", "0"]],
    ["usage", ["--by", "day", "--time", "at", "--html", "page.html"]],
    ["bad-time", ["--by", "day", "--time", "kind"]],
    ["missing-column", ["--by", "day", "--time", "when"]],
  ])("are refused with %s: %j", async (code, argv) => {
    const result = await assay("log.csv", "log.csv", ...argv, "--json");
    expect(result.code).toBe(2);
    expect(JSON.parse(result.out)).toMatchObject({ error: { code, hint: expect.any(String) as string } });
  });
});

it("compares queries", async () => {
  const { code, out } = await assay("SELECT * FROM 'old.csv'", "SELECT * FROM 'new.csv' WHERE amount > 100", "--json");
  expect(code).toBe(0);
  expect((JSON.parse(out) as DriftDocument).state).toBe("alarm");
});

it.each([
  ["old.csv", "dirty.csv", 2],
  ["old.csv", "mixed.jsonl", 6],
])("counts text among the numbers of %s and %s apart", async (before, after, wrong) => {
  for (const [argv, side] of [
    [[before, after], "currentNotNumbers"],
    [[after, before], "referenceNotNumbers"],
  ] as const) {
    const document = JSON.parse((await assay(...argv, "--json")).out) as DriftDocument;
    const amount = document.columns.find(({ name }) => name === "amount")!;
    expect(amount.type).toBe("numeric");
    expect(amount.violations![side]).toBe(wrong);
    expect(document.warnings.map(({ code }) => code)).toContain("type-violations");
  }
});

it.each([
  ["missing-file", ["old.csv", "nowhere.csv"]],
  ["empty-file", ["old.csv", "empty.csv"]],
  ["header-only", ["old.csv", "header.csv"]],
  ["ragged-row", ["old.csv", "ragged.csv"]],
  ["corrupt-file", ["old.csv", "broken.parquet"]],
  ["no-columns", ["old.csv", "other.csv"]],
  ["type-mismatch", ["old.csv", "text.csv"]],
  ["missing-column", ["old.csv", "new.csv", "--label", "nothing"]],
  ["missing-column", ["old.csv", "new.csv", "--unit", "nothing"]],
  ["sql-error", ["old.csv", "SELECT nonsense"]],
  ["no-rows", ["old.csv", "SELECT * FROM 'new.csv' WHERE false"]],
  ["bad-constraints", ["old.csv", "new.csv", "--policy", "bad-constraints.json"]],
  ["bad-constraints", ["old.csv", "new.csv", "--policy", "old.csv"]],
  ["missing-file", ["old.csv", "new.csv", "--policy", "nowhere.json"]],
  ["usage", ["old.csv", "new.csv", "--threshold", "low"]],
  ["usage", ["old.csv", "new.csv", "--fail-on", "never"]],
])("refuses with %s: %j", async (code, argv) => {
  const result = await assay(...argv, "--json");
  expect(result.code).toBe(2);
  expect(JSON.parse(result.out)).toMatchObject({ error: { code, hint: expect.any(String) as string } });
});

it("takes any column name and value", async () => {
  const { code, out } = await assay("html-a.csv", "html-a.csv", "--format", "md");
  expect(code).toBe(0);
  expect(out).toContain('we"ird 🚕; DROP TABLE x');
  expect(out).not.toContain("<script>");
});

it("says too few rows, and exits 3 where --strict asks", async () => {
  const result = await assay("old.csv", "SELECT * FROM 'new.csv' LIMIT 5", "--strict");
  expect(result.out).toMatch(/^TOO FEW ROWS/);
  expect(result.code).toBe(3);
});

it("refuses a folder as the file to write, and makes none", async () => {
  const { code, err } = await assay("old.csv", "same.csv", "--html", "reports/");
  expect(code).toBe(2);
  expect(err).toContain("is a folder, not a file; nothing was written");
  expect(existsSync(join(cwd, "reports"))).toBe(false);
});
