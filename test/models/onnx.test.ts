import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/features/dataset.js";
import { openOnnx, type OnnxProblem } from "../../src/models/onnx/onnx.js";
import { planInputs } from "../../src/models/onnx/inputs.js";
import { classColumns, planOutputs, readProbabilities, readValues } from "../../src/models/onnx/outputs.js";
import { openRuntime, type OnnxValue } from "../../src/models/onnx/runtime.js";
import { readSidecar } from "../../src/models/onnx/sidecar.js";

const folder = "test/fixtures/onnx";
const truth = JSON.parse(readFileSync(join(folder, "models.json"), "utf8")) as {
  rows: { x: number[]; z: number[]; colour: string[] };
  columns: number[][];
  matrix: number[];
  threeClasses: { order: string[]; values: number[][] };
};
const categories = [...new Set(truth.rows.colour)].sort();
const data: Dataset = {
  rows: truth.rows.x.length,
  columns: [
    { name: "x", kind: "numeric", values: Float64Array.from(truth.rows.x) },
    { name: "z", kind: "numeric", values: Float64Array.from(truth.rows.z) },
    {
      name: "colour",
      kind: "categorical",
      codes: Int32Array.from(truth.rows.colour, (colour) => categories.indexOf(colour)),
      categories,
    },
  ],
};
const features: OnnxProblem["features"] = data.columns.map(({ name, kind }) => ({ name, kind }));
const churn: OnnxProblem = { features, task: "classification", classes: ["no", "yes"] };

const value = (name: string, type: string, shape: (number | string)[]): OnnxValue => ({
  name,
  isTensor: true,
  type,
  shape,
});

describe("inputs", () => {
  const plan = (inputs: OnnxValue[], listed: string[] | null = null) => planInputs("m.onnx", inputs, features, listed);

  it("are features by name and type, in any order and number", () => {
    const read = plan([value("colour", "string", ["n", 1]), value("x", "float64", ["n", 1])]);
    expect(read).toMatchObject({ kind: "columns", inputs: [{ name: "colour" }, { name: "x", type: "float64" }] });
  });

  it.each<[string, OnnxValue[], string[] | null, string]>([
    ["an unknown name", [value("age", "float32", ["n", 1])], null, 'no feature "age", which the model asks for; features are x, z, colour'],
    ["text for a number", [value("x", "string", ["n", 1])], null, 'input "x" (string [n, 1]) does not fit the feature "x", which is numeric; expected float32 or float64 or int32 or int64 [rows, 1]'],
    ["a number for text", [value("colour", "int64", ["n", 1])], null, 'which is categorical; expected string [rows, 1]'],
    ["two columns of one feature", [value("x", "float32", ["n", 2]), value("z", "float32", ["n", 1])], null, 'input "x" (float32 [n, 2]) does not fit'],
    ["a matrix without its columns", [value("input", "float32", ["n", 4])], null, "is a matrix of 4 columns, and nothing says which features they are"],
    ["a matrix of texts", [value("input", "string", ["n", 4])], ["x"], "expected a matrix of float32 or float64"],
    ["a matrix of another width", [value("input", "float32", ["n", 4])], ["x", "z"], 'm.onnx.json lists 2 features; the matrix "input" has 4 columns'],
    ["a matrix of an unknown feature", [value("input", "float32", ["n", 2])], ["x", "age"], 'm.onnx.json: no feature "age"; features are x, z, colour'],
    ["a matrix of a category", [value("input", "float32", ["n", 2])], ["x", "colour"], '"colour" is categorical; a matrix takes the indicator'],
  ])("refuse %s", (_what, inputs, listed, message) => {
    expect(() => plan(inputs, listed)).toThrow(message);
  }); // prettier-ignore
});

