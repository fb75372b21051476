import { spawn, type ChildProcess } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Project } from "../../src/projects/types.js";
import { ensureRuns, type EnsureOptions } from "../../src/tracking/ensure-runs.js";
import { readLedger } from "../../src/tracking/ledger.js";
import { listRuns } from "../../src/tracking/list-runs.js";
import { planRuns } from "../../src/tracking/plan-runs.js";
import { readModel } from "../../src/tracking/artifacts.js";
import { readPredictions } from "../../src/tracking/read-predictions.js";
import { tinyProject, tinyWorkspace } from "./tiny-workspace.js";

const made: string[] = [];
const workspace = (): string => {
  const root = tinyWorkspace();
  made.push(root);
  return root;
};
const options = (root: string, more: Partial<EnsureOptions> = {}): EnsureOptions => ({
  root,
  env: {},
  now: () => new Date("2026-01-02T03:04:05Z"),
  ...more,
});
afterAll(() => made.forEach((root) => rmSync(root, { recursive: true, force: true })));

const startChild = (root: string, which: "slow" | "tiny"): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", "test/tracking/ensure-in-child.ts", root, which], {
    stdio: ["ignore", "pipe", "inherit"],
  });

const outputOf = (child: ChildProcess, until?: RegExp): Promise<string> =>
  new Promise((resolve) => {
    let text = "";
    child.stdout!.on("data", (data: Buffer) => {
      text += data.toString();
      if (until?.test(text)) resolve(text);
    });
    child.once("close", () => resolve(text));
  });

describe("ensureRuns", () => {
  let root: string;
  beforeAll(async () => {
    root = workspace();
    await ensureRuns(tinyProject, options(root));
  });

  it("keeps runs whole, with predictions of every row and a model that reads back", async () => {
    const { runs, warnings } = await listRuns({ root, env: {} });
    expect(warnings).toEqual([]);
    expect(runs.map(({ name, aliases }) => [name, aliases])).toEqual([
      ["linear", ["challenger"]],
      ["median", ["champion"]],
    ]);
    const predictions = await readPredictions(runs[0]!, "predictions");
    expect(predictions.rows).toBe(400);
    expect(new Set(predictions.split)).toEqual(new Set(["train", "validation", "test"]));
    expect((await readModel(runs[0]!)).learner).toBe("ridge");
    expect(runs[0]!.metrics["test_mae"]!.last).toBeLessThan(runs[1]!.metrics["test_mae"]!.last);
  });

  it("trains nothing the second time, and tells no progress", async () => {
    const told: string[] = [];
    const runs = await ensureRuns(tinyProject, options(root, { onProgress: ({ stage }) => void told.push(stage) }));
    expect(runs.map(({ name }) => name)).toEqual(["median", "linear"]);
    expect(told).toEqual([]);
  });

  it("trains the same models in worker threads, the slow families first", async () => {
    const other = workspace();
    const started: string[] = [];
    const runs = await ensureRuns(
      tinyProject,
      options(other, {
        workers: 2,
        onProgress: ({ stage, detail }) => void (stage === "training" && detail && started.push(detail)),
      }),
    );
    expect(started).toEqual(["linear", "median"]);
    const alone = await ensureRuns(tinyProject, options(root));
    expect(runs.map(({ runId }) => runId)).toEqual(alone.map(({ runId }) => runId));
    for (const [k, run] of runs.entries())
      for (const file of ["model.json", "predictions.parquet"])
        expect(readFileSync(run.artifact(file)).equals(readFileSync(alone[k]!.artifact(file))), file).toBe(true);
  });

  it("ends all threads where one fit fails, and keeps what was whole", async () => {
    const other = workspace();
    const bad = { ...tinyProject.models[1]!, name: "bad", parameters: { colour: 1 } };
    const project = { ...tinyProject, models: [...tinyProject.models, bad] };
    await expect(ensureRuns(project, options(other, { workers: 2 }))).rejects.toMatchObject({
      code: "unknown-parameter",
    });
    expect((await listRuns({ root: other, env: {} })).warnings).toEqual([]);
  });

  it("writes one initial line into the ledger", async () => {
    const { entries } = await readLedger({ root, env: {} });
    expect(entries).toMatchObject([{ event: "initial", champion: { name: "median" }, challenger: { name: "linear" } }]);
  });

  it("ends with the signal's reason and keeps nothing half-written", async () => {
    const other = workspace();
    const abort = new AbortController();
    const attempt = ensureRuns(
      tinyProject,
      options(other, { signal: abort.signal, onProgress: ({ stage }) => stage === "training" && abort.abort() }),
    );
    await expect(attempt).rejects.toThrow(/abort/i);
    expect((await listRuns({ root: other, env: {} })).total).toBe(0);
    expect(existsSync(join(other, ".assay"))).toBe(true);
    expect(await ensureRuns(tinyProject, options(other))).toHaveLength(2);
  });

  it("moves an alias along when a changed feature retrains its run, archives the old champion, and says so", async () => {
    const other = workspace();
    const [before] = await ensureRuns(tinyProject, options(other));
    appendFileSync(join(other, "src/projects/tiny/features.sql"), "LIMIT 399\n");
    const [after] = await ensureRuns(tinyProject, options(other));
    expect(after!.runId).not.toBe(before!.runId);
    expect(after!.aliases).toEqual(["champion"]);
    const { entries } = await readLedger({ root: other, env: {} });
    expect(entries.at(1)).toMatchObject({ event: "moved", alias: "champion", from: before!.runId });
    const archived = async (): Promise<string[]> =>
      (await listRuns({ root: other, env: {} })).runs.filter((run) => run.archived).map(({ runId }) => runId);
    expect(await archived()).toEqual([before!.runId]);

    const sql = join(other, "src/projects/tiny/features.sql");
    writeFileSync(sql, readFileSync(sql, "utf8").replace("LIMIT 399\n", ""));
    await ensureRuns(tinyProject, options(other));
    expect(await archived()).toEqual([after!.runId]);
  });

  it("trains a damaged run again", async () => {
    const other = workspace();
    const [run] = await ensureRuns(tinyProject, options(other));
    const folder = join(other, "mlruns", run!.experimentId, run!.runId);
    rmSync(join(folder, "meta.yaml"));
    expect((await listRuns({ root: other, env: {} })).warnings).toMatchObject([{ code: "broken-run" }]);
    await ensureRuns(tinyProject, options(other));
    expect(existsSync(join(folder, "meta.yaml"))).toBe(true);
  });
});

