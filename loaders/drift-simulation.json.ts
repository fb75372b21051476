import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findRoot } from "../src/lib/root.js";

process.stdout.write(await readFile(join(findRoot(), "test/simulation/drift-results.json")));
