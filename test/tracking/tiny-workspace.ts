import { cpSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seeded } from "../../src/lib/random.js";
import type { ModelSpecification, Project } from "../../src/projects/types.js";

const model = (
  name: string,
  learner: string,
  parameters: ModelSpecification["parameters"] = {},
): ModelSpecification => ({
  name,
  title: name,
  learner,
  parameters,
  seed: 1,
});

/** A regression on 400 rows that trains in a moment. */
export const tinyProject: Project = {
  id: "tiny",
  title: "Tiny",
  question: "How large is y?",
  task: "regression",
  rows: "rows",
  moment: "At once.",
  intendedUse: null,
  tables: { rows: { path: "rows.csv" } },
  columns: { id: "id", label: "y", time: "moment", unit: { name: "day", singular: "day", plural: "days" } },
  target: { meaning: "y", unit: "points" },
  split: {
    by: "time",
    train: ["2020-01-01", "2020-03-01"],
    validation: ["2020-03-01", "2020-03-16"],
    test: ["2020-03-16", "2020-04-01"],
  },
  features: [
    { name: "x", meaning: "x", type: "numeric", source: "rows.x", group: "all" },
    { name: "kind", meaning: "kind", type: "categorical", source: "rows.kind", group: "all" },
  ],
  segments: ["kind"],
  protectedAttributes: [],
  models: [model("median", "group-median", { groups: "kind" }), model("linear", "ridge")],
  incumbent: "median",
  policy: {
    name: "tiny",
    source: "project",
    primaryMetric: "mae",
    smallestWorthwhileGain: 0.1,
    level: 0.95,
    guardrails: [],
    metrics: ["rmse"],
    evidence: "test",
  },
  monitoring: { windows: { by: "replay", count: 2 } },
};

/** `tinyProject` with one model that trains for several seconds, to be interrupted. */
export const slowProject: Project = {
  ...tinyProject,
  models: [...tinyProject.models, model("slow", "gradient-boosted-trees", { trees: 4000 })],
};

function tinyRows(): string {
  const random = seeded(7);
  const lines = ["id,moment,day,x,kind,y"];
  for (let i = 0; i < 400; i++) {
    const at = new Date(Date.UTC(2020, 0, 1) + i * 0.225 * 86_400_000).toISOString();
    const x = random() * 10;
    const kind = random() < 0.5 ? "a" : "b";
    lines.push(`r${i},${at.slice(0, 19)},${at.slice(0, 10)},${x},${kind},${3 * x + (kind === "a" ? 5 : 0) + random()}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A workspace in a temporary folder: a copy of the sources, the tiny project's data and its SQL. */
export function tinyWorkspace(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "assay-tiny-")));
  cpSync("src", join(root, "src"), { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) cpSync(file, join(root, file));
  const write = (path: string, text: string): void => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("observablehq.config.ts", "export default {};\n");
  write("README.md", "# Tiny\n");
  write("data/tiny/rows.csv", tinyRows());
  write("src/projects/tiny/clean.sql", "SELECT *, NULL::VARCHAR AS removal_reason FROM rows ORDER BY id\n");
  write("src/projects/tiny/features.sql", "-- The features.\nSELECT * FROM clean ORDER BY moment, id\n");
  return root;
}
