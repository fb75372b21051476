import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectEvidence } from "../../src/cards/project-evidence.js";
import type { LedgerEvidence } from "../../src/cards/evidence-types.js";
import { gateProject } from "../../src/cli/gate.js";
import { promote } from "../../src/cli/promote.js";
import type { Terminal } from "../../src/cli/command.js";
import { gateDocument } from "../../src/decisions/gate-document.js";
import { gateText } from "../../src/cli/gate-text.js";
import type { Project } from "../../src/projects/types.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { readLedger } from "../../src/tracking/ledger.js";
import { locateStore } from "../../src/tracking/location.js";
import { readRegisteredModel } from "../../src/tracking/registry.js";
import type { TrackedRun } from "../../src/tracking/types.js";
import { tinyProject, tinyWorkspace } from "../tracking/tiny-workspace.js";

const root = tinyWorkspace();
afterAll(() => rmSync(root, { recursive: true, force: true }));

const workspace = { root, env: {} };
const now = new Date("2026-01-02T03:04:05Z");
const terminal: Terminal = {
  cwd: root, env: {}, now: () => now, signal: new AbortController().signal, onProgress() {}, out() {}, err() {},
}; // prettier-ignore
const flags = { force: false, reason: null, by: "Ann" };
/** `median` is champion, `linear` far better; a third specification is worse than both. */
const project: Project = {
  ...tinyProject,
  models: [...tinyProject.models, { name: "mean", title: "Mean", learner: "mean", parameters: {}, seed: 1 }],
  policy: {
    ...tinyProject.policy,
    metrics: ["rmse", "r2"],
    gates: [
      { gate: "performance", metric: "mae", limit: 1, overBaseline: 2 },
      { gate: "robustness", metric: "mae", noise: 0.05, limit: 1 },
    ],
  },
};
const train = (options: { seed?: number; only?: string[] } = {}): Promise<TrackedRun[]> =>
  ensureRuns(project, { ...workspace, ...options, now: () => now });
const registry = () => readRegisteredModel(locateStore(workspace).folder, "tiny");
const last = async () => (await readLedger(workspace)).entries.filter(({ event }) => event === "promoted").at(-1);

let ids: Record<string, string>;
beforeAll(async () => {
  ids = Object.fromEntries((await train()).map(({ name, runId }) => [name, runId]));
});

describe("assay gate", () => {
  it("judges the challenger by the policy, and leaves a look in the ledger", async () => {
    const gate = await gateProject(project, terminal, "CI");
    expect(gate).toMatchObject({ project: "tiny", outcome: "pass", verdict: { rule: "2-promote" } });
    expect(gate.rows.map(({ name, state }) => [name, state])).toEqual([
      ["mean absolute error", "pass"],
      ["mean absolute error against the baseline", "pass"],
      ["mean absolute error under noise", "pass"],
    ]);
    const { entries } = await readLedger(workspace);
    expect(entries.at(-1)).toMatchObject({ event: "look", by: "CI", decision: "promote", look: 1, modelsJudged: 3 });
  });

  it("fails where a gate fails, whatever the gain", async () => {
    const strict = { ...project, policy: { ...project.policy, gates: [{ gate: "performance", metric: "mae", limit: 0.01 }] } } as Project; // prettier-ignore
    const gate = await gateProject(strict, terminal, null);
    expect(gate).toMatchObject({ outcome: "fail", verdict: { decision: "keep", rule: "1-gate-failed" } });
    expect(gateText(gateDocument([gate], { assayVersion: "0", warnings: [] }))).toMatch(/^FAIL /);
  });

  it("skips a project whose data is not here, and says why", async () => {
    const absent = await gateProject({ ...project, id: "nowhere" }, terminal, null);
    expect(absent).toMatchObject({ outcome: "skipped", verdict: null, rows: [] });
    expect(absent.sentence).toMatch(/^Data not here yet: data\/nowhere/i);
  });
});

