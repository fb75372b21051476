import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projects } from "../../src/projects/index.js";
import { crossValidateRuns } from "../../src/tracking/cross-validate-runs.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import type { TrackedRun } from "../../src/tracking/types.js";

const now = (): Date => new Date(Date.UTC(2026, 0, 1));
const taxi = process.env["ASSAY_NYC_TAXI"];

let store = "";
beforeAll(() => {
  store = mkdtempSync(join(tmpdir(), "assay-champions-"));
});
afterAll(() => rmSync(store, { recursive: true, force: true }));

const find = (id: string) => projects.find((project) => project.id === id)!;
const options = (only: string[]) => ({
  root: process.cwd(),
  env: { MLFLOW_TRACKING_URI: store, ...(taxi ? { ASSAY_NYC_TAXI: taxi } : {}) },
  now,
  only,
});
const last = (run: TrackedRun, metric: string): number => run.metrics[metric]!.last;

describe("the champions of the shipped projects", () => {
  it("telco-churn: repeated cross-validation gives an AUC from 0.84 and an accuracy from 0.78, with an error", async () => {
    const churn = find("telco-churn");
    const [champion] = await crossValidateRuns(churn, { ...options([churn.incumbent]), folds: 5, repeats: 3 });
    expect(last(champion!, "cv_rocAuc_mean")).toBeGreaterThanOrEqual(0.84);
    expect(last(champion!, "cv_accuracy_mean")).toBeGreaterThanOrEqual(0.78);
    expect(last(champion!, "cv_rocAuc_error")).toBeGreaterThan(0.001);
    expect(last(champion!, "cv_rocAuc_error")).toBeLessThan(0.02);
  }, 120_000);

  const rmseRatio = async (id: string): Promise<number> => {
    const project = find(id);
    const runs = await ensureRuns(project, options(["group-median", project.incumbent]));
    const rmse = (name: string): number =>
      last(
        runs.find((run) => run.name === name)!,
        "test_rmse",
      );
    return rmse(project.incumbent) / rmse("group-median");
  };

  it("nyc-flights: half the RMSE of the median by carrier and destination", async () => {
    expect(await rmseRatio("nyc-flights")).toBeLessThanOrEqual(0.5);
  }, 240_000);

  it.skipIf(!taxi)(
    "nyc-taxi: two thirds of the RMSE of the median by zones",
    async () => {
      expect(await rmseRatio("nyc-taxi")).toBeLessThanOrEqual(2 / 3);
    },
    600_000,
  );
});
