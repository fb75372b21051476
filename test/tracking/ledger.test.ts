import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readLedger, type LedgerRun } from "../../src/tracking/ledger.js";
import { looks, recordLook } from "../../src/tracking/looks.js";
import type { Workspace } from "../../src/tracking/location.js";

const made: string[] = [];
const workspace = (lines: readonly object[] = []): Workspace => {
  const root = mkdtempSync(join(tmpdir(), "assay-ledger-"));
  made.push(root);
  mkdirSync(join(root, "mlruns"));
  writeFileSync(join(root, "mlruns/ledger.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return { root, env: {} };
};
afterAll(() => made.forEach((path) => rmSync(path, { recursive: true, force: true })));

const run = (name: string, training = 1): LedgerRun => ({ runId: `${name}-${training}`, name });
const pair = { project: "p", champion: run("a"), challenger: run("b") };
const keep = {
  decision: "keep",
  rule: "5-not-worth-it",
  inputs: { champion: "c0", challenger: "c1" },
  by: "a person",
  now: new Date(0),
};

describe("several writers at once", () => {
  it("lose no line, tear none, and each reads what came before its own", async () => {
    const { root } = workspace([{ at: "", project: "p", event: "initial", champion: run("a"), challenger: null }]);
    appendFileSync(join(root, "mlruns/ledger.jsonl"), '{"event":"torn');
    const [writers, each] = [4, 6];
    const children = Array.from({ length: writers }, (_, k) =>
      spawn(
        process.execPath,
        ["--import", "tsx", "test/tracking/write-ledger-in-child.ts", root, `w${k}`, String(each)],
        { stdio: ["ignore", "ignore", "inherit"] },
      ),
    );
    const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0] as number));
    expect(codes).toEqual([0, 0, 0, 0]);
    const { entries, skipped } = await readLedger({ root, env: {} });
    expect(skipped).toBe(1);
    const moved = entries.filter((entry) => entry.event === "moved");
    expect(moved.map(({ alias }) => Number(alias))).toEqual(Array.from({ length: writers * each }, (_, k) => k + 1));
    for (let k = 0; k < writers; k++)
      expect(moved.filter(({ to }) => to.name === `w${k}`).map(({ from }) => Number(from))).toEqual([0, 1, 2, 3, 4, 5]);
  }, 60_000);
});

describe("the ledger", () => {
  it("says who asked, by which rule, on which predictions, at which look", async () => {
    const place = workspace();
    await recordLook(place, { ...pair, rows: "one", units: 10 }, keep);
    await recordLook(place, { ...pair, rows: "two", units: 20 }, { ...keep, decision: "promote", rule: "2-promote" });
    const [first, second] = (await readLedger(place)).entries;
    expect(first).toMatchObject({
      at: "1970-01-01T00:00:00.000Z", event: "look", by: "a person", decision: "keep", rule: "5-not-worth-it",
      inputs: { champion: "c0", challenger: "c1" }, rows: "one", units: 10, look: 1, modelsJudged: 2,
    }); // prettier-ignore
    expect(second).toMatchObject({ decision: "promote", rule: "2-promote", look: 2 });
  });

  it("counts looks of a pair whichever of the two is champion by then", async () => {
    const place = workspace();
    await recordLook(place, { ...pair, rows: "one", units: 10 }, keep);
    const swapped = { project: "p", champion: run("b"), challenger: run("a") };
    const ledger = await readLedger(place);
    expect(looks(ledger, { ...swapped, rows: "one", units: 10 }).look).toBe(1);
    expect(looks(ledger, { ...swapped, rows: "two", units: 20 })).toMatchObject({ look: 2, unitsAtFirstLook: 10 });
  });

  it("counts looks of a pair and models of a set of rows, and survives a torn line", async () => {
    const place = workspace();
    const one = { ...pair, rows: "one", units: 10 };
    const two = { ...pair, rows: "two", units: 30 };
    await recordLook(place, { ...one, models: [run("c")] }, keep);
    await recordLook(place, { ...one, models: [run("c")] }, keep);
    appendFileSync(join(place.root, "mlruns/ledger.jsonl"), '{"event":"lo');
    await recordLook(place, two, keep);
    const ledger = await readLedger(place);
    expect([ledger.entries.length, ledger.skipped]).toEqual([2, 1]);
    expect(looks(ledger, one)).toEqual({ look: 1, modelsJudged: 3, unitsAtFirstLook: 10 });
    expect(looks(ledger, two)).toEqual({ look: 2, modelsJudged: 2, unitsAtFirstLook: 10 });
    expect(looks(ledger, { ...pair, rows: "three", units: 50 })).toEqual({
      look: 3,
      modelsJudged: 2,
      unitsAtFirstLook: 10,
    });
  });

  it("knows a pair by its names: retraining is no look, and new rows of retrained runs are the next", async () => {
    const place = workspace();
    await recordLook(place, { ...pair, rows: "one", units: 10, models: [run("c")] }, keep);
    const again = { project: "p", champion: run("a", 2), challenger: run("b", 2), models: [run("c", 2)] };
    const first = { ...again, rows: "one", units: 10 };
    expect(looks(await readLedger(place), first)).toEqual({ look: 1, modelsJudged: 3, unitsAtFirstLook: 10 });
    await recordLook(place, first, keep);
    const ledger = await readLedger(place);
    expect(looks(ledger, first)).toEqual({ look: 1, modelsJudged: 3, unitsAtFirstLook: 10 });
    expect(looks(ledger, { ...again, rows: "two", units: 20 }).look).toBe(2);
    expect(looks(ledger, { ...again, challenger: run("c"), rows: "two", units: 20 }).look).toBe(1);
    expect(looks(ledger, { ...again, project: "q", rows: "two", units: 20 })).toMatchObject({ look: 1 });
  });

  it("counts two trainings of one specification, shown against each other, as two models", () => {
    const trial = { ...pair, challenger: run("a", 2), rows: "one", units: 10 };
    expect(looks({ entries: [], skipped: 0 }, trial).modelsJudged).toBe(2);
  });

  it("reads lines that give run ids alone and no units", async () => {
    const at = "2026-01-01T00:00:00.000Z";
    const old = { at, project: "p", event: "look", champion: "a-1", challenger: "b-1", decision: "keep" };
    const place = workspace([
      { at, project: "p", event: "initial", champion: run("a"), challenger: run("b"), reason: "" },
      { ...old, rows: "one", models: ["a-1", "b-1", "lost"] },
    ]);
    const again = { project: "p", champion: run("a", 2), challenger: run("b", 2) };
    const ledger = await readLedger(place);
    expect(looks(ledger, { ...again, rows: "one", units: 10 })).toEqual({
      look: 1,
      modelsJudged: 3,
      unitsAtFirstLook: 10,
    });
    expect(looks(ledger, { ...again, rows: "two", units: 20 })).toMatchObject({ look: 2, unitsAtFirstLook: 20 });
    await recordLook(place, { ...pair, rows: "one", units: 10 }, keep);
    const told = await readLedger(place);
    expect(looks(told, { ...again, rows: "two", units: 20 })).toMatchObject({ look: 2, unitsAtFirstLook: 10 });
  });
});
