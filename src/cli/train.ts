import { basename, resolve } from "node:path";
import { ensureRuns } from "../tracking/ensure-runs.js";
import { exitCodes, AssayError } from "../lib/errors.js";
import { toJson } from "../lib/json.js";
import { findRoot } from "../lib/root.js";
import { projectState } from "../features/sources.js";
import { listRuns } from "../tracking/list-runs.js";
import type { Project } from "../projects/types.js";
import { importOnnx } from "../tracking/import-onnx.js";
import type { StoreOptions } from "../tracking/project-store.js";
import type { TrackedRun } from "../tracking/types.js";
import { readWindow } from "../tracking/window.js";
import type { Command, Terminal, Values } from "./command.js";
import { findProject } from "./find-project.js";
import { runsDocument, runsTable } from "./runs-text.js";

/** The file's own name as a run's: `Churn model.onnx` is `churn-model`. */
const nameOf = (file: string): string =>
  basename(file)
    .replace(/\.onnx$/i, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

/** Options that only one way of training takes. */
function expectOnly(values: Values, way: string, allowed: readonly string[]): void {
  const other = Object.keys(values).find((name) => name !== way && !allowed.includes(name));
  if (other !== undefined)
    throw new AssayError(`--${other} does not go with --${way}`, { code: "usage", hint: `leave --${other} out` });
}

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

/** The runs that the options ask for. */
async function chosenWay(
  project: Project,
  values: Values,
  { cwd }: Terminal,
  common: StoreOptions,
): Promise<TrackedRun[]> {
  const { learner, backend, onnx, window } = values;
  if (onnx !== undefined) {
    expectOnly(values, "onnx", ["name", "json"]);
    const file = resolve(cwd, String(onnx));
    return [await importOnnx(project, { ...common, file, name: String(values["name"] ?? nameOf(file)) })];
  }
  if (values["name"] !== undefined)
    throw new AssayError("--name goes with --onnx", { code: "usage", hint: "leave --name out" });
  const seed = readSeed(values);
  return await ensureRuns(project, {
    ...common,
    ...(learner === undefined ? {} : { only: (learner as string[]).map(String) }),
    ...(backend === undefined ? {} : { backend: String(backend) }),
    ...(seed === undefined ? {} : { seed }),
    ...(window === undefined ? {} : { window: readWindow(String(window), project) }),
  });
}

export const command: Command = {
  summary: "train and track a project's models",
  usage: "<project> [--learner NAME…] [--backend NAME] [--seed N] [--window FROM..TO | --onnx FILE [--name NAME]]",
  options: {
    learner: { type: "string", multiple: true, value: "NAME", help: "only this model or learner; all by default" },
    backend: { type: "string", value: "NAME", help: "of neural models: auto (default), tensorflow, webgpu, wasm, cpu" },
    seed: { type: "string", value: "N", help: "instead of each model's own seed" },
    window: {
      type: "string",
      value: "FROM..TO",
      help: "of training rows, as dates; the best becomes challenger where it beats the one there is on validation rows",
    },
    onnx: { type: "string", value: "FILE", help: "track this ONNX model instead of training" },
    name: { type: "string", value: "NAME", help: "of the ONNX model's run; its file's name by default" },
    json: { type: "boolean", help: "print the runs as one JSON document" },
  },
  positionals: { min: 1, max: 1 },
  examples: [
    "assay train nyc-flights",
    "assay train telco-churn --learner multilayer-perceptron --seed 7",
    "assay train nyc-flights --learner boosted-trees --window 2013-03-01..2013-09-01",
    "assay train telco-churn --onnx churn.onnx --name churn-sklearn",
  ],
  async run({ values, positionals, terminal }) {
    const root = findRoot(terminal.cwd);
    const { env, now, onProgress, signal } = terminal;
    const project = findProject(positionals[0]!);
    const state = await projectState(project, { root, env });
    if (state.state !== "ready")
      throw new AssayError(`${project.id}: data not here yet: ${state.reason}`, {
        code: "data-not-here",
        hint: state.command ? `run ${state.command}` : `put the file into data/${project.id}`,
      });
    const common = { root, env, now, onProgress, signal };
    const runs = await chosenWay(project, values, terminal, common);
    const list = { ...(await listRuns({ root, env, project: project.id })), runs, total: runs.length };
    terminal.out(values["json"] ? `${toJson(runsDocument(list), 2)}\n` : `${runsTable(runs)}\n`);
    return exitCodes.done;
  },
};
