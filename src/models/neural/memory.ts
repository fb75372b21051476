import { AssayError } from "../../lib/errors.js";
import type { ReadyBackend } from "./backend.js";
import { type Architecture, deepWidth } from "./network.js";

const bytesPerNumber = 4;

/** Values kept of each variable: itself, its gradient, Adam's two moments, and what updating them takes in between. */
const copiesOfVariables = 6;

/** Tensors of a layer's width that a step holds of each row: sums, activations, masks, slopes, and their transposes. */
const copiesOfLayers = 6;

/** What the 32-bit addresses of WebAssembly reach, less what its own code and fragments take. */
const webAssemblyBytes = 3.5e9;

function variableCount(architecture: Architecture): number {
  const { width, hidden, outputs, wide, embeddings } = architecture;
  const widths = [deepWidth(architecture), ...hidden, outputs];
  const layers = widths.slice(1).reduce((sum, units, l) => sum + (widths[l]! + 1) * units, 0);
  const tables = embeddings.reduce((sum, table) => sum + table.width * table.dimension, 0);
  return layers + tables + (wide ? width * outputs : 0);
}

/** Bytes that training takes at most: of the variables, and of each row of a batch. */
export function memoryNeeded(architecture: Architecture): { fixed: number; perRow: number } {
  const { width, hidden, outputs } = architecture;
  const units = deepWidth(architecture) + outputs + hidden.reduce((sum, layer) => sum + layer, 0);
  return {
    fixed: bytesPerNumber * copiesOfVariables * variableCount(architecture),
    perRow: bytesPerNumber * (2 * width + copiesOfLayers * units),
  };
}

/** Whether a back end says, in its own words, that it has no more memory. */
const isMemoryFault = (error: unknown): error is Error =>
  error instanceof Error &&
  /memory access out of bounds|out of memory|allocation failed|invalid (typed )?array length/i.test(error.message);

/** Passes an error on; one about memory says what to give. */
export function toldMemory(error: unknown, batchSize: number, backend: string): unknown {
  if (!isMemoryFault(error)) return error;
  return new AssayError(
    `the back end ${backend} has no more memory for batches of ${batchSize} rows: ${error.message}`,
    {
      code: "out-of-memory",
      hint: `give batchSize ${Math.max(1, Math.floor(batchSize / 2))} or less, or layers fewer units`,
      cause: error,
    },
  );
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/**
 * Refuses a batch that the back end cannot hold, before training starts. Only WebAssembly has a limit known beforehand.
 *
 * @throws AssayError `out-of-memory`, which says what would fit.
 */
export function checkMemory({ name }: Pick<ReadyBackend, "name">, architecture: Architecture, batchSize: number): void {
  if (name !== "tfjs-wasm") return;
  const { fixed, perRow } = memoryNeeded(architecture);
  if (fixed + perRow * batchSize <= webAssemblyBytes) return;
  const fits = Math.floor((webAssemblyBytes - fixed) / perRow);
  const needs =
    fits < 1
      ? `a network with ${variableCount(architecture)} weights needs ${gigabytes(fixed)}`
      : `a batch of ${batchSize} rows × ${architecture.width} inputs needs ${gigabytes(fixed + perRow * batchSize)}`;
  throw new AssayError(`${needs}; the back end ${name} has ${gigabytes(webAssemblyBytes)}`, {
    code: "out-of-memory",
    hint: fits < 1 ? "give layers fewer units" : `give batchSize ${fits} or less`,
  });
}
