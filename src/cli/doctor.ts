import { statfs } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { withDatabase } from "../engine/database.js";
import { projectState } from "../features/sources.js";
import { exitCodes } from "../lib/errors.js";
import { toJson } from "../lib/json.js";
import { findRoot } from "../lib/root.js";
import { assayVersion } from "../lib/version.js";
import { projects } from "../projects/index.js";
import { readGitCommit } from "../tracking/git-commit.js";
import { listRuns } from "../tracking/list-runs.js";
import { findBrowser } from "./browser.js";
import type { Command, Terminal } from "./command.js";

interface Finding {
  name: string;
  state: "ok" | "missing" | "broken";
  value: string;
  /** The way out, where there is one to take. */
  hint: string | null;
}

const optional: { name: string; gives: string; with?: string }[] = [
  { name: "@tensorflow/tfjs-node-gpu", gives: "training on CUDA" },
  { name: "@tensorflow/tfjs-node", gives: "training on native TensorFlow" },
  { name: "webgpu", gives: "training on a GPU through WebGPU", with: "@tensorflow/tfjs-backend-webgpu" },
];

const onnx = "onnxruntime-node";

const ok = (name: string, value: string): Finding => ({ name, state: "ok", value, hint: null });

async function engine(): Promise<Finding> {
  try {
    const [row] = await withDatabase((database) => database.rows<{ version: string }>("SELECT version() AS version"));
    return ok("DuckDB", row!.version);
  } catch (error) {
    return { name: "DuckDB", state: "broken", value: (error as Error).message, hint: "run npm ci again" };
  }
}

function isInstalled(name: string, root: string): boolean {
  try {
    createRequire(join(root, "package.json")).resolve(name);
    return true;
  } catch {
    return false;
  }
}

const backends = (root: string): Finding[] => [
  ok("back end wasm", "built in"),
  ...optional.map(({ name, gives, with: second }): Finding =>
    isInstalled(name, root)
      ? ok(`back end ${name}`, gives)
      : {
          name: `back end ${name}`,
          state: "missing",
          value: `optional: ${gives}`,
          hint: `npm install --no-save --save-optional ${[name, second].filter(Boolean).join(" ")}`,
        },
  ),
];

const onnxRuntime = (root: string): Finding =>
  isInstalled(onnx, root)
    ? ok(onnx, "scores ONNX models")
    : {
        name: onnx,
        state: "missing",
        value: "optional: scores ONNX models",
        hint: `ONNXRUNTIME_NODE_INSTALL=skip npm install --no-save --save-optional ${onnx}`,
      };

async function store(root: string, { env }: Terminal): Promise<Finding> {
  try {
    const list = await listRuns({ root, env });
    const broken = list.warnings.length > 0 ? `, ${list.warnings.length} unreadable` : "";
    return ok("tracking store", `${list.store.uri}: ${list.total} runs${broken}`);
  } catch (error) {
    const { message, hint } = error as { message: string; hint?: string };
    return { name: "tracking store", state: "broken", value: message, hint: hint ?? null };
  }
}

async function data(root: string, { env }: Terminal): Promise<Finding[]> {
  return await Promise.all(
    projects.map(async (project): Promise<Finding> => {
      const state = await projectState(project, { root, env });
      if (state.state === "ready") return ok(`data of ${project.id}`, "here");
      return { name: `data of ${project.id}`, state: "missing", value: state.reason, hint: state.command };
    }),
  );
}

async function look(root: string, terminal: Terminal): Promise<Finding[]> {
  const browser = await findBrowser(terminal.env, root);
  const commit = await readGitCommit(root);
  const disk = await statfs(root);
  return [
    ok("Node", process.versions.node),
    await engine(),
    ...backends(root),
    onnxRuntime(root),
    browser
      ? ok("browser", browser)
      : {
          name: "browser",
          state: "missing",
          value: "only tests need one",
          hint: "install Chromium, or set CHROME_PATH",
        },
    await store(root, terminal),
    commit ? ok("git", commit.slice(0, 7)) : { name: "git", state: "missing", value: "no commit here", hint: null },
    ...(await data(root, terminal)),
    ok("disk", `${((disk.bavail * disk.bsize) / 1e9).toFixed(1)} GB free`),
  ];
}

export const command: Command = {
  summary: "say what this machine has: Node, DuckDB, back ends, browser, store, data",
  usage: "[--json]",
  options: { json: { type: "boolean", help: "print one JSON document" } },
  positionals: { min: 0, max: 0 },
  examples: ["assay doctor"],
  async run({ values, terminal }) {
    const findings = await look(findRoot(terminal.cwd), terminal);
    const width = Math.max(...findings.map(({ name }) => name.length));
    const lines = findings.map(
      ({ name, state, value, hint }) =>
        `${name.padEnd(width)}  ${state.padEnd(7)}  ${value}${hint ? ` (${hint})` : ""}`,
    );
    const document = { schemaVersion: 1, assayVersion, warnings: [], findings };
    terminal.out(values["json"] ? `${toJson(document, 2)}\n` : `${lines.join("\n")}\n`);
    return findings.some(({ state }) => state === "broken") ? exitCodes.failed : exitCodes.done;
  },
};
