import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { availableWorkers, runInWorker, runInWorkers } from "../../src/lib/worker-pool.js";

const task = (name: string) => ({ module: "test/lib/worker-tasks.ts", name });

it("runs a function of a TypeScript module, tells its reports, and shares memory", async () => {
  const reports: unknown[] = [];
  expect(await runInWorker(task("double"), 21, { onReport: (report) => reports.push(report) })).toBe(42);
  expect(reports).toStrictEqual(["doubling 21"]);
  const values = new Float64Array(new SharedArrayBuffer(16));
  await runInWorker(task("fill"), values);
  expect(Array.from(values)).toStrictEqual([3, 3]);
});

it("keeps the order of the inputs, whatever the number of workers", async () => {
  const inputs = Array.from({ length: 7 }, (_, i) => i);
  for (const workers of [1, 2]) {
    const seen = new Set<number>();
    const outputs = await runInWorkers(task("double"), inputs, { workers, onReport: (index) => seen.add(index) });
    expect(outputs).toStrictEqual(inputs.map((i) => 2 * i));
    expect(seen.size).toBe(7);
  }
});

it("throws again what a function threw", async () => {
  await expect(runInWorker(task("refuse"), "age")).rejects.toMatchObject({
    name: "AssayError",
    code: "missing-column",
    column: "age",
    hint: "name it",
  });
  await expect(runInWorker(task("nothing"), null)).rejects.toThrow(/worker-tasks\.ts exports no nothing/);
  await expect(runInWorkers(task("refuse"), ["a", "b", "c"], { workers: 2 })).rejects.toThrow("no such column");
});

it("says that a worker crashed or hangs, and works on with a new one", async () => {
  await expect(runInWorker(task("crash"), null)).rejects.toMatchObject({
    code: "worker-lost",
    message: "the worker that ran crash ended with code 7",
  });
  await expect(runInWorker(task("hang"), null, { silenceSeconds: 1 })).rejects.toThrow("has told nothing for 1 s");
  expect(await runInWorker(task("double"), 1)).toBe(2);
});

it("ends a worker when aborted", async () => {
  const stop = new AbortController();
  const running = runInWorker(task("hang"), null, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error("enough")), 300);
  await expect(running).rejects.toThrow("enough");
  await expect(runInWorker(task("double"), 1, { signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow("no");
});

it("says one worker inside a worker, and lets the process end while workers wait", () => {
  expect(availableWorkers()).toBeGreaterThanOrEqual(1);
  const script = `import { runInWorker } from "./src/lib/worker-pool.js";
    const task = { module: "src/lib/worker-pool.ts", name: "availableWorkers" };
    console.log(await runInWorker(task, null));`;
  const output = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    timeout: 20_000,
  });
  expect(output.toString().trim()).toBe("1");
});
