import { existsSync } from "node:fs";
import { join } from "node:path";
import { AssayError } from "../lib/errors.js";
import type { Terminal } from "./command.js";
import { runChild } from "./run-child.js";

const program = join("node_modules", "@observablehq", "framework", "dist", "bin", "observable.js");

// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*m/g;

export interface FrameworkResult {
  code: number;
  /** What it printed, without colours. */
  lines: string[];
}

/** Runs Observable Framework in the workspace, without telemetry. */
export async function runFramework(
  args: readonly string[],
  {
    root,
    terminal,
    env,
    onLine,
  }: { root: string; terminal: Terminal; env: Record<string, string>; onLine(line: string): void },
): Promise<FrameworkResult> {
  if (!existsSync(join(root, program)))
    throw new AssayError(`${program} is not installed`, { code: "not-installed", hint: "run npm ci" });
  const lines: string[] = [];
  const code = await runChild([program, ...args], {
    cwd: root,
    env: { ...terminal.env, ...env, OBSERVABLE_TELEMETRY_DISABLE: "1" },
    signal: terminal.signal,
    onLine: (coloured) => {
      const line = coloured.replace(colours, "").trimEnd();
      if (line.trim() === "") return;
      lines.push(line);
      onLine(line);
    },
  });
  return { code, lines };
}
