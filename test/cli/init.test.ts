import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { format, resolveConfig } from "prettier";
import ts from "typescript";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createProject, type CreateProjectOptions } from "../../src/cli/init-project.js";
import { withDatabase } from "../../src/engine/database.js";
import type { FeatureTable } from "../../src/features/dataset.js";
import { openProject } from "../../src/features/open-project.js";
import { readFeatureTable } from "../../src/features/read-features.js";
import type { Project } from "../../src/projects/types.js";
import { ensureRuns } from "../../src/tracking/ensure-runs.js";
import { customers, emptyWorkspace, oddNames, oddRows, registryOf, writeCsv } from "./init-workspace.js";

let root: string;
beforeAll(() => (root = emptyWorkspace()));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Wishes = Omit<CreateProjectOptions, "root">;
const init = (wishes: Wishes): Promise<string[]> => createProject({ root, ...wishes });

async function load(id: string): Promise<Project> {
  const module = (await import(pathToFileURL(join(root, "src/projects", id, "project.ts")).href)) as {
    project: Project;
  };
  return module.project;
}

const read = (project: Project): Promise<FeatureTable> =>
  withDatabase(async (database) => {
    await openProject(database, project, { root, env: {} });
    return await readFeatureTable(database, project);
  });

/** The project with learners small enough for a test. */
const small = (project: Project): Project => ({
  ...project,
  models: project.models.map((model) => ({
    ...model,
    parameters:
      { "gradient-boosted-trees": { trees: 5 }, "multilayer-perceptron": { epochs: 1, layers: "4" } }[model.learner] ??
      model.parameters,
  })),
});

async function expectFormatted(id: string): Promise<void> {
  for (const file of ["src/projects/index.ts", `src/projects/${id}/project.ts`, `src/projects/${id}/policy.ts`]) {
    const text = readFileSync(join(root, file), "utf8");
    const options = { ...(await resolveConfig("src/index.ts")), filepath: file };
    expect(await format(text, options), file).toBe(text);
  }
}

async function expectTrains(project: Project): Promise<void> {
  const now = (): Date => new Date("2026-01-02T03:04:05Z");
  const runs = await ensureRuns(small(project), { root, env: {}, now });
  expect(runs.map(({ name, status }) => [name, status])).toEqual(project.models.map(({ name }) => [name, "FINISHED"]));
}

describe("a table of customers", () => {
  beforeAll(async () => {
    const { header, rows } = customers(400);
    await init({ id: "my-churn", data: writeCsv(root, "customers.csv", header, rows), target: "Churn" });
  });

  it("becomes a project that opens, with blanks read as missing numbers", async () => {
    const project = await load("my-churn");
    expect(project).toMatchObject({
      title: "My churn",
      task: "classification",
      target: { positive: "Yes", negative: "No" },
      split: { by: "hash" },
    });
    const table = await read(project);
    expect(table.rows).toBe(400);
    expect(table.id[0]).toMatch(/^\d+-ABCDE$/);
    expect(table.target).toMatchObject({ classes: ["No", "Yes"] });
    const total = table.dataset.columns.find(({ name }) => name === "TotalCharges")!;
    expect(total.kind === "numeric" && total.values.filter(Number.isNaN).length).toBe(5);
    expect(table.dataset.columns.map(({ name }) => name)).not.toContain("customerID");
  });

  it("is written as the formatter would", () => expectFormatted("my-churn"));
  it("trains one learner of each family", async () => expectTrains(await load("my-churn")));
  it("stands in the registry, and not twice", async () => {
    expect(registryOf(root)).toContain('import { project as myChurn } from "./my-churn/project.js";');
    expect(registryOf(root)).toMatch(/\[telcoChurn, .*myChurn\]/s);
    await expect(init({ id: "my-churn", data: "customers.csv", target: "Churn" })).rejects.toMatchObject({
      code: "project-exists",
    });
  });
});

describe("a table with odd names and values", () => {
  let told: string[];
  beforeAll(async () => {
    const { header, rows } = oddRows(400);
    told = await init({ id: "class", data: writeCsv(root, "odd.csv", header, rows), target: "price" });
  });

  it("tells what it decided", () => {
    expect(told).toContain('task: regression of "price"');
    expect(told).toContain('left out: "constant", constant');
    expect(told).toContain('left out: "empty", all missing');
    expect(told).toContain("removed by clean.sql: 16 rows without a target");
    expect(told.join("\n")).toContain('split: by time, column "when"');
  });

  it("becomes a project that opens, with every name as it was", async () => {
    const project = await load("class");
    const { quoted, sql, emoji, markup } = oddNames;
    expect(project.features.map(({ name }) => name)).toEqual([
      quoted, sql, emoji, markup, "when_month", "when_weekday", "when_hour", "split_2",
    ]); // prettier-ignore
    const table = await read(project);
    expect(table.rows).toBe(384);
    const [number, , text, tags] = table.dataset.columns;
    expect(number!.kind === "numeric" && number!.values.filter(Number.isNaN).length).toBeGreaterThan(15);
    expect(number!.kind === "numeric" && number!.values.includes(Infinity)).toBe(false);
    expect(text).toMatchObject({ categories: ['"q"', "it's", "🚕"] });
    expect(tags).toMatchObject({ categories: ["&amp;", "<script>"] });
    expect(new Set(table.split)).toEqual(new Set(["train", "validation", "test"]));
  });

  it("is written as the formatter would, under a name that is no word of the language", async () => {
    await expectFormatted("class");
    expect(registryOf(root)).toContain('import { project as classProject } from "./class/project.js";');
  });
  it("trains one learner of each family", async () => expectTrains(await load("class")));
});

