import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { name } = parseArgs({ options: { name: { type: "string" } } }).values;
process.stdout.write(readFileSync(`node_modules/@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`));