describe("identity", () => {
  const identities = async (root: string, more: Partial<EnsureOptions> = {}): Promise<string[]> =>
    (await planRuns(tinyProject, options(root, more))).map(({ identity }) => identity.identity);

  it("changes with features, data, learner and seed, and not with words", async () => {
    const root = workspace();
    const first = await identities(root);
    writeFileSync(join(root, "README.md"), "# Other words\n");
    const sql = join(root, "src/projects/tiny/features.sql");
    writeFileSync(sql, readFileSync(sql, "utf8").replace("The features.", "Other words."));
    const ridge = join(root, "src/models/linear/ridge.ts");
    writeFileSync(ridge, `// Other words.\n${readFileSync(ridge, "utf8")}`);
    expect(await identities(root)).toEqual(first);

    appendFileSync(ridge, "\nexport const changed = 1;\n");
    const changed = await identities(root);
    expect([changed[0] === first[0], changed[1] === first[1]]).toEqual([true, false]);
    appendFileSync(sql, "LIMIT 300\n");
    expect((await identities(root))[0]).not.toBe(first[0]);
    expect((await identities(root, { seed: 9 }))[0]).not.toBe((await identities(root))[0]);
  });

  it("changes with the back end of a network, and with the back ends that auto may find", async () => {
    const root = workspace();
    const network: Project = {
      ...tinyProject,
      models: [{ ...tinyProject.models[0]!, learner: "multilayer-perceptron", parameters: {} }],
    };
    const identity = async (backend: string): Promise<string> =>
      (await planRuns(network, options(root, { backend })))[0]!.identity.identity;
    const auto = await identity("auto");
    expect(await identity("cpu")).not.toBe(auto);
    expect(await identities(root, { backend: "cpu" })).toEqual(await identities(root));
    mkdirSync(join(root, "node_modules/webgpu"), { recursive: true });
    writeFileSync(join(root, "node_modules/webgpu/package.json"), "{}");
    expect(await identity("auto")).not.toBe(auto);
  });
});

describe("processes", () => {
  it("a killed one leaves no half run and no lock that blocks the next", async () => {
    const root = workspace();
    const child = startChild(root, "slow");
    await outputOf(child, /tree [1-9]/);
    child.kill("SIGKILL");
    await outputOf(child);
    const before = await listRuns({ root, env: {} });
    expect(before.warnings).toEqual([]);
    expect(before.runs.map(({ name }) => name)).toEqual(["linear", "median"]);
    const runs = await ensureRuns(tinyProject, options(root));
    expect(runs).toHaveLength(2);
    const [work] = readdirSync(join(root, ".assay"));
    expect(readdirSync(join(root, ".assay", work!)).filter((name) => name.includes(".lock"))).toEqual([]);
  }, 30_000);

  it("two at once train nothing twice", async () => {
    const root = workspace();
    const outputs = await Promise.all([outputOf(startChild(root, "tiny")), outputOf(startChild(root, "tiny"))]);
    const results = outputs.map(
      (text) => JSON.parse(/result (.*)/.exec(text)![1]!) as { trained: string[]; runs: string[] },
    );
    expect(results.flatMap(({ trained }) => trained).sort()).toEqual(["linear", "median"]);
    expect(results[0]!.runs).toEqual(results[1]!.runs);
  }, 30_000);
});
