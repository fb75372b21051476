import { existsSync } from "node:fs";
import { join } from "node:path";
import { sha256Json } from "../lib/hash.js";
import type { Learner, Parameters } from "../models/types.js";
import type { Project } from "../projects/types.js";
import { lockEntries, readPackageLock, type PackageLock } from "./lock-entries.js";
import type { Window } from "./window.js";
import { hashClosure, learnerModule, type Closure } from "./source-closure.js";

/** What a run rests on; `identity` is the hash of all of it. */
export interface Identity {
  identity: string;
  /** Of the data files, by table. */
  dataSha256: string;
  /** Of the feature SQL, the code and the packages. */
  codeSha256: string;
}

/** What all runs of a project share. */
export interface ProjectBasis {
  project: Project;
  /** Hash of each table's files. */
  data: readonly { table: string; sha256: string }[];
  sql: { clean: string; features: string };
  /** The code that makes the feature table and its splits, and that which trains and predicts. */
  shared: Closure;
  lock: PackageLock;
}

const enginePackage = "@duckdb/node-api";

/** The code that every run rests on. */
const sharedImports = (crossFitted: boolean): string =>
  [
    `export { openProject } from "./src/features/open-project.js";`,
    `export { readFeatureTable } from "./src/features/read-features.js";`,
    ...(crossFitted ? [`export { crossFit } from "./src/models/cross-fit.js";`] : []),
  ].join("\n");

/** Reads what the runs of a project share. */
export async function readBasis(
  project: Project,
  root: string,
  data: ProjectBasis["data"],
  sql: ProjectBasis["sql"],
): Promise<ProjectBasis> {
  const shared = await hashClosure(sharedImports(project.policy.evidence === "cross-fitted"), root);
  return { project, data, sql, shared, lock: readPackageLock(root) };
}

/** SQL without blank lines and lines of comment. */
const bareSql = (sql: string): string =>
  sql
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("--"))
    .join("\n");

/** Features as far as training reads them: their meaning, group and source are words for people. */
const usedFeatures = ({ features }: Project): unknown => features.map(({ name, type, role }) => ({ name, type, role }));

const optionalBackends = ["@tensorflow/tfjs-node-gpu", "webgpu", "@tensorflow/tfjs-node"];

/**
 * The back end as far as it can be known without starting one: only the neural family takes it of the reader's choice,
 * and what `auto` finds changes with the optional packages that are installed.
 */
function chosenBackend(learner: Pick<Learner, "family">, backend: string, root: string): string[] | null {
  if (learner.family !== "neural") return null;
  if (backend !== "auto") return [backend];
  const installed = optionalBackends.filter((name) => existsSync(join(root, "node_modules", name, "package.json")));
  return [backend, ...installed];
}

/**
 * The identity of a run: a hash of the data files, the project's SQL, columns, features and splits, the learner's code
 * with all that it reaches, its parameters, the seed, the back end, and the lock file's word on the packages used.
 *
 * @param options.parameters all of them, defaults included.
 */
export async function identify(
  { project, data, sql, shared, lock }: ProjectBasis,
  {
    learner,
    parameters,
    seed,
    backend,
    window,
    root,
  }: {
    learner: Pick<Learner, "name" | "family">;
    parameters: Parameters;
    seed: number;
    backend: string;
    window?: Window;
    root: string;
  },
): Promise<Identity> {
  const own = await hashClosure(`export * from ${JSON.stringify(learnerModule(learner, root))};`, root);
  const packages = [...new Set([enginePackage, ...shared.packages, ...own.packages])];
  const dataSha256 = sha256Json(data.map(({ table, sha256 }) => [table, sha256]));
  const { columns, split, folds, policy } = project;
  const codeSha256 = sha256Json({
    clean: bareSql(sql.clean),
    features: bareSql(sql.features),
    columns,
    split,
    used: usedFeatures(project),
    crossFitted: policy.evidence === "cross-fitted" ? (folds ?? null) : false,
    shared: shared.sha256,
    learner: own.sha256,
    packages: lockEntries(lock, packages),
  });
  const identity = sha256Json({
    project: project.id,
    task: project.task,
    learner: learner.name,
    dataSha256,
    codeSha256,
    parameters,
    seed,
    backend: chosenBackend(learner, backend, root),
    ...(window ? { window } : {}),
  });
  return { identity, dataSha256, codeSha256 };
}