describe("assay promote", () => {
  it("refuses against the verdict, names the rule, and moves nothing", async () => {
    const refused = promote(project, "mean", flags, terminal);
    await expect(refused).rejects.toMatchObject({ code: "against-verdict", exitCode: 1 });
    await expect(refused).rejects.toThrow(/rule 1-gate-failed/);
    expect(registry().aliases["champion"]).toBe(ids["median"]);
    expect(await last()).toBeUndefined();
  });

  it("moves the champion where the verdict says so, archives the old one, and a build keeps it", async () => {
    const done = await promote(project, "challenger", { ...flags, reason: "better" }, terminal);
    expect(done).toMatchObject({ forced: false });
    const check = () => {
      const model = registry();
      expect(model.aliases["champion"]).toBe(ids["linear"]);
      expect(model.aliases["challenger"]).toBe(ids["mean"]);
      expect(model.versions.filter(({ archived }) => archived).map(({ runId }) => runId)).toEqual([ids["median"]]);
    };
    check();
    await train();
    check();
    expect(await last()).toMatchObject({
      by: "Ann", from: { name: "median" }, to: { name: "linear" }, decision: "promote", rule: "2-promote", forced: false,
      reason: "better", look: 1, modelsJudged: 3, inputs: { champion: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    }); // prettier-ignore
    expect(await promote(project, "linear", flags, terminal)).toBeNull();
  });

  it("goes against the verdict where it is forced, and the ledger says so", async () => {
    const done = await promote(project, "mean", { ...flags, force: true, reason: "a test" }, terminal);
    expect(done).toMatchObject({ forced: true });
    expect(registry().aliases["champion"]).toBe(ids["mean"]);
    expect(registry().versions.filter(({ archived }) => archived)).toHaveLength(2);
    expect(await last()).toMatchObject({ forced: true, reason: "a test", decision: "keep" });
    await promote(project, "linear", flags, terminal);
    expect(registry().versions.filter(({ archived }) => archived).map(({ runId }) => runId).sort()).toEqual(
      [ids["median"], ids["mean"]].sort(),
    ); // prettier-ignore
  });

  it("takes a reader's own training, which builds then show and keep", async () => {
    const [trial] = await train({ seed: 7, only: ["linear"] });
    expect(trial!.runId).not.toBe(ids["linear"]);
    await promote(project, trial!.runId, { ...flags, force: true, reason: "another seed" }, terminal);
    const runs = await train();
    expect(runs.map(({ runId }) => runId)).toEqual([ids["median"], ids["linear"], ids["mean"], trial!.runId]);
    expect(runs.at(-1)!.aliases).toEqual(["champion"]);
  });

  it("refuses where another run became champion meanwhile", async () => {
    const moving: Terminal = {
      ...terminal,
      onProgress: ({ stage }) => {
        if (stage !== "resampling") return;
        const version = registry().versions.find(({ runId }) => runId === ids["median"])!.version;
        writeFileSync(join(locateStore(workspace).folder, "models/tiny/aliases/champion"), String(version));
      },
    };
    await expect(promote(project, "linear", { ...flags, force: true, reason: "late" }, moving)).rejects.toMatchObject({
      code: "champion-changed",
    });
    expect(registry().aliases["champion"]).toBe(ids["median"]);
  });
});

it("shows the audit trail, the newest first, with titles", async () => {
  const { documents } = await projectEvidence(project, { ...workspace, now, by: "Bob" });
  const { lines, skipped } = documents["ledger"] as LedgerEvidence;
  expect(skipped).toBe(0);
  expect(lines.at(-1)).toMatchObject({ event: "initial", sentence: "median began as champion" });
  const promoted = lines.filter(({ event }) => event === "promoted");
  expect(promoted.map(({ sentence }) => sentence)).toEqual([
    "linear was made champion in place of linear, against the verdict",
    "linear was made champion in place of Mean",
    "Mean was made champion in place of linear, against the verdict",
    "linear was made champion in place of median",
  ]);
  expect(promoted.at(-1)).toMatchObject({ by: "Ann", rule: "2-promote", forced: false, reason: "better" });
  expect(lines[0]).toMatchObject({ event: "look", by: "Ann" });
  const written = readFileSync(join(root, "mlruns/ledger.jsonl"), "utf8").trim().split("\n");
  expect(lines).toHaveLength(written.length);
});
