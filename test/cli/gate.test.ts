import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { judgeProject } from "../../src/cards/judge-project.js";
import { main } from "../../src/cli/main.js";
import type { CompareDocument } from "../../src/decisions/documents.js";
import type { GateDocument } from "../../src/decisions/gate-document.js";
import { withDatabase } from "../../src/engine/database.js";
import { toJson } from "../../src/lib/json.js";
import type { GateRule, Project } from "../../src/projects/types.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { compareShape, expectShape, gateShape } from "../contract.js";
import { tinyWorkspace } from "../tracking/tiny-workspace.js";

const passing: GateRule[] = [
  { gate: "performance", metric: "mae", limit: 1, overBaseline: 2 },
  { gate: "performance", metric: "rmse", limit: 1, belowChampion: 0.5 },
  { gate: "robustness", metric: "mae", noise: 0.05, limit: 1 },
];

/** The only project of the workspace; each test gives it its gates. */
vi.mock("../../src/projects/index.js", async () => {
  const { tinyProject } = await import("../tracking/tiny-workspace.js");
  const models = [...tinyProject.models, { name: "mean", title: "Mean", learner: "mean", parameters: {}, seed: 1 }];
  const policy = { ...tinyProject.policy, metrics: ["rmse", "mape", "r2"] };
  return { projects: [{ ...tinyProject, models, policy }] };
});

const root = tinyWorkspace();
afterAll(() => rmSync(root, { recursive: true, force: true }));
const now = new Date("2026-01-02T03:04:05Z");
let project: Project;

async function assay(argv: string[], env: Record<string, string> = {}) {
  let [out, err] = ["", ""];
  const code = await main(argv, {
    cwd: root,
    env,
    now: () => now,
    onProgress: () => {},
    out: (text) => (out += text),
    err: (text) => (err += `${text}\n`),
  });
  return { code, out, err };
}
const withGates = (gates: GateRule[]): void => void (project.policy.gates = gates);

beforeAll(async () => {
  const { projects } = await import("../../src/projects/index.js");
  project = projects[0]!;
  withGates(passing);
  await ensureRuns(project, { root, env: {}, now: () => now });
});

describe("assay gate", () => {
  it("prints one document by the contract, and nothing else", async () => {
    const { code, out, err } = await assay(["gate", "tiny", "--json"]);
    expect([code, err]).toEqual([0, ""]);
    const document = JSON.parse(out) as GateDocument;
    expectShape(document, gateShape);
    expect(document).toMatchObject({
      outcome: "pass",
      projects: [{ project: "tiny", verdict: { rule: "2-promote" } }],
    });
    expect(document.projects[0]!.rows).toHaveLength(5);
  });

  it("exits with 1 where a gate fails, and where a verdict is not the one required", async () => {
    withGates([{ gate: "performance", metric: "mae", limit: 0.01 }]);
    const failed = await assay(["gate", "--json"]);
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.out)).toMatchObject({ outcome: "fail", projects: [{ verdict: { decision: "keep" } }] });
    expect((await assay(["gate", "--strict"])).code).toBe(1);
    withGates(passing);
    expect((await assay(["gate", "--require", "promote"])).code).toBe(0);
    expect((await assay(["gate", "--require", "equivalent"])).code).toBe(1);
    expect(await assay(["gate", "--require", "sell"])).toMatchObject({ code: 2, out: "" });
  });

  it("exits with 3 where a gate is open and --strict asks for an answer, with 0 where it does not", async () => {
    withGates([{ gate: "robustness", metric: "mae", noise: 0.05, limit: 0.12 }]);
    const { out } = await assay(["gate", "--json"]);
    const { value } = (JSON.parse(out) as GateDocument).projects[0]!.rows[0]!;
    withGates([{ gate: "robustness", metric: "mae", noise: 0.05, limit: value.estimate }]);
    expect((await assay(["gate"])).code).toBe(0);
    expect((await assay(["gate", "--strict"])).code).toBe(3);
    withGates(passing);
    expect((await assay(["gate", "--strict"])).code).toBe(0);
  });

  it("appends the summary as Markdown where CI names a file, and only warns where it cannot", async () => {
    const path = join(root, "summary.md");
    writeFileSync(path, "# Before\n");
    const { code, out } = await assay(["gate", "--format", "md"], { GITHUB_STEP_SUMMARY: path });
    expect(code).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(`# Before\n${out}\n`);
    expect(out).toMatch(/^### Gates: pass\n\n#### Tiny: pass\n/);
    const refused = await assay(["gate"], { GITHUB_STEP_SUMMARY: join(root, "nowhere/summary.md") });
    expect(refused.code).toBe(0);
    expect(refused.err).toMatch(/^warning: no summary was written: /);
  });
});

