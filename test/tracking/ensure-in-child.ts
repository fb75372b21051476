// Runs ensureRuns in a process of its own, for tests that kill it: root, then `slow` or `tiny`.
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { slowProject, tinyProject } from "./tiny-workspace.js";

const [root, which] = process.argv.slice(2);
const trained: string[] = [];
const runs = await ensureRuns(which === "slow" ? slowProject : tinyProject, {
  root: root!,
  env: {},
  now: () => new Date(),
  onProgress: ({ task, stage, done, detail }) => {
    if (stage === "training" && detail) trained.push(detail);
    process.stdout.write(`progress ${task} ${stage} ${done}\n`);
  },
});
process.stdout.write(`result ${JSON.stringify({ trained, runs: runs.map(({ runId }) => runId) })}\n`);
