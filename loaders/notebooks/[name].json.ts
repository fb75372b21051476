import { parseArgs } from "node:util";
import { executedNotebook } from "../../src/cli/executed-notebook.js";
import { findRoot } from "../../src/lib/root.js";

const { name } = parseArgs({ options: { name: { type: "string" } } }).values;
process.stdout.write(await executedNotebook(name!, findRoot()));
