import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";

const { name } = parseArgs({ options: { name: { type: "string" } } }).values;
createReadStream(`node_modules/@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`).pipe(
  process.stdout,
);
