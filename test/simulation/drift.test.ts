import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withDatabase } from "../../src/engine/database.js";
import { driftSettings, firstDriftSeed, simulateDrift, type DriftSimulationRow } from "./drift-settings.js";

describe("the committed table of drift", () => {
  const { rows } = JSON.parse(readFileSync("test/simulation/drift-results.json", "utf8")) as {
    rows: DriftSimulationRow[];
  };
  it("is of these settings, each with its seed", () => {
    const known = new Map(driftSettings.map(({ setting }, i) => [firstDriftSeed + 1000 * i, setting]));
    for (const { seed, setting } of rows) expect(known.get(seed)).toBe(setting);
  });
  it("breaks no promise", () => {
    expect(rows.filter(({ holds }) => holds === false)).toEqual([]);
  });
});

it("draws, judges and counts windows again: a new category is caught, and the same seed counts the same", async () => {
  const setting = driftSettings.find(({ change }) => change === "new category")!;
  const once = () => withDatabase((database) => simulateDrift(database, setting, 0.1), { threads: 2 });
  const [first, second] = [await once(), await once()];
  expect(first).toEqual(second);
  expect(first[0]).toMatchObject({ cases: 1, rate: 1, n: 1000, units: 1000 });
});
