// The second part of `npm run simulate`: drift, and the table that the page `methods/drift-simulation` shows.
import { withDatabase } from "../../src/engine/database.js";
import { writeFileAtomically } from "../../src/lib/files.js";
import { toJson } from "../../src/lib/json.js";
import { assayVersion } from "../../src/lib/version.js";
import { driftSettings, simulateDrift, type DriftSimulationRow } from "./drift-settings.js";

const share = Number(process.argv[2] ?? 1);
const started = performance.now();
const rows: DriftSimulationRow[] = [];
for (const [i, setting] of driftSettings.entries()) {
  rows.push(...(await withDatabase((database) => simulateDrift(database, setting, share), { threads: 2 })));
  process.stderr.write(`\r${i + 1} of ${driftSettings.length} settings of drift`);
}
const seconds = Math.round((performance.now() - started) / 1000);
process.stderr.write(`\n${seconds} s\n`);
for (const { holds, question, method, setting, rate, allowed, cases } of rows) {
  const range = allowed ? `${allowed.least?.toFixed(4) ?? "0"} to ${allowed.most?.toFixed(4) ?? "1"}` : "–";
  const state = holds === null ? "     " : holds ? "holds" : "FAILS";
  process.stdout.write(
    `${state}  ${question}  ${method}; ${setting}: ${rate.toFixed(4)} of ${cases}, allowed ${range}\n`,
  );
}
const document = {
  schemaVersion: 1,
  assayVersion,
  monteCarloErrors: 3,
  node: process.versions.node,
  seconds,
  rows,
};
if (share === 1) await writeFileAtomically("test/simulation/drift-results.json", `${toJson(document, 1)}\n`);
