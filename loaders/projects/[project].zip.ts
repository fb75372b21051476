import { parseArgs } from "node:util";
import { findProject } from "../../src/cli/find-project.js";
import { projectArchive } from "../../src/cli/project-archive.js";
import { findRoot } from "../../src/lib/root.js";

const { project } = parseArgs({ options: { project: { type: "string" } } }).values;
const archive = await projectArchive(findProject(project!), { root: findRoot(), env: process.env, now: new Date() });
process.stdout.write(archive);
