// `npm run simulate`: draws every setting and writes the table that the page `methods/simulation` shows.
import { cpus } from "node:os";
import { writeFileAtomically } from "../../src/lib/files.js";
import { toJson } from "../../src/lib/json.js";
import { assayVersion } from "../../src/lib/version.js";
import { settings, simulateAll } from "./settings.js";

const share = Number(process.argv[2] ?? 1);
const started = performance.now();
const rows = simulateAll(settings, share, (done) => process.stderr.write(`\r${done} of ${settings.length} settings`));
const seconds = Math.round((performance.now() - started) / 1000);
process.stderr.write(`\n${seconds} s\n`);
for (const { holds, question, method, setting, n, rate, allowed, cases } of rows) {
  const range = allowed ? `${allowed.least?.toFixed(4) ?? "0"} to ${allowed.most?.toFixed(4) ?? "1"}` : "–";
  const state = holds === null ? "     " : holds ? "holds" : "FAILS";
  process.stdout.write(
    `${state}  ${question}  ${method}  ${setting}, n = ${n}: ${rate.toFixed(4)} of ${cases}, allowed ${range}\n`,
  );
}
const document = {
  schemaVersion: 1,
  assayVersion,
  level: 0.95,
  monteCarloErrors: 3,
  node: process.versions.node,
  processor: cpus()[0]?.model ?? "",
  seconds,
  rows,
};
if (share === 1) await writeFileAtomically("test/simulation/results.json", `${toJson(document, 2)}\n`);
await import("./simulate-drift.js");
