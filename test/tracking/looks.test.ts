import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { compareFlags } from "../../src/cli/compare-flags.js";
import { compareRuns, recordPair } from "../../src/cli/compare-project.js";
import type { Terminal } from "../../src/cli/command.js";
import { projectDocuments } from "../../src/decisions/project-documents.js";
import { pairs } from "../../src/evaluation/pairs.js";
import { hashRows, readEvidence } from "../../src/evaluation/read.js";
import { replicate } from "../../src/evaluation/replicated.js";
import { confidenceSequence } from "../../src/stats/confidence-sequence.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { readLedger } from "../../src/tracking/ledger.js";
import { recordLook } from "../../src/tracking/looks.js";
import { tinyProject, tinyWorkspace } from "./tiny-workspace.js";

const root = tinyWorkspace();
afterAll(() => rmSync(root, { recursive: true, force: true }));

const now = new Date("2026-01-02T03:04:05Z");
const terminal: Pick<Terminal, "cwd" | "env" | "now"> = { cwd: root, env: {}, now: () => now };

/** Trains on the first rows of the file and compares champion and challenger on their test days. */
async function look(limit: number) {
  writeFileSync(
    join(root, "src/projects/tiny/features.sql"),
    `SELECT * FROM clean ORDER BY moment, id LIMIT ${limit}\n`,
  );
  const [champion, challenger] = await ensureRuns(tinyProject, { root, env: {}, now: () => now });
  const evidence = await readEvidence(tinyProject, [champion!, challenger!]);
  const compared = await compareRuns(tinyProject, champion!, challenger!, compareFlags({}), terminal);
  await expect(
    compareRuns(tinyProject, champion!, challenger!, compareFlags({ positive: "Yes" }), terminal),
  ).rejects.toThrow("runs of tiny predict values; --positive Yes makes no sense");
  const { rows } = evidence;
  await recordLook(
    { root, env: {} },
    {
      project: "tiny",
      rows: hashRows(rows),
      units: rows.units.length,
      champion: champion!,
      challenger: challenger!,
    },
    { decision: "keep", rule: "5-not-worth-it", inputs: { champion: null, challenger: null }, by: null, now },
  );
  return { champion: champion!, evidence: replicate(evidence, { seed: 1, draws: 200 }), compared };
}

it("tunes the sequence for the units of the first look, and names predictions by their file's hash", async () => {
  const first = await look(370);
  const looksOf = ({ compare: { rows }, whatIf: { unitsAtFirstLook } }: typeof first.compared) => ({
    look: rows.look,
    modelsJudged: rows.modelsJudged,
    unitsAtFirstLook,
  });
  expect(looksOf(first.compared)).toEqual({ look: 1, modelsJudged: 2, unitsAtFirstLook: 9 });

  const { champion, evidence, compared } = await look(400);
  expect(champion.runId).not.toBe(first.champion.runId);
  expect(looksOf(compared)).toEqual({ look: 2, modelsJudged: 2, unitsAtFirstLook: 9 });

  const [pair] = projectDocuments(evidence, {
    assayVersion: "0.0.0",
    targetUnit: "points",
    looksOf: () => looksOf(compared),
  }).champion.pairs;
  const { gain, basis } = pairs(evidence)[0]!.comparison.metrics.find(({ name }) => name === "mae")!;
  expect(gain.units).toBe(15);
  const tunedFor = (units: number) =>
    confidenceSequence(gain.estimate, basis.standardError, gain.units, gain.level, units);
  const shown = pair!.compare.verdict.gain;
  expect(shown.method).toBe("confidence-sequence");
  expect([shown.lower, shown.upper]).toEqual(tunedFor(9));
  expect([shown.lower, shown.upper]).not.toEqual(tunedFor(15));

  const entries = async () => (await readLedger({ root, env: {} })).entries.length;
  const before = await entries();
  await recordPair(compared.judged!, pair!, terminal);
  expect(await entries()).toBe(before + 1);
  await recordPair(compared.judged!, pair!, terminal);
  expect(await entries()).toBe(before + 1);

  const file = readFileSync(champion.artifact("predictions.parquet"));
  const hash = createHash("sha256").update(file).digest("hex");
  expect(compared.compare.champion.sha256).toBe(hash);
  expect(pair!.compare.champion.sha256).toBe(hash);
});
