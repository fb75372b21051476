import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import type { Benchmark, Measured } from "./measure.js";

const cases: Record<string, () => Promise<{ benchmark: Benchmark }>> = {
  build: () => import("./build.js"),
  page: () => import("./page.js"),
  compare: () => import("./compare.js"),
  resampling: () => import("./resampling.js"),
  drift: () => import("./drift.js"),
  trees: () => import("./trees.js"),
  shap: () => import("./shap.js"),
  card: () => import("./card.js"),
  store: () => import("./store.js"),
};

const { positionals } = parseArgs({ allowPositionals: true, options: {} });
const chosen = positionals.length > 0 ? positionals : Object.keys(cases);
const unknown = chosen.filter((name) => !(name in cases));
if (unknown.length > 0) {
  console.error(`no benchmark "${unknown.join('", "')}"; there are ${Object.keys(cases).join(", ")}`);
  process.exit(2);
}

const number = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
const line = ({ what, measured, budget, unit, note }: Measured): string =>
  `| ${what}${note ? ` (${note})` : ""} | ${number(measured)} ${unit} | ${number(budget)} ${unit} | ${number(measured / budget)} |`;

const [core] = cpus();
console.log(
  `${core?.model.trim() ?? "unknown processor"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
);
console.log("\n| what | measured | budget | ratio |\n|---|---:|---:|---:|");
let failed = false;
for (const name of chosen) {
  try {
    const result = await (await cases[name]!()).benchmark.run();
    if ("skipped" in result) console.log(`| ${name} | – | – | ${result.skipped} |`);
    else for (const measured of result) console.log(line(measured));
  } catch (error) {
    failed = true;
    console.log(`| ${name} | failed | – | – |`);
    console.error(error);
  }
}
process.exitCode = failed ? 1 : 0;
