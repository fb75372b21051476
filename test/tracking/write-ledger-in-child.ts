// Appends lines to a ledger in a process of its own: root, who, how many.
import { appendToLedger } from "../../src/tracking/ledger.js";
import { locateStore } from "../../src/tracking/location.js";

const [root, who, count] = process.argv.slice(2);
const store = locateStore({ root: root!, env: {} });
for (let i = 0; i < Number(count); i++)
  await appendToLedger(store, ({ entries }) => ({
    at: new Date(0).toISOString(),
    project: "p",
    event: "moved",
    alias: `${entries.length}`,
    from: `${i}`,
    to: { runId: "x".repeat(20_000), name: who! },
    reason: "a test",
  }));
