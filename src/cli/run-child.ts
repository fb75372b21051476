import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface ChildOptions {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Each line of the child's output and errors. */
  onLine(line: string): void;
  /** Ends the child and all that it started. */
  signal: AbortSignal;
}

/** In the child: when this process is gone, however it ended, its end of the pipe closes and the child's group ends. */
const endWithParent = `process.stdin.on("end", () => process.kill(0, "SIGTERM")).on("error", () => {}).resume().unref();`;
const preload = `data:text/javascript,${encodeURIComponent(endWithParent)}`;

/**
 * Runs a Node program to its end.
 *
 * @returns its exit code. Rejects with the signal's reason when aborted, after the child and what it started have ended.
 */
export async function runChild(args: readonly string[], { cwd, env, onLine, signal }: ChildOptions): Promise<number> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, ["--import", preload, ...args], {
    cwd,
    env: { ...env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const end = (): void => {
    try {
      process.kill(-child.pid!, "SIGTERM");
    } catch {
      child.kill("SIGTERM");
    }
  };
  signal.addEventListener("abort", end, { once: true });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", onLine);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => resolve(status ?? 1));
    });
    signal.throwIfAborted();
    return code;
  } finally {
    signal.removeEventListener("abort", end);
  }
}
