// Runs a notebook through tslab's own executor, without Python: node notebooks/kernel/run.cjs NOTEBOOK > executed.ipynb
// Prints the notebook with the outputs of this run; exits with 1 at the first cell that fails.
const fs = require("node:fs");
const path = require("node:path");
const util = require("node:util");

const file = path.resolve(process.argv[2]);
process.chdir(path.dirname(file)); // as Jupyter does: imports of a cell start here
const jupyter = require("tslab/dist/jupyter.js");
const { createConverter } = require("tslab/dist/converter.js");
const { createExecutor } = require("tslab/dist/executor.js");

const write = { stdout: process.stdout.write.bind(process.stdout), stderr: process.stderr.write.bind(process.stderr) };
let outputs = null;
let rejection = null;

function addText(name, text) {
  const last = outputs.at(-1);
  if (last?.output_type === "stream" && last.name === name) last.text += text;
  else outputs.push({ output_type: "stream", name, text });
}

for (const name of ["stdout", "stderr"])
  process[name].write = (chunk, ...rest) => {
    if (!outputs) return write[name](chunk, ...rest);
    addText(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
    return true;
  };

const displays = new Map();
jupyter.lastWriteDisplayData = ({ data, transient }, update) => {
  const id = transient?.display_id;
  const known = update && displays.get(id);
  if (known) known.data = data;
  else {
    const output = { output_type: "display_data", metadata: {}, data };
    if (id) displays.set(id, output);
    outputs.push(output);
  }
};
process.on("unhandledRejection", (reason) => {
  rejection = { reason };
});

async function runCell(executor, source) {
  try {
    const done = await executor.execute(source);
    await new Promise(setImmediate);
    if (rejection) throw rejection.reason;
    return done;
  } catch (error) {
    addText("stderr", `${util.inspect(error)}\n`);
    return false;
  }
}

async function main() {
  const notebook = JSON.parse(fs.readFileSync(file, "utf8"));
  const converter = createConverter({ isJS: false, isBrowser: false });
  const executor = createExecutor(process.cwd(), { node: converter, close: () => converter.close() }, console);
  let count = 0;
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code") continue;
    cell.outputs = outputs = [];
    cell.execution_count = ++count;
    const done = await runCell(executor, [].concat(cell.source).join(""));
    outputs = null;
    if (!done) {
      const said = cell.outputs.filter(({ name }) => name === "stderr").map(({ text }) => text);
      write.stderr(`${path.basename(file)}: cell ${count} failed\n${said.join("")}`);
      process.exit(1);
    }
  }
  executor.close();
  write.stdout(`${JSON.stringify(notebook)}\n`, () => process.exit(0));
}

main();
