import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import JSZip from "jszip";
import { describe, expect, it } from "vitest";
import { projectArchive } from "../../src/cli/project-archive.js";
import { listRuns } from "../../src/tracking/list-runs.js";
import { tinyProject, tinyWorkspace } from "../tracking/tiny-workspace.js";

const at = (root: string) => ({ root, env: {}, now: new Date("2026-01-02T00:00:00Z") });
const keptIn = (root: string): string[] => readdirSync(join(root, ".assay/evidence"));

/** The kept archive is marked, so that whoever gets the mark got the kept one. */
function mark(root: string): void {
  const path = join(root, ".assay/evidence", keptIn(root)[0]!);
  writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from("kept")]));
}
const isKept = (archive: Buffer): boolean => archive.subarray(-4).toString() === "kept";

describe("a project's archive", () => {
  it("is kept as long as nothing that it rests on has changed, and no longer", async () => {
    const root = tinyWorkspace();
    await projectArchive(tinyProject, at(root)); // trains
    const computed = await projectArchive(tinyProject, at(root));
    expect(Object.keys((await JSZip.loadAsync(computed)).files)).toContain("summary.json");
    expect(keptIn(root)).toHaveLength(1);
    mark(root);
    expect(isKept(await projectArchive(tinyProject, at(root)))).toBe(true);

    const data = join(root, "data/tiny/rows.csv");
    utimesSync(data, new Date(), new Date(statSync(data).mtimeMs + 5000));
    expect(isKept(await projectArchive(tinyProject, at(root)))).toBe(true);

    appendFileSync(join(root, "src/projects/tiny/features.sql"), "-- a word\n");
    expect(isKept(await projectArchive(tinyProject, at(root)))).toBe(false);
    expect(keptIn(root)).toHaveLength(1);

    mark(root);
    const ledger = join(root, "mlruns/ledger.jsonl");
    const { runs } = await listRuns({ root, env: {}, project: "tiny" });
    const { runId, name } = runs[0]!;
    const entry = { at: "2026-01-03T00:00:00.000Z", project: "tiny", event: "moved", alias: "champion", from: runId };
    appendFileSync(ledger, `${JSON.stringify({ ...entry, to: { runId, name }, reason: "a test" })}\n`);
    expect(isKept(await projectArchive(tinyProject, at(root)))).toBe(false);
    expect(isKept(await projectArchive(tinyProject, at(root)))).toBe(false); // the mark went with the older file

    mark(root);
    mkdirSync(join(root, "data/tiny/log"));
    const logged = { time: "2020-04-01T00:00:00Z", run: runId, id: "new", prediction: 4, x: 1, kind: "a" };
    writeFileSync(join(root, "data/tiny/log/predictions.jsonl"), `${JSON.stringify(logged)}\n`);
    const withLog = await projectArchive(tinyProject, at(root));
    expect(isKept(withLog)).toBe(false);
    const monitoring = await (await JSZip.loadAsync(withLog)).files["monitoring.json"]!.async("string");
    expect(JSON.parse(monitoring)).toMatchObject({ log: { source: "log" }, windows: [{ rows: 1, labelled: 0 }] });

    mark(root);
    appendFileSync(data, "r400,2020-03-31T12:00:00,2020-03-31,1,a,8\n");
    expect(isKept(await projectArchive(tinyProject, at(root)))).toBe(false);
  });

  it("says of an absent project what is missing, and keeps nothing", async () => {
    const root = tinyWorkspace();
    const absent = { ...tinyProject, id: "nowhere" };
    const { files } = await JSZip.loadAsync(await projectArchive(absent, at(root)));
    expect(JSON.parse(await files["summary.json"]!.async("string"))).toHaveProperty("absent.project", "nowhere");
    expect(() => keptIn(root)).toThrow("ENOENT");
  });
});
