import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { projectState } from "../features/sources.js";
import { AssayError, exitCodes } from "../lib/errors.js";
import { withLock } from "../lib/lock.js";
import { findRoot } from "../lib/root.js";
import { projects } from "../projects/index.js";
import type { Project } from "../projects/types.js";
import { ensureRuns } from "../tracking/ensure-runs.js";
import { checkSite, type SiteCheck } from "./check-site.js";
import type { Command, Terminal } from "./command.js";
import { findProject } from "./find-project.js";
import { forgetLoaderOutput } from "./framework-cache.js";
import { runFramework } from "./framework.js";
import { restoreSite, swapSite } from "./swap-site.js";

const shownLines = 30;

/** Trains what is missing; a project whose data is not here is shown as such and stops nothing. */
async function trainProjects(chosen: readonly Project[], root: string, terminal: Terminal): Promise<void> {
  const { env, now, onProgress, signal } = terminal;
  for (const project of chosen) {
    const state = await projectState(project, { root, env });
    if (state.state === "ready") {
      const before = performance.now();
      const runs = await ensureRuns(project, { root, env, now, onProgress, signal });
      terminal.err(`${project.id}: ${runs.length} runs ready in ${((performance.now() - before) / 1000).toFixed(1)} s`);
    } else
      terminal.err(`${project.id}: data not here yet: ${state.reason}${state.command ? `; run ${state.command}` : ""}`);
  }
}

async function renderSite(output: string, chosen: readonly Project[], root: string, terminal: Terminal): Promise<void> {
  let step = 0;
  forgetLoaderOutput(join(root, "reports"));
  const { code, lines } = await runFramework(["build"], {
    root,
    terminal,
    env: { ASSAY_PROJECTS: chosen.map(({ id }) => id).join(","), ASSAY_OUTPUT: output },
    onLine: (line) =>
      terminal.onProgress({
        task: "site",
        stage: "building pages",
        done: 0,
        total: 1,
        detail: `${(step += 1)} · ${line.trim()}`,
      }),
  });
  const firstBroken = lines.findIndex((line) => /broken link/i.test(line));
  const broken = firstBroken < 0 ? [] : lines.slice(firstBroken, firstBroken + shownLines);
  if (code !== 0 || broken.length > 0) {
    for (const line of broken.length > 0 ? broken : lines.slice(-shownLines)) terminal.err(`  ${line}`);
    throw new AssayError(
      broken.length > 0 ? "the site has broken links" : `Observable Framework ended with code ${code}`,
      {
        code: "site-failed",
        hint: "the lines above say where; dist/ still holds the last good build",
        exitCode: exitCodes.failed,
      },
    );
  }
}

async function checkedSite(output: string, terminal: Terminal): Promise<SiteCheck> {
  const check = await checkSite(output);
  if (check.faults.length === 0) return check;
  for (const { file, message } of check.faults.slice(0, shownLines)) terminal.err(`  ${file}: ${message}`);
  throw new AssayError(`the built site has ${check.faults.length} faults`, {
    code: "site-failed",
    hint: "the lines above say where; dist/ still holds the last good build",
    exitCode: exitCodes.failed,
  });
}

export const command: Command = {
  summary: "train what is missing, compute the evidence, write the site to dist/",
  usage: "[project…]",
  options: {},
  positionals: { min: 0, max: 1000 },
  examples: ["assay build", "assay build telco-churn"],
  async run({ positionals, terminal }) {
    const started = performance.now();
    const root = findRoot(terminal.cwd);
    const chosen = positionals.length > 0 ? positionals.map(findProject) : projects;
    await trainProjects(chosen, root, terminal);
    const work = join(root, ".assay", "site");
    await mkdir(work, { recursive: true });
    const lock = {
      signal: terminal.signal,
      onWait: () => terminal.onProgress({ task: "site", stage: "waiting for another build", done: 0, total: 1 }),
    };
    const check = await withLock(
      join(root, ".assay", "site.lock"),
      async () => {
        const dist = join(root, "dist");
        await restoreSite(dist, work);
        const output = join(work, "new");
        await rm(output, { recursive: true, force: true });
        await renderSite(output, chosen, root, terminal);
        const checked = await checkedSite(output, terminal);
        await swapSite(output, dist, work);
        return checked;
      },
      lock,
    );
    const megabytes = (check.bytes / 1e6).toFixed(1);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    terminal.err(`dist/: ${check.pages} pages, ${check.files} files, ${megabytes} MB, in ${seconds} s`);
    return exitCodes.done;
  },
};