describe("other tables", () => {
  it("takes one like the taxi zones, numbers its rows where ids repeat, and drops text of many values", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [
      1 + (i % 50), ["Queens", "Bronx"][i % 2], `Zone number ${i % 55}`, i % 3 ? "Boro Zone" : "Yellow Zone",
    ]); // prettier-ignore
    const path = writeCsv(root, "zones.csv", ["locationid", "borough", "zone", "service_zone"], rows);
    const told = await init({ id: "zones", data: path, target: "service_zone" });
    expect(told).toContain("id: the row number");
    expect(told).toContain('left out: "zone", text with 55 different values');
    expect((await read(await load("zones"))).rows).toBe(60);
    await expectFormatted("zones");
  });

  it("keeps names that Assay uses itself out of the way", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i % 9, i % 2 ? "a" : "b", i % 5, i % 3, i % 2 ? 1 : 0]);
    const header = ["row_id", "removal_reason", "row_time", "target", "split"];
    await init({ id: "reserved", data: writeCsv(root, "reserved.csv", header, rows), target: "split" });
    const project = await load("reserved");
    expect(project.columns.label).toBe("target");
    expect(project.features.map(({ name }) => name)).toEqual(["row_time_2", "target_2"]);
    expect((await read(project)).rows).toBe(40);
  });

  it("leaves rows out whose class is not a number", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i * 0.7, i === 7 ? "nan" : i % 2]);
    await init({ id: "nan-class", data: writeCsv(root, "nan.csv", ["x", "y"], rows), target: "y" });
    const project = await load("nan-class");
    expect(project.task).toBe("classification");
    expect((await read(project)).rows).toBe(39);
  });

  it("compiles", () => {
    const entry = join(root, "src/projects/index.ts");
    const program = ts.createProgram([entry], {
      strict: true, noEmit: true, noUncheckedIndexedAccess: true, verbatimModuleSyntax: true, types: [],
      module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022,
    }); // prettier-ignore
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
  });
});

describe("bad input writes nothing", () => {
  const table = (): string => writeCsv(root, "bad.csv", ["id", "kind", "one", "none", "x"], [
    ["a", "p", 1, "", 3], ["b", "q", 1, "", 4], ["b", "r", 1, "", 5], ["d", "s", 1, "", 6],
  ]); // prettier-ignore
  let before: string;
  beforeEach(() => (before = registryOf(root)));

  it.each([
    ["missing-column", { target: "price" }, /columns are id, kind, one, none, x/],
    ["missing-column", { target: "x", timeColumn: "day" }, /no column "day"/],
    ["not-a-time", { target: "x", timeColumn: "kind" }, /expected a time/],
    ["too-many-classes", { target: "kind" }, /4 classes/],
    ["one-class", { target: "one" }, /one value only, "1"/],
    ["target-missing", { target: "none" }, /missing in every row/],
    ["duplicate-id", { target: "x", idColumn: "id" }, /repeats/],
    ["usage", { target: "" }, /--target/],
    ["usage", { target: "x", id: "Two words" }, /no project id/],
    ["missing-file", { target: "x", data: "absent.csv" }, /no such file/],
  ] as [string, Partial<Wishes>, RegExp][])("%s %j", async (code, wishes, message) => {
    const failed = init({ id: "bad", data: table(), target: "x", ...wishes });
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(registryOf(root)).toBe(before);
    expect(existsSync(join(root, "src/projects/bad")) || existsSync(join(root, "data/bad"))).toBe(false);
  });

  it("takes back what it wrote where a step fails", async () => {
    const { header, rows } = customers(60);
    const data = writeCsv(root, "again.csv", header, rows);
    const index = join(root, "src/projects/index.ts");
    writeFileSync(index, before.replace("readonly Project[] =", "readonly   Project[] ="));
    await expect(init({ id: "again", data, target: "Churn" })).rejects.toMatchObject({ code: "unreadable-file" });
    writeFileSync(index, before);
    writeFileSync(join(root, "data/.again.tmp"), "a file where a folder is needed");
    await init({ id: "again", data, target: "Churn" });
    const hidden = [...readdirSync(join(root, "data")), ...readdirSync(join(root, "src/projects"))];
    expect(hidden.filter((name) => name.startsWith("."))).toEqual([]);
  });

  it.each([["data/cut"], ["data/cut", "src/projects/cut"]])("knows what a crash left: %j %j", async (...folders) => {
    for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
    const { header, rows } = customers(60);
    const wishes = { id: "cut", data: writeCsv(root, "cut.csv", header, rows), target: "Churn" };
    await expect(init(wishes)).rejects.toMatchObject({ code: "leftover-project", file: folders.at(-1) });
    expect(registryOf(root)).toBe(before);
    for (const folder of folders) rmSync(join(root, folder), { recursive: true });
    await init({ ...wishes, id: `cut-${folders.length}` });
  });
});

const shared = process.env["ASSAY_SHARED_DATA"];
it.skipIf(!shared)("takes IBM's own customers (set ASSAY_SHARED_DATA to the folder that holds them)", async () => {
  const data = join(shared!, "telco-customer-churn.csv");
  await init({ id: "ibm", data, target: "Churn" });
  const table = await read(await load("ibm"));
  expect(table.rows).toBe(7043);
  const total = table.dataset.columns.find(({ name }) => name === "TotalCharges")!;
  expect(total.kind === "numeric" && total.values.filter(Number.isNaN).length).toBe(11);
});
