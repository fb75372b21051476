import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Measured {
  what: string;
  measured: number;
  budget: number;
  unit: "s" | "ms" | "MB" | "kB" | "GB" | "minutes";
  /** What was done, on how much, where the name does not say it. */
  note?: string;
}

/** One line, or several, of the table; `skipped` says what a measurement would need. */
export interface Benchmark {
  name: string;
  run(): Promise<Measured[] | { skipped: string }>;
}

/** Wall seconds and peak resident gigabytes of a whole child process; throws with its output where it fails. */
export async function timeProcess(
  command: string[],
  environment: Record<string, string> = {},
): Promise<{ seconds: number; gigabytes: number; output: string }> {
  const started = performance.now();
  const child = spawn(command[0]!, command.slice(1), {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let peak = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // No /proc on this system, or the process has ended.
    }
  }, 20);
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command.join(" ")} exited with ${code}\n${output.slice(-2000)}`);
  return { seconds: (performance.now() - started) / 1000, gigabytes: peak / 2 ** 20, output };
}

/** Median of `times` runs in seconds, after one run that is not counted. */
export async function median(times: number, run: () => Promise<unknown> | unknown): Promise<number> {
  const seconds: number[] = [];
  for (let i = 0; i <= times; i++) {
    const started = performance.now();
    await run();
    if (i > 0) seconds.push((performance.now() - started) / 1000);
  }
  return seconds.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}

export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "assay-bench-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const assay = (...args: string[]): string[] => [process.execPath, "src/cli/assay.js", ...args];
