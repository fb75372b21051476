import { parentPort } from "node:worker_threads";
import { pathToFileURL } from "node:url";
import { AssayError } from "./errors.js";
import type { WorkerAnswer, WorkerFunction, WorkerRequest } from "./worker-pool.js";

/** The other end of the pool: runs one function after another, and tells what came of each. */
function answer(message: WorkerAnswer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message);
}

function failure(error: unknown): WorkerAnswer {
  if (error instanceof AssayError) {
    const { message, code, file, column, row, hint, exitCode } = error;
    return { kind: "failed", name: "AssayError", message, details: { code, file, column, row, hint, exitCode } };
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { kind: "failed", name, message };
}

parentPort?.on("message", ({ file, name, input }: WorkerRequest) => {
  const run = async (): Promise<void> => {
    try {
      const module = (await import(pathToFileURL(file).href)) as Record<string, WorkerFunction<unknown, unknown>>;
      const task = module[name];
      if (!task) throw new RangeError(`${file} exports no ${name}`);
      answer({ kind: "done", output: await task(input, (report) => answer({ kind: "report", report })) });
    } catch (error) {
      answer(failure(error));
    }
  };
  void run();
});