describe("assay compare of two runs", () => {
  const compared = async (...argv: string[]): Promise<CompareDocument> =>
    JSON.parse((await assay(["compare", ...argv, "--project", "tiny", "--json"])).out) as CompareDocument;
  const official = async (): Promise<CompareDocument> => {
    const runs = await ensureRuns(project, { root, env: {}, now: () => now });
    const judged = await withDatabase((database) =>
      judgeProject(database, project, runs, { root, env: {}, now, by: null }),
    );
    const { champion, challenger } = judged.champion.official!;
    const pair = judged.champion.pairs.find(
      ({ compare }) => compare.champion.runId === champion && compare.challenger.runId === challenger,
    )!;
    return JSON.parse(toJson(pair.compare)) as CompareDocument;
  };

  it("says what the site says: gates, verdict and all numbers", async () => {
    const [ours, site] = [await compared("champion", "challenger"), await official()];
    expectShape(ours, compareShape);
    expect(ours.gates.map(({ name, state }) => [name, state])).toEqual([
      ["mean absolute error", "pass"],
      ["mean absolute error against the baseline", "pass"],
      ["root mean squared error", "pass"],
      ["root mean squared error against the champion", "pass"],
      ["mean absolute error under noise", "pass"],
    ]);
    expect({ ...ours, warnings: [] }).toEqual({ ...site, warnings: [] });
  });

  it("keeps the champion where a gate fails, however large the gain", async () => {
    withGates([{ gate: "robustness", metric: "mae", noise: 0.5, limit: 0.001 }]);
    const ours = await compared("champion", "challenger");
    expect(ours.verdict).toMatchObject({ decision: "keep", rule: "1-gate-failed" });
    expect(ours.verdict).toEqual((await official()).verdict);
    expect((await assay(["compare", "champion", "challenger", "--require", "promote"])).code).toBe(1);
    withGates(passing);
  });

  it("leaves gates open that cannot be measured, with the reason, and does not promote", async () => {
    const rows = join(root, "data/tiny/rows.csv");
    const text = readFileSync(rows);
    rmSync(rows);
    const ours = await compared("champion", "challenger");
    writeFileSync(rows, text);
    expect(ours.verdict).toMatchObject({
      decision: "collect-more-data",
      rule: "3-open",
      blocking: ["mean absolute error under noise"],
    });
    expect(ours.warnings.find(({ code }) => code === "gates-not-measured")!.message).toMatch(
      /^gates across groups and under noise stay open, and no baseline but these two runs counts: data not here yet: /,
    );
  });

  it("keeps gates measured where a flag changes the metric that decides", async () => {
    const ours = await compared("champion", "challenger", "--metric", "rmse", "--margin", "0.1");
    expect(ours.policy).toMatchObject({ source: "flags", primaryMetric: "rmse" });
    expect(ours.gates.every(({ state }) => state === "pass")).toBe(true);
  });
});

it("says in the site's documents too why a metric has no value", async () => {
  const rows = join(root, "data/tiny/rows.csv");
  const text = readFileSync(rows, "utf8");
  writeFileSync(rows, text.replace(/^(r39\d,.*),[\d.]+$/gm, "$1,0"));
  const runs = await ensureRuns(project, { root, env: {}, now: () => now });
  const { champion } = await withDatabase((database) =>
    judgeProject(database, project, runs, { root, env: {}, now, by: null }),
  );
  for (const { compare } of champion.pairs)
    expect(compare.warnings.find(({ code }) => code === "undefined-metric")?.message).toMatch(
      /^Mean absolute percentage error has no value: in \d+ rows of \d+ \(the first is row \d+\) the label is 0$/,
    );
});
