import { ensureRuns } from "../tracking/ensure-runs.js";
import { exitCodes, AssayError } from "../lib/errors.js";
import { toJson } from "../lib/json.js";
import { findRoot } from "../lib/root.js";
import { projectState } from "../features/sources.js";
import { listRuns } from "../tracking/list-runs.js";
import type { Command, Values } from "./command.js";
import { findProject } from "./find-project.js";
import { runsDocument, runsTable } from "./runs-text.js";

function readSeed(values: Values): number | undefined {
  const text = values["seed"];
  if (text === undefined) return undefined;
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0 || String(text).trim() === "")
    throw new AssayError(`--seed is ${String(text)}, expected a whole number from 0`, {
      code: "usage",
      hint: "try --seed 1",
    });
  return seed;
}

export const command: Command = {
  summary: "train and track a project's models",
  usage: "<project> [--learner NAME…] [--backend NAME] [--seed N]",
  options: {
    learner: { type: "string", multiple: true, value: "NAME", help: "only this model or learner; all by default" },
    backend: { type: "string", value: "NAME", help: "of neural models: auto (default), tensorflow, webgpu, wasm, cpu" },
    seed: { type: "string", value: "N", help: "instead of each model's own seed" },
    json: { type: "boolean", help: "print the runs as one JSON document" },
  },
  positionals: { min: 1, max: 1 },
  examples: ["assay train nyc-flights", "assay train telco-churn --learner multilayer-perceptron --seed 7"],
  async run({ values, positionals, terminal }) {
    const root = findRoot(terminal.cwd);
    const { env, now, onProgress, signal } = terminal;
    const project = findProject(positionals[0]!);
    const seed = readSeed(values);
    const state = await projectState(project, { root, env });
    if (state.state !== "ready")
      throw new AssayError(`${project.id}: data not here yet: ${state.reason}`, {
        code: "data-not-here",
        hint: state.command ? `run ${state.command}` : `put the file into data/${project.id}`,
      });
    const runs = await ensureRuns(project, {
      root,
      env,
      now,
      onProgress,
      signal,
      ...(values["learner"] === undefined ? {} : { only: (values["learner"] as string[]).map(String) }),
      ...(values["backend"] === undefined ? {} : { backend: String(values["backend"]) }),
      ...(seed === undefined ? {} : { seed }),
    });
    const list = { ...(await listRuns({ root, env, project: project.id })), runs, total: runs.length };
    terminal.out(values["json"] ? `${toJson(runsDocument(list), 2)}\n` : `${runsTable(runs)}\n`);
    return exitCodes.done;
  },
};
