import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withDatabase, type Database } from "../../src/engine/database.js";
import type { FeatureTable } from "../../src/features/dataset.js";
import { openProject, type OpenedProject } from "../../src/features/open-project.js";
import { readFeatureTable } from "../../src/features/read-features.js";
import type { Feature, Project } from "../../src/projects/types.js";

export const feature = (name: string, type: Feature["type"] = "numeric"): Feature => ({
  name,
  meaning: name,
  type,
  source: `rows.${name}`,
  group: "all",
});

/** A classification by hash, on the columns `id, x, kind, y`. */
export const smallProject: Project = {
  id: "small",
  title: "Small",
  question: "Is y yes?",
  task: "classification",
  rows: "rows",
  moment: "At once.",
  intendedUse: null,
  tables: { rows: { path: "rows.csv" } },
  columns: { id: "id", label: "y" },
  target: { meaning: "y is yes", unit: "", positive: "yes", negative: "no" },
  split: { by: "hash", train: 0.6, validation: 0.2, test: 0.2 },
  features: [feature("x"), feature("kind", "categorical")],
  segments: ["kind"],
  protectedAttributes: [],
  models: [],
  incumbent: "none",
  policy: {
    name: "small",
    source: "project",
    primaryMetric: "accuracy",
    smallestWorthwhileGain: 0.01,
    level: 0.95,
    guardrails: [],
    metrics: [],
    evidence: "test",
  },
  monitoring: { windows: { by: "replay", count: 2 } },
};

export interface Written {
  csv?: string | null;
  clean?: string;
  features?: string;
}

/** Opens a project in a folder made for it and removed at the end. */
export async function opened<T>(
  project: Project,
  {
    csv = null,
    clean = "SELECT *, NULL::VARCHAR AS removal_reason FROM rows",
    features = "SELECT * FROM clean",
  }: Written,
  use: (database: Database, opened: OpenedProject) => Promise<T>,
): Promise<T> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "assay-features-")));
  try {
    for (const folder of ["data/small", "src/projects/small"]) mkdirSync(join(root, folder), { recursive: true });
    if (csv !== null) writeFileSync(join(root, "data/small/rows.csv"), csv);
    writeFileSync(join(root, "src/projects/small/clean.sql"), `${clean}\n`);
    writeFileSync(join(root, "src/projects/small/features.sql"), `${features};\n`);
    return await withDatabase(async (database) =>
      use(database, await openProject(database, project, { root, env: {} })),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
}

export const tableOf = (project: Project, written: Written): Promise<FeatureTable> =>
  opened(project, written, (database) => readFeatureTable(database, project));

/** Rows `id, x, kind, y`: one in `rare` is yes. */
export const smallCsv = (rows: number, rare = 4): string =>
  [
    "id,x,kind,y",
    ...Array.from({ length: rows }, (_, i) => `r${i},${i % 9},${"abc"[i % 3]},${i % rare ? "no" : "yes"}`),
  ]
    .join("\n")
    .concat("\n");
