import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import JSZip from "jszip";
import { projectEvidence } from "../cards/project-evidence.js";
import { shownJson } from "../cards/shown-json.js";
import { projectSources, projectState } from "../features/sources.js";
import { sha256File, sha256Json } from "../lib/hash.js";
import type { Project } from "../projects/types.js";
import { findFiles } from "../tables/find-files.js";
import { readLedger, type LedgerEntry } from "../tracking/ledger.js";
import { listRuns } from "../tracking/list-runs.js";
import type { Workspace } from "../tracking/location.js";
import { actorOf } from "./actor.js";
import { hashSources, keep, readKept } from "./kept-file.js";

/** What the evidence rests on, but for the ledger. */
async function basisOf(project: Project, workspace: Workspace): Promise<unknown> {
  const { runs, warnings } = await listRuns({ ...workspace, project: project.id });
  const log = await findFiles(join("data", project.id, "log"), workspace.root);
  return [
    hashSources(workspace.root),
    await Promise.all(log.map(async (file) => [basename(file), await sha256File(file)])),
    (await projectSources(project, workspace)).map(({ table, path, sha256 }) => [table, path, sha256]),
    runs.map(({ runId, status, aliases, archived, tags, metrics }) => [
      runId,
      status,
      aliases,
      archived,
      tags,
      metrics,
    ]),
    warnings,
  ];
}

async function entriesOf(project: Project, workspace: Workspace): Promise<LedgerEntry[]> {
  return (await readLedger(workspace)).entries.filter((entry) => entry.project === project.id);
}

/** True where nothing but looks, which the evidence itself writes, came after `before`. */
const onlyLooksCame = (before: readonly LedgerEntry[], after: readonly LedgerEntry[]): boolean =>
  sha256Json(before) === sha256Json(after.slice(0, before.length)) &&
  after.slice(before.length).every(({ event }) => event === "look");

/** Large, and loaded only when a reader asks: kept compressed in the site too. */
const onDemand: ReadonlySet<string> = new Set(["pairs", "windows"]);

async function pack(project: Project, options: Workspace & { now: Date }): Promise<Buffer> {
  const { documents, exact, rows } = await projectEvidence(project, { ...options, by: await actorOf(options) });
  const zip = new JSZip();
  for (const [name, document] of Object.entries(documents)) {
    const text = shownJson(document);
    if (onDemand.has(name)) zip.file(`${name}.json.gz`, gzipSync(text, { level: 9 }));
    else zip.file(`${name}.json`, text);
  }
  for (const [name, text] of Object.entries(exact)) zip.file(`${name}.json`, text);
  if (rows) zip.file("explore.duckdb", rows);
  return await zip.generateAsync({ type: "nodebuffer", compression: "STORE" });
}

/**
 * The archive of everything that a project's pages read. It is computed where anything that it rests on has changed:
 * the sources, the packages, the data's content, the prediction log, the runs with their aliases, the ledger. Else the
 * one kept under `.assay/evidence/` is the one that computing would give.
 *
 * @example process.stdout.write(await projectArchive(project, { root, env: process.env, now: new Date() }))
 */
export async function projectArchive(project: Project, options: Workspace & { now: Date }): Promise<Buffer> {
  if ((await projectState(project, options)).state !== "ready") return await pack(project, options);
  const place = { root: options.root, folder: "evidence", name: project.id, extension: "zip" };
  const before = await basisOf(project, options);
  const earlier = await entriesOf(project, options);
  const kept = await readKept(place, sha256Json([before, earlier]));
  if (kept) return kept;
  const archive = await pack(project, options);
  const after = await basisOf(project, options);
  const entries = await entriesOf(project, options);
  if (sha256Json(before) === sha256Json(after) && onlyLooksCame(earlier, entries))
    await keep(place, sha256Json([after, entries]), archive);
  return archive;
}
