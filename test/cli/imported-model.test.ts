import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { testRowsBoard, withImported } from "../../src/cards/other-runs.js";
import type { CardDocument } from "../../src/cards/types.js";
import { main } from "../../src/cli/main.js";
import type { CompareDocument } from "../../src/decisions/documents.js";
import { withDatabase } from "../../src/engine/database.js";
import type { Dataset } from "../../src/features/dataset.js";
import { openProject } from "../../src/features/open-project.js";
import { readFeatureTable } from "../../src/features/read-features.js";
import { project } from "../../src/projects/telco-churn/project.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { listRuns } from "../../src/tracking/list-runs.js";
import { readPredictions } from "../../src/tracking/read-predictions.js";

/** The runtime is an optional package; what is tested here is where such a run appears, and what is said of it. */
vi.mock("../../src/models/onnx/onnx.js", () => ({
  openOnnx: () =>
    Promise.resolve({
      features: [{ name: "tenure_months", kind: "numeric" }],
      task: "classification",
      classes: ["No", "Yes"],
      inputs: {},
      predict: ({ rows }: Dataset) =>
        Promise.resolve(Float64Array.from({ length: 2 * rows }, (_, at) => ((at >> 1) % 2 === at % 2 ? 0.7 : 0.3))),
      close: () => Promise.resolve(),
    }),
}));

const name = "from-sklearn";
const file = join(process.cwd(), "test", "fixtures", "onnx", "columns.onnx");
let store: string;
async function assay(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const terminal = {
    cwd: process.cwd(),
    env: { MLFLOW_TRACKING_URI: store },
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += `${text}\n`),
    onProgress: () => undefined,
  };
  return { code: await main(argv, terminal), out, err };
}

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), "assay-imported-"));
  expect((await assay("train", "telco-churn", "--learner", "class-prior")).code).toBe(0);
  expect((await assay("train", "telco-churn", "--onnx", file, "--name", name)).code).toBe(0);
}, 60_000);
afterAll(() => rm(store, { recursive: true }));

it("has a card on test rows, which says what nobody can check", async () => {
  const { code, out } = await assay("card", name, "--project", "telco-churn", "--json");
  expect(code).toBe(0);
  const card = JSON.parse(out) as CardDocument;
  expect(card.details).toMatchObject({ family: "onnx", learner: "onnx" });
  expect(card.metrics[0]).toMatchObject({ split: "test", value: { n: 1409 } });
  expect(card.training.rows).toBeNull();
  expect(card.warnings.map((warning) => warning.code)).toEqual(["test-rows-only", "training-rows-unknown"]);
  expect(card.warnings[0]!.message).toContain("holds no recipe to fit again");
  const said = [...card.plainWords, ...card.limits].map(({ text }) => text).join(" ");
  expect(said).toContain("how many customers it learned from is not known");
  expect(said).toContain("on the 1,409 customers of the test split");
  expect(said).toContain("Only Node scores it; no page can.");
  expect(said).not.toContain("did not learn from");
});

it("is compared on the test rows of both, and nobody pretends to know what it learned from", async () => {
  const { code, out } = await assay("compare", "class-prior", name, "--project", "telco-churn", "--json");
  expect(code).toBe(0);
  const { rows, warnings, policy } = JSON.parse(out) as CompareDocument;
  expect(rows).toMatchObject({ compared: 1409, trainOverlap: null });
  expect(warnings.map((warning) => warning.code)).toEqual(
    expect.arrayContaining(["test-rows-only", "training-rows-unknown"]),
  );
  expect(policy.primaryMetric).toBe("accuracy");
});

it("is listed among the runs", async () => {
  expect((await assay("runs", "telco-churn")).out).toContain(name);
});

it("stands apart on the page, beside the champion on the same rows", async () => {
  const workspace = { root: process.cwd(), env: { MLFLOW_TRACKING_URI: store } };
  const now = (): Date => new Date(Date.UTC(2026, 0, 1));
  const own = await ensureRuns(project, { ...workspace, now, only: ["class-prior"] });
  const { judged, onTestRows } = await withImported(project, own, workspace);
  expect([judged, onTestRows].map((runs) => runs.map((run) => run.name))).toEqual([["class-prior"], [name]]);
  const onTest = { ...project, policy: { ...project.policy, evidence: "test" as const } };
  expect((await withImported(onTest, own, workspace)).onTestRows).toEqual([]);
  const table = await withDatabase(async (database) => {
    await openProject(database, project, workspace);
    return await readFeatureTable(database, project);
  });
  const { board, cards } = (await testRowsBoard(project, own[0]!, onTestRows, { table, seed: 1 }))!;
  expect(board.rows).toMatchObject({ evidence: "test", n: 1409 });
  expect(board.runs.map(({ title }) => title)).toEqual(["Class prior", `${name} (ONNX)`]);
  expect(board.runs.every(({ metrics }) => metrics.accuracy!.n === 1409)).toBe(true);
  expect(cards.map(({ details }) => details.name)).toEqual([name]);
  expect(await testRowsBoard(project, own[0]!, [], { table, seed: 1 })).toBeNull();
});

it("has no cross-fitted predictions, and says what can be done", async () => {
  const { runs } = await listRuns({ root: process.cwd(), env: { MLFLOW_TRACKING_URI: store } });
  const imported = runs.find((run) => run.name === name)!;
  await expect(readPredictions(imported, "cross-fitted")).rejects.toMatchObject({
    code: "no-predictions",
    hint: "a fitted model cannot be fitted again without each fold: compare it on test rows with assay compare",
  });
});
