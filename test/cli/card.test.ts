import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { CardDocument } from "../../src/cards/types.js";
import { main } from "../../src/cli/main.js";

let store: string;
let card: CardDocument;

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

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), "assay-card-"));
  expect((await assay("train", "telco-churn", "--learner", "class-prior")).code).toBe(0);
  const { code, out } = await assay("card", "class-prior", "--project", "telco-churn", "--json");
  expect(code).toBe(0);
  card = JSON.parse(out) as CardDocument;
}, 60_000);
afterAll(() => rm(store, { recursive: true }));

it("prints the contract's document with --json", () => {
  expect(Object.keys(card)).toEqual([
    "schemaVersion",
    "assayVersion",
    "warnings",
    "runId",
    "project",
    "buildId",
    "details",
    "intendedUse",
    "factors",
    "data",
    "training",
    "metrics",
    "importance",
    "hyperparameters",
    "plainWords",
    "limits",
    "recommendations",
    "fairness",
    "robustness",
    "usage",
    "provenance",
  ]);
  expect(card.data.splits.map(({ name, rows }) => [name, rows])).toEqual([
    ["train", 4225],
    ["validation", 1409],
    ["test", 1409],
  ]);
  // Whoever says that nobody leaves is right for the 5,174 of 7,043 customers who stayed.
  const accuracy = card.metrics.find(({ name, segment }) => name === "accuracy" && segment === null)!;
  expect(accuracy.value.estimate).toBeCloseTo(5174 / 7043, 10);
  expect(accuracy.value.n).toBe(7043);
  expect(card.provenance.dataSha256).toMatch(/^[0-9a-f]{64}$/);
});

it("prints Markdown, and finds a run by the start of its id", async () => {
  const { code, out: text } = await assay("card", card.runId.slice(0, 8));
  expect(code).toBe(0);
  expect(text).toMatch(/^# Class prior\n/);
  expect(text).toContain("| accuracy | cross-fitted | all | 0.735 |");
});

it.each([
  ["no-run", ["nobody"]],
  ["no-run", ["class-prior", "--project", "nyc-flights"]],
  ["no-project", ["class-prior", "--project", "nowhere"]],
  ["usage", ["class-prior", "--format", "huggingface"]],
  ["usage", []],
])("refuses with %s: %j", async (code, argv) => {
  const result = await assay("card", ...argv, "--json");
  expect(result.code).toBe(2);
  expect(JSON.parse(result.out)).toMatchObject({ error: { code, hint: expect.any(String) as string } });
});
