import { parseArgs } from "node:util";
import JSZip from "jszip";
import { projectEvidence } from "../../src/cards/project-evidence.js";
import { findProject } from "../../src/cli/find-project.js";
import { shownJson } from "../../src/cards/shown-json.js";
import { findRoot } from "../../src/lib/root.js";

const { project } = parseArgs({ options: { project: { type: "string" } } }).values;
const { documents, rows } = await projectEvidence(findProject(project!), {
  root: findRoot(),
  env: process.env,
  now: new Date(),
});
const zip = new JSZip();
for (const [name, document] of Object.entries(documents)) zip.file(`${name}.json`, shownJson(document));
if (rows) zip.file("explore.duckdb", rows);
zip.generateNodeStream({ compression: "STORE" }).pipe(process.stdout);