describe("outputs", () => {
  it("are the float tensor; a map of probabilities is told how to export", () => {
    const label = value("output_label", "string", ["n"]);
    const probability = value("output_probability", "float32", ["n", 2]);
    expect(planOutputs("m", [label, probability], true)).toStrictEqual({ values: probability.name, label: label.name });
    expect(planOutputs("m", [value("variable", "float32", ["n", 1])], false).values).toBe("variable");
    expect(() => planOutputs("m", [label, { name: "output_probability", isTensor: false }], true)).toThrow(
      "no output holds probabilities as float numbers; outputs are output_label (string), output_probability (a map)",
    );
  });

  const tensor = (data: number[]) => ({ type: "float32", data, dims: [] });

  it("are probabilities: one column is the second class, other numbers are refused by row", () => {
    expect(Array.from(readProbabilities("m", "p", tensor([0.25, 1]), 2, 2))).toStrictEqual([0.75, 0.25, 0, 1]);
    expect(() => readProbabilities("m", "p", tensor([0.5, 0.5, 3, -2]), 2, 2)).toThrow(
      'output "p" of row 2 is 3.00, -2.00; expected probabilities',
    );
    expect(() => readProbabilities("m", "p", tensor([1, 0, 0, 1, 0, 0]), 2, 2)).toThrow("3 numbers a row");
    expect(() => readValues("m", "v", tensor([1, 2, 3]), 2)).toThrow("holds 3 values for 2 rows");
  });

  it("are in the order of the labels' texts, of the file beside the model, or of the project", () => {
    const probabilities = Float64Array.of(0.9, 0.1, 0.2, 0.8);
    expect(classColumns("m", ["stay", "go"], null, ["go", "stay"], probabilities)).toStrictEqual([1, 0]);
    expect(classColumns("m", ["stay", "go"], ["stay", "go"], null, probabilities)).toStrictEqual([0, 1]);
    expect(classColumns("m", ["stay", "go"], null, [0, 1], probabilities)).toStrictEqual([0, 1]);
    expect(() => classColumns("m", ["stay", "go"], null, [1, 0], probabilities)).toThrow(
      "in 2 of 2 rows the label is not the likeliest class of the order stay, go",
    );
    expect(() => classColumns("m", ["a", "b"], null, ["go", "stay"], probabilities)).toThrow('label "go" of row 1');
    expect(() => classColumns("m", ["a", "b"], ["a"], null, probabilities)).toThrow(
      "classes are a; the project's are a, b",
    );
  });
});

const made = mkdtempSync(join(tmpdir(), "assay-onnx-"));
afterAll(() => rmSync(made, { recursive: true, force: true }));

it.each([
  ["{", "not JSON"],
  ["[]", "expected a JSON object"],
  ['{"columns": []}', 'no entry "columns"'],
  ['{"features": [1]}', "features is [1], expected a list of texts"],
])("refuses the file %s beside a model", async (text, message) => {
  writeFileSync(join(made, "m.onnx.json"), text);
  await expect(readSidecar(join(made, "m.onnx"))).rejects.toThrow(message);
});

const absent = await openRuntime().then(() => null, (error: Error) => error.message); // prettier-ignore

it.runIf(absent)("says how to get the runtime", async () => {
  await expect(openOnnx(join(folder, "columns.onnx"), churn)).rejects.toMatchObject({
    code: "no-onnxruntime",
    hint: expect.stringContaining("ONNXRUNTIME_NODE_INSTALL=skip npm install") as string,
  });
});

describe.skipIf(absent)(`with the runtime${absent ? `: skipped, ${absent}` : ""}`, () => {
  const open = (name: string, problem: OnnxProblem) => openOnnx(join(folder, `${name}.onnx`), problem);

  async function expectClose(name: string, problem: OnnxProblem, expected: number[]): Promise<void> {
    const model = await open(name, problem);
    const predictions = await model.predict(data);
    expect(predictions).toHaveLength(expected.length);
    predictions.forEach((p, i) => expect(Math.abs(p - expected[i]!)).toBeLessThan(1e-5));
    await model.close();
  }

  it("scores one input a feature as scikit-learn does, whatever the project's order of classes", async () => {
    await expectClose("columns", churn, truth.columns.flat());
    const turned = truth.columns.flatMap(([no, yes]) => [yes!, no!]);
    await expectClose("columns", { ...churn, classes: ["yes", "no"] }, turned);
  });

  it("scores three classes, and a matrix with indicators", async () => {
    const classes = ["low", "middle", "high"];
    const places = classes.map((name) => truth.threeClasses.order.indexOf(name));
    const expected = truth.threeClasses.values.flatMap((row) => places.map((place) => row[place]!));
    await expectClose("three-classes", { ...churn, classes }, expected);
    await expectClose("matrix", { features, task: "regression", classes: null }, truth.matrix);
  });

  it.each<[string, OnnxProblem, string, string]>([
    ["map", churn, "no-output", "a map"],
    ["three-classes", churn, "wrong-width", "holds 3 numbers a row; the target has 2 classes"],
    ["whole-number", churn, "wrong-kind", 'input "z" takes int64; the feature is'],
    ["score", churn, "no-probability", "expected probabilities"],
    ["columns", { ...churn, features: features.slice(1) }, "missing-column", 'no feature "x"'],
  ])("refuses %s", async (name, problem, code, message) => {
    const scored = open(name, problem).then((model) => model.predict(data));
    await expect(scored).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string });
  });

  it("refuses what is no model", async () => {
    const file = join(made, "broken.onnx");
    writeFileSync(file, "not a model");
    await expect(openOnnx(file, churn)).rejects.toMatchObject({ code: "bad-onnx" });
  });
});
