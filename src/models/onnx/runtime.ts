import { AssayError } from "../../lib/errors.js";

export interface OnnxTensor {
  type: string;
  data: ArrayLike<number | bigint | string>;
  dims: readonly number[];
}

export interface OnnxValue {
  name: string;
  isTensor: boolean;
  /** Of tensors: `float32`, `int64`, `string` … */
  type?: string;
  /** Of tensors; a dimension without a fixed size is a name. */
  shape?: readonly (number | string)[];
}

export interface OnnxSession {
  inputMetadata: readonly OnnxValue[];
  outputMetadata: readonly OnnxValue[];
  run(feeds: Record<string, OnnxTensor>, fetches: readonly string[]): Promise<Record<string, OnnxTensor>>;
  release(): Promise<void>;
}

export interface OnnxRuntime {
  InferenceSession: { create(file: string, options: object): Promise<OnnxSession> };
  Tensor: new (type: string, data: unknown, dims: readonly number[]) => OnnxTensor;
}

const packageName: string = "onnxruntime-node";

/**
 * The ONNX runtime, an optional package.
 *
 * @throws AssayError `no-onnxruntime` with the way to get it.
 */
export async function openRuntime(): Promise<OnnxRuntime> {
  try {
    // The name is no literal, so that no bundler and no compiler follows it.
    const module = (await import(packageName)) as OnnxRuntime & { default?: OnnxRuntime };
    return module.default ?? module;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why =
      code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
        ? "is not installed"
        : `does not load: ${message.split("\n")[0]}`;
    throw new AssayError(`an ONNX model needs the package ${packageName}, which ${why}`, {
      code: "no-onnxruntime",
      hint: "run ONNXRUNTIME_NODE_INSTALL=skip npm install --no-save --save-optional onnxruntime-node@1.30.0",
      cause,
    });
  }
}

/** Errors only: a model's warnings are for those who made it. */
const logErrors = 3;

/**
 * Opens a model file.
 *
 * @throws AssayError `missing-file` or `bad-onnx`.
 */
export async function openSession(runtime: OnnxRuntime, file: string): Promise<OnnxSession> {
  try {
    return await runtime.InferenceSession.create(file, { logSeverityLevel: logErrors });
  } catch (cause) {
    throw new AssayError(
      `${file}: not a model that the ONNX runtime reads: ${(cause as Error).message.split("\n")[0]}`,
      {
        code: "bad-onnx",
        file,
        hint: "export the model again, with operators that onnxruntime 1.30 knows",
        cause,
      },
    );
  }
}
