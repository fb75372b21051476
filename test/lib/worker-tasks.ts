import { AssayError } from "../../src/lib/errors.js";
import type { WorkerFunction } from "../../src/lib/worker-pool.js";

/** What the tests of the pool have workers do. */
export const double: WorkerFunction<number, number> = (input, report) => {
  report(`doubling ${input}`);
  return 2 * input;
};

export const refuse: WorkerFunction<string, never> = (column) => {
  throw new AssayError("no such column", { code: "missing-column", column, hint: "name it" });
};

export const crash: WorkerFunction<null, never> = () => process.exit(7);

export const hang: WorkerFunction<null, never> = () => {
  for (;;);
};

export const fill: WorkerFunction<Float64Array, null> = (values) => {
  values.fill(3);
  return null;
};
