import { basename, resolve } from "node:path";
import { ensureRuns } from "../tracking/ensure-runs.js";
import { exitCodes, AssayError } from "../lib/errors.js";
import { toJson } from "../lib/json.js";
import { findRoot } from "../lib/root.js";
import { projectState } from "../features/sources.js";
import { listRuns } from "../tracking/list-runs.js";
import type { Project } from "../projects/types.js";
import { type SearchStrategy, searchStrategies } from "../models/search.js";
import { crossValidateRuns } from "../tracking/cross-validate-runs.js";
import { searchRuns } from "../tracking/search-runs.js";
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

interface TrainOptions {
  only?: string[];
  backend?: string;
  seed?: number;
  workers?: number;
}

/** Options that only one way of training takes. */
function expectOnly(values: Values, way: string, allowed: readonly string[]): void {
  const other = Object.keys(values).find((name) => name !== way && !allowed.includes(name));
  if (other !== undefined)
    throw new AssayError(`--${other} does not go with --${way}`, { code: "usage", hint: `leave --${other} out` });
}

function readWhole(values: Values, name: string, minimum: number): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < minimum || String(text).trim() === "")
    throw new AssayError(`--${name} is ${String(text)}, expected a whole number from ${minimum}`, {
      code: "usage",
      hint: `try --${name} ${Math.max(minimum, 1)}`,
    });
  return value;
}

/** An option that means nothing without another. */
function expectWith(values: Values, names: readonly string[], other: string): void {
  const alone = values[other] === undefined ? names.find((name) => values[name] !== undefined) : undefined;
  if (alone !== undefined)
    throw new AssayError(`--${alone} goes with --${other}`, { code: "usage", hint: `leave --${alone} out` });
}

const defaultTrials = 20;

async function searchWay(
  project: Project,
  values: Values,
  options: StoreOptions & TrainOptions,
): Promise<TrackedRun[]> {
  expectOnly(values, "search", ["learner", "trials", "strategy", "backend", "seed", "workers", "json"]);
  const { only, ...rest } = options;
  if (only?.length !== 1)
    throw new AssayError("--search needs one --learner", { code: "usage", hint: "name one model of the project" });
  const strategy = String(values["strategy"] ?? searchStrategies[0]) as SearchStrategy;
  if (!searchStrategies.includes(strategy))
    throw new AssayError(`--strategy is "${strategy}", expected ${searchStrategies.join(" or ")}`, {
      code: "usage",
      hint: "leave it out for halving",
    });
  const trials = readWhole(values, "trials", 2) ?? defaultTrials;
  const { parent, trials: found } = await searchRuns(project, { ...rest, model: only[0]!, trials, strategy });
  return [parent, ...found];
}

/** The runs that the options ask for. */
async function chosenWay(
  project: Project,
  values: Values,
  { cwd }: Terminal,
  common: StoreOptions,
): Promise<TrackedRun[]> {
  const { learner, backend, onnx, window } = values;
  expectWith(values, ["name"], "onnx");
  expectWith(values, ["trials", "strategy"], "search");
  expectWith(values, ["repeats"], "folds");
  if (onnx !== undefined) {
    expectOnly(values, "onnx", ["name", "json"]);
    const file = resolve(cwd, String(onnx));
    return [await importOnnx(project, { ...common, file, name: String(values["name"] ?? nameOf(file)) })];
  }
  const seed = readWhole(values, "seed", 0);
  const workers = readWhole(values, "workers", 1);
  const options = {
    ...common,
    ...(learner === undefined ? {} : { only: (learner as string[]).map(String) }),
    ...(backend === undefined ? {} : { backend: String(backend) }),
    ...(seed === undefined ? {} : { seed }),
    ...(workers === undefined ? {} : { workers }),
  };
  if (values["search"]) return await searchWay(project, values, options);
  const folds = readWhole(values, "folds", 2);
  if (folds !== undefined) {
    expectOnly(values, "folds", ["learner", "repeats", "backend", "seed", "workers", "json"]);
    return await crossValidateRuns(project, { ...options, folds, repeats: readWhole(values, "repeats", 1) ?? 1 });
  }
  return await ensureRuns(project, {
    ...options,
    ...(window === undefined ? {} : { window: readWindow(String(window), project) }),
  });
}

export const command: Command = {
  summary: "train and track a project's models",
  usage:
    "<project> [--learner NAME…] [--backend NAME] [--seed N] [--window FROM..TO]\n" +
    "       assay train <project> [--learner NAME…] --folds K [--repeats R]\n" +
    "       assay train <project> --learner NAME --search [--trials N] [--strategy halving|random]\n" +
    "       assay train <project> --onnx FILE [--name NAME]",
  options: {
    learner: { type: "string", multiple: true, value: "NAME", help: "only this model or learner; all by default" },
    backend: { type: "string", value: "NAME", help: "of neural models: auto (default), tensorflow, webgpu, wasm, cpu" },
    seed: { type: "string", value: "N", help: "instead of each model's own seed" },
    window: {
      type: "string",
      value: "FROM..TO",
      help: "of training rows, as dates; the best becomes challenger where it beats the one there is on validation rows",
    },
    folds: { type: "string", value: "K", help: "cross-validate too: adds mean and error of every metric to the runs" },
    repeats: { type: "string", value: "R", help: "of the cross-validation, 1 by default" },
    search: { type: "boolean", help: "search the learner's parameters; each trial is a run under the search" },
    trials: { type: "string", value: "N", help: "of the search, 20 by default" },
    strategy: { type: "string", value: "NAME", help: "of the search: halving (default) or random" },
    workers: { type: "string", value: "N", help: "fits at once, as many as there are cores by default" },
    onnx: { type: "string", value: "FILE", help: "track this ONNX model instead of training" },
    name: { type: "string", value: "NAME", help: "of the ONNX model's run; its file's name by default" },
    json: { type: "boolean", help: "print the runs as one JSON document" },
  },
  positionals: { min: 1, max: 1 },
  examples: [
    "assay train nyc-flights",
    "assay train telco-churn --learner multilayer-perceptron --seed 7",
    "assay train nyc-flights --learner boosted-trees --window 2013-03-01..2013-09-01",
    "assay train telco-churn --learner boosted-trees --folds 5 --repeats 3",
    "assay train telco-churn --learner boosted-trees --search --trials 30",
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
