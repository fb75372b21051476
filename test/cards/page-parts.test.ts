import { describe, expect, it } from "vitest";
import { championParts, driftParts } from "../../src/cards/page-parts.js";
import { driftColumn, driftOf, pairOf, unsequenced } from "../site/documents.js";

describe("the parts of a page's evidence", () => {
  it("hold every pair once, the official one for the first view", () => {
    const names = ["a", "b", "c"];
    const nothing = { classification: null, regression: null };
    const pairs = names.map((name) => pairOf({ challenger: name }));
    const document = {
      rows: { evidence: "test", n: 1, units: 1, unit: "days", from: null, to: null } as const,
      metrics: [],
      runs: [],
      curves: { r1: nothing, r2: nothing, r3: nothing },
      official: null,
      pairs,
    };
    const parts = championParts(document);
    expect([...parts.champion.pairs, ...parts.pairs.pairs]).toEqual(pairs);
    expect(parts.champion.pairs.length).toBe(1);
    expect(Object.keys(parts.champion.curves)).toEqual(["r1", "r2"]);
    expect(Object.keys(parts.pairs.curves)).toEqual(["r3"]);
    expect(championParts({ ...document, pairs: [] }).champion.pairs).toEqual([]);
  });

  it("hold the newest window in full, and each window's course in the order of the windows", () => {
    const window = (name: string, estimate: number) => ({
      name,
      from: null,
      to: null,
      document: driftOf([
        driftColumn("x", {
          state: estimate > 0.15 ? "alarm" : "ok",
          effect: { measure: "psi", estimate, lower: 0, upper: 1, threshold: 0.1 },
        }),
        driftColumn("y"),
      ]),
      ...unsequenced,
    });
    const all = [window("July", 0.1), window("August", 0.2)];
    const page = {
      replay: false,
      unit: { singular: "day", plural: "days" },
      windows: all,
      changePoints: [],
      performance: { metric: "mae", series: [] },
    };
    const { drift, windows } = driftParts(page, [{ feature: "x", value: 0.3 }]);
    expect(drift.windows.map(({ shares }) => shares.alarm)).toEqual([0, 0.3]);
    expect(driftParts(page, []).drift.windows.map(({ shares }) => shares.alarm)).toEqual([0, 0.5]);
    expect(drift.newest).toBe(all[1]!.document);
    expect(drift.windows.map(({ name, psi }) => [name, psi["x"]])).toEqual([
      ["July", 0.1],
      ["August", 0.2],
    ]);
    expect(windows.documents).toEqual(all.map((each) => each.document));
    expect(
      driftParts({ replay: true, unit: drift.unit, windows: [], changePoints: [], performance: drift.performance }, [])
        .drift.newest,
    ).toBeNull();
  });
});
