import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AssayError } from "../../lib/errors.js";
import { findRoot } from "../../lib/root.js";

export type TensorFlow = typeof import("@tensorflow/tfjs-core");

/** The names that `--backend` takes. */
export const backendNames = ["auto", "tensorflow", "webgpu", "wasm", "cpu"] as const;

export interface ReadyBackend {
  tf: TensorFlow;
  /** `tfjs-node-gpu`, `tfjs-webgpu`, `tfjs-node`, `tfjs-wasm` or `tfjs-cpu`. */
  name: string;
  /** Why better ones were passed over. */
  notes: string[];
}

interface Candidate {
  name: string;
  /** What `--backend` calls it. */
  flag: (typeof backendNames)[number];
  /** How to get it, as an imperative sentence. */
  hint: string;
  /** Makes TensorFlow.js use it; throws with the reason where it cannot. `asked`: no other will do. */
  start(tf: TensorFlow, asked: boolean): Promise<void>;
}

/** Imports a CommonJS or ESM package as one object; the name is no literal, so that no bundler follows it. */
async function importPackage<T>(name: string): Promise<T> {
  const module = (await import(name)) as T & { default?: T };
  return module.default ?? module;
}

async function use(tf: TensorFlow, backend: string): Promise<void> {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js could not start ${backend}`);
  await tf.ready();
}

interface Adapter {
  info?: { isFallbackAdapter?: boolean; description?: string };
}

async function startWebGpu(tf: TensorFlow, asked: boolean): Promise<void> {
  const { create, globals } = await importPackage<{
    create(options: string[]): { requestAdapter(): Promise<Adapter | null> };
    globals: object;
  }>("webgpu");
  Object.assign(globalThis, globals);
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error("no graphics adapter answers");
  if (adapter.info?.isFallbackAdapter && !asked) throw new Error("the only graphics adapter is software");
  if (globalThis.navigator === undefined)
    Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true, writable: true });
  else Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true });
  await importPackage("@tensorflow/tfjs-backend-webgpu");
  await use(tf, "webgpu");
}

/** The WebAssembly module listens to these and would print its own source over every error. */
const faultEvents = ["uncaughtException", "unhandledRejection"] as const;

async function startWasm(tf: TensorFlow): Promise<void> {
  const wasm = await importPackage<{ setWasmPaths(folder: string): void }>("@tensorflow/tfjs-backend-wasm");
  const resolve = createRequire(join(findRoot(), "package.json")).resolve;
  wasm.setWasmPaths(join(dirname(resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist", "/"));
  const events: NodeJS.EventEmitter = process;
  const before = faultEvents.map((event) => events.listeners(event));
  await use(tf, "wasm");
  faultEvents.forEach((event, k) => {
    for (const listener of events.listeners(event))
      if (!before[k]!.includes(listener)) events.removeListener(event, listener as () => void);
  });
}

const startNative =
  (name: string) =>
  async (tf: TensorFlow): Promise<void> => {
    await importPackage(name);
    await use(tf, "tensorflow");
  };

/** Best first. */
const candidates: readonly Candidate[] = [
  {
    name: "tfjs-node-gpu",
    flag: "tensorflow",
    hint: "install CUDA 11.2 with cuDNN 8.1 and run npm install --no-save --save-optional @tensorflow/tfjs-node-gpu@4.22.0, or @tensorflow/tfjs-node@4.22.0 for the processor",
    start: startNative("@tensorflow/tfjs-node-gpu"),
  },
  {
    name: "tfjs-webgpu",
    flag: "webgpu",
    hint: "install a Vulkan driver and run npm install --no-save --save-optional webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0",
    start: startWebGpu,
  },
  {
    name: "tfjs-node",
    flag: "tensorflow",
    hint: "run npm install --no-save --save-optional @tensorflow/tfjs-node@4.22.0",
    start: startNative("@tensorflow/tfjs-node"),
  },
  { name: "tfjs-wasm", flag: "wasm", hint: "run npm ci", start: startWasm },
  {
    name: "tfjs-cpu",
    flag: "cpu",
    hint: "run npm ci",
    start: async (tf) => {
      await importPackage("@tensorflow/tfjs-backend-cpu");
      await use(tf, "cpu");
    },
  },
];

const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") return "not installed";
  return message.split("\n")[0]!;
};

async function open(flag: string): Promise<ReadyBackend> {
  const wanted = candidates.filter((candidate) => flag === "auto" || candidate.flag === flag);
  const tf = await importPackage<TensorFlow>("@tensorflow/tfjs-core");
  tf.enableProdMode();
  const notes: string[] = [];
  for (const { name, start } of wanted) {
    try {
      await start(tf, flag !== "auto");
      return { tf, name, notes };
    } catch (error) {
      notes.push(`${name}: ${reasonOf(error)}`);
    }
  }
  throw new AssayError(`the back end ${flag} is not there (${notes.join("; ")})`, {
    code: "no-backend",
    hint: wanted[0]!.hint,
  });
}

const opened = new Map<string, Promise<ReadyBackend>>();

/**
 * TensorFlow.js on the back end asked for; `auto` takes the best that works and says why better ones were passed over.
 * A process opens each only once.
 *
 * @throws AssayError `unknown-backend`, or `no-backend` with the way to get it.
 */
export async function openBackend(flag: string): Promise<ReadyBackend> {
  if (!(backendNames as readonly string[]).includes(flag))
    throw new AssayError(`no back end "${flag}"; back ends are ${backendNames.join(", ")}`, {
      code: "unknown-backend",
      hint: "correct the name",
    });
  const pending = opened.get(flag) ?? open(flag);
  opened.set(flag, pending);
  const backend = await pending;
  await backend.tf.setBackend(tensorFlowName(backend.name));
  return backend;
}

const tensorFlowName = (name: string): string =>
  name.startsWith("tfjs-node") ? "tensorflow" : name.slice("tfjs-".length);
