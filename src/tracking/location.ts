import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AssayError } from "../lib/errors.js";
import { sha256 } from "../lib/hash.js";
import type { Store } from "./types.js";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a workspace is, and the variables that choose its parts. */
export interface Workspace {
  root: string;
  env: Environment;
}

/** A store on this machine's disk. */
export interface LocalStore extends Store {
  kind: "file";
  /** Absolute path of the folder in MLflow's layout. */
  folder: string;
  /** Where runs are written before they are renamed into the store, and where locks lie; on the same disk. */
  work: string;
}

/** The part of a store that one project writes to, under that project's lock. */
export interface Shelf {
  store: LocalStore;
  project: string;
}

const notYet = (uri: string, what: string): AssayError =>
  new AssayError(`MLFLOW_TRACKING_URI is ${uri}: ${what} cannot be read or written yet, only a folder can`, {
    code: "store-kind",
    hint: "unset MLFLOW_TRACKING_URI to use ./mlruns, or set it to a folder such as ./mlruns",
  });

function folderOf(uri: string, root: string): string {
  if (/^sqlite:|^mysql|^postgresql|^mssql/i.test(uri)) throw notYet(uri, "a database");
  if (/^https?:|^databricks/i.test(uri)) throw notYet(uri, "a tracking server");
  if (/^file:\/\//i.test(uri)) return fileURLToPath(uri);
  if (/^file:/i.test(uri)) return resolve(root, uri.slice("file:".length));
  if (/^[a-z][a-z0-9+.-]+:/i.test(uri)) throw notYet(uri, "this kind of address");
  return resolve(root, uri);
}

const device = (folder: string): number | undefined => statSync(folder, { throwIfNoEntry: false })?.dev;

/** The real folder, where it or its parent exists: a store may be a link to another disk. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/**
 * The tracking store of a workspace: `MLFLOW_TRACKING_URI` (`./dir`, `file:…`), `<root>/mlruns` where it is not set.
 *
 * @throws AssayError `store-kind` for databases and servers, which are never passed over in silence.
 */
export function locateStore({ root, env }: Workspace): LocalStore {
  const uri = env["MLFLOW_TRACKING_URI"]?.trim() || "./mlruns";
  const folder = realFolder(folderOf(uri, root));
  const parent = dirname(folder);
  const sameDisk = device(folder) === undefined || device(folder) === device(parent);
  const name = `${basename(folder)}-${sha256(folder).slice(0, 8)}`;
  return { uri, kind: "file", folder, work: join(sameDisk ? parent : folder, ".assay", name) };
}
