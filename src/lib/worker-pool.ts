import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { AssayError } from "./errors.js";
import { findRoot } from "./root.js";

/** What a worker runs; `report` tells the caller how far it is. Input, reports and output are copied (shared memory is not). */
export type WorkerFunction<Input, Output> = (
  input: Input,
  report: (message: unknown) => void,
) => Output | Promise<Output>;

/** Names an exported {@link WorkerFunction}; callers import the same function, so that a run's identity rests on it. */
export interface WorkerTask {
  /** Path from the workspace's root, with `.ts`. */
  module: string;
  name: string;
}

export interface WorkerOptions {
  /** Aborting ends the worker and rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  onReport?(message: unknown): void;
  /** A worker that tells nothing for so long counts as hung; 600 by default. */
  silenceSeconds?: number;
  /** The workspace; found from the current folder by default. */
  root?: string;
}

export interface WorkerRequest {
  file: string;
  name: string;
  input: unknown;
}

interface Failure {
  kind: "failed";
  name: string;
  message: string;
  details?: Record<"code" | "file" | "column" | "hint", string | null> & { row: number | null; exitCode: number };
}

export type WorkerAnswer = { kind: "report"; report: unknown } | { kind: "done"; output: unknown } | Failure;

const idle: Worker[] = [];

const insideWorker = !isMainThread && (workerData as { assayWorker?: true } | null)?.assayWorker === true;

/** Threads that work may be spread over, this one included: all cores; 1 inside a worker, which starts no others. */
export const availableWorkers = (): number => (insideWorker ? 1 : availableParallelism());

/** Lets a thread read TypeScript, then hands over: hooks of the thread that starts a worker do not reach it. */
const startWorker = `const { workerData } = require("node:worker_threads");
import(workerData.loader).then(({ register }) => { register(); return import(workerData.entry); });`;

function start(root: string): Worker {
  const { resolve } = createRequire(join(root, "package.json"));
  const loader = join(dirname(resolve("tsx/package.json")), "dist", "esm", "api", "index.mjs");
  return new Worker(startWorker, {
    eval: true,
    execArgv: [],
    workerData: {
      assayWorker: true,
      loader: pathToFileURL(loader).href,
      entry: pathToFileURL(join(root, "src", "lib", "worker.ts")).href,
    },
  });
}

function release(worker: Worker): void {
  worker.removeAllListeners();
  worker.unref();
  if (idle.length >= availableParallelism()) {
    void worker.terminate();
    return;
  }
  const forget = (): void => {
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
  };
  worker.once("error", forget).once("exit", forget);
  idle.push(worker);
}

function thrown({ name, message, details }: Failure): Error {
  if (details) {
    const { code, file, column, row, hint, exitCode } = details;
    return new AssayError(message, {
      code: code ?? "worker-failed",
      exitCode,
      ...(file === null ? {} : { file }),
      ...(column === null ? {} : { column }),
      ...(row === null ? {} : { row }),
      ...(hint === null ? {} : { hint }),
    });
  }
  return name === "RangeError" ? new RangeError(message) : Object.assign(new Error(message), { name });
}

const lost = (task: WorkerTask, what: string, cause?: unknown): AssayError =>
  new AssayError(`the worker that ran ${task.name} ${what}`, {
    code: "worker-lost",
    hint: "try again with fewer rows, or with more memory free",
    cause,
  });

/**
 * Runs a function in a worker thread. Workers are kept for the next call and end with the process.
 *
 * @param task names an exported function of a module of the workspace.
 * @param input what it is given: anything that can be cloned; arrays over shared memory are shared.
 * @returns what the function returned; its AssayError or RangeError is thrown again here.
 * @throws AssayError `worker-lost` where the worker crashed, ran out of memory, or was silent too long.
 * @example await runInWorker({ module: "src/models/trees/forest-worker.ts", name: "growTrees" }, input)
 */
export async function runInWorker<Input, Output>(
  task: WorkerTask,
  input: Input,
  { signal, onReport, silenceSeconds = 600, root = findRoot() }: WorkerOptions = {},
): Promise<Output> {
  signal?.throwIfAborted();
  const worker = idle.pop() ?? start(root);
  worker.removeAllListeners();
  worker.ref();
  let silence: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  try {
    const output = await new Promise<Output>((resolve, reject) => {
      const listen = (): void => {
        clearTimeout(silence);
        silence = setTimeout(
          () => reject(lost(task, `has told nothing for ${silenceSeconds} s`)),
          1000 * silenceSeconds,
        );
      };
      abort = () => reject(signal!.reason as Error);
      signal?.addEventListener("abort", abort, { once: true });
      worker.on("error", (error) => reject(lost(task, `crashed: ${error.message}`, error)));
      worker.on("exit", (code) => reject(lost(task, `ended with code ${code}`)));
      worker.on("message", (message: WorkerAnswer) => {
        listen();
        if (message.kind === "report") onReport?.(message.report);
        else if (message.kind === "done") resolve(message.output as Output);
        else reject(new WorkerFailure(thrown(message)));
      });
      listen();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage({ file: join(root, task.module), name: task.name, input } satisfies WorkerRequest);
    });
    release(worker);
    return output;
  } catch (error) {
    if (error instanceof WorkerFailure) {
      release(worker);
      throw error.reason;
    }
    worker.removeAllListeners().on("error", () => {});
    await worker.terminate();
    throw error;
  } finally {
    clearTimeout(silence);
    if (abort) signal?.removeEventListener("abort", abort);
  }
}

/** A function that threw, in a worker that is well. */
class WorkerFailure extends Error {
  constructor(readonly reason: Error) {
    super(reason.message);
  }
}

/**
 * Runs a function once for each input, on several workers, and returns the outputs in the order of the inputs. The
 * first failure ends the rest.
 *
 * @param options.workers how many at once; all cores by default.
 * @param options.onReport told with the index of the input.
 * @example await runInWorkers(task, folds, { workers: 2 })
 */
export async function runInWorkers<Input, Output>(
  task: WorkerTask,
  inputs: readonly Input[],
  {
    workers = availableWorkers(),
    signal,
    onReport,
    ...options
  }: Omit<WorkerOptions, "onReport"> & { workers?: number; onReport?(index: number, message: unknown): void } = {},
): Promise<Output[]> {
  const outputs: Output[] = [];
  const stop = new AbortController();
  const follow = (): void => stop.abort(signal!.reason);
  if (signal?.aborted) follow();
  signal?.addEventListener("abort", follow, { once: true });
  let next = 0;
  const line = async (): Promise<void> => {
    for (let i = next++; i < inputs.length; i = next++)
      outputs[i] = await runInWorker<Input, Output>(task, inputs[i]!, {
        ...options,
        signal: stop.signal,
        onReport: (message) => onReport?.(i, message),
      });
  };
  try {
    await Promise.all(
      Array.from({ length: Math.min(workers, inputs.length) }, () =>
        line().catch((error: unknown) => {
          stop.abort(error);
          throw error;
        }),
      ),
    );
    return outputs;
  } finally {
    signal?.removeEventListener("abort", follow);
  }
}
