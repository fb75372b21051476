import { spawn } from "node:child_process";
import { parseArgs } from "node:util";

const { name } = parseArgs({ options: { name: { type: "string" } } }).values;
const run = spawn(process.execPath, ["notebooks/kernel/run.cjs", `notebooks/${name}.ipynb`], {
  stdio: ["ignore", "inherit", "inherit"],
});
run.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
