import { parseArgs } from "node:util";
import { rowDatabase } from "../../src/cards/row-database.js";
import { findProject } from "../../src/cli/find-project.js";
import { findRoot } from "../../src/lib/root.js";

const { project } = parseArgs({ options: { project: { type: "string" } } }).values;
const options = { root: findRoot(), env: process.env, now: new Date() };
process.stdout.write(await rowDatabase(findProject(project!), options));
