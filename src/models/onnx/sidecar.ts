import { readFile } from "node:fs/promises";
import { AssayError } from "../../lib/errors.js";

/** What an ONNX file cannot say itself: `MODEL.onnx.json` beside it. */
export interface Sidecar {
  /** Columns of a matrix input, in order: a numeric feature's name, or `feature=category` for its indicator. */
  features: string[] | null;
  /** Classes in the order of the probabilities. */
  classes: string[] | null;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/**
 * Reads the file beside a model; all null where there is none.
 *
 * @throws AssayError `bad-sidecar`.
 */
export async function readSidecar(model: string): Promise<Sidecar> {
  const file = `${model}.json`;
  let text;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return { features: null, classes: null };
  }
  const bad = (message: string, cause?: unknown): AssayError =>
    new AssayError(`${file}: ${message}`, {
      code: "bad-sidecar",
      file,
      hint: 'write {"features": ["age", "contract=Two year"], "classes": ["No", "Yes"]}, either part may be absent',
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw bad(`not JSON: ${(cause as Error).message}`, cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad("expected a JSON object");
  const { features = null, classes = null, ...rest } = value as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw bad(`no entry "${unknown}"; entries are features and classes`);
  for (const [name, list] of Object.entries({ features, classes }))
    if (list !== null && !isTexts(list)) throw bad(`${name} is ${JSON.stringify(list)}, expected a list of texts`);
  return { features: features as string[] | null, classes: classes as string[] | null };
}
