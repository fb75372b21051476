import { describe, expect, it } from "vitest";
import type { LedgerLine } from "../../src/cards/evidence-types.js";
import type { Gate } from "../../src/decisions/types.js";
import { getMetric } from "../../src/metrics/index.js";
import { BayesianBar } from "../../reports/components/BayesianBar.js";
import { GateTable } from "../../reports/components/GateTable.js";
import { LedgerTrail } from "../../reports/components/LedgerTrail.js";
import { MajorityNote } from "../../reports/components/MajorityNote.js";
import { MarginTests } from "../../reports/components/MarginTests.js";
import { ParameterChanges } from "../../reports/components/ParameterChanges.js";
import { powerWords } from "../../reports/components/PowerCurve.js";
import { reading } from "../../reports/components/quantities.js";
import { TestTable } from "../../reports/components/TestTable.js";
import { disagreementQuery } from "../../reports/components/readyQueries.js";
import { drawn, interval, pairOf } from "./documents.js";

const mae = reading(getMetric("mae"), "minutes");
const text = (node: () => HTMLElement): string => drawn(() => node().textContent!);

describe("how probable", () => {
  const view = {
    metric: "mae", probabilityBetter: 0.88, expectedLoss: { champion: 0.17, challenger: 0.008 },
    rope: { margin: 0.25, below: 0.004, within: 0.72, above: 0.276 }, gain: interval(0.16, -0.1, 0.47), draws: 2000,
  } as const; // prettier-ignore

  it("says the chance, and what each wrong choice costs", () => {
    const words = text(() => BayesianBar({ view, reading: mae, champion: "Ridge", challenger: "Boosted trees" }));
    expect(words).toContain("that boosted trees are better is 88 %");
    expect(words).toContain("0.0080 minutes with boosted trees, 0.17 minutes with ridge");
    expect(words).toContain("less than 1 % Ridge is better by 0.25 minutes or more");
  });
});

describe("what these rows could show", () => {
  it("names what they resolve, what more would, and the chance to promote", () => {
    const curve = [0, 0.25, 0.5].map((gain) => ({ gain, aboveZero: gain, aboveMargin: gain / 2 }));
    const byUnits = [61, 122].map((units) => ({ units, smallestDetectableGain: 24.4 / units }));
    const power = { metric: "mae", level: 0.95, wanted: 0.8, units: 61, standardError: 0.14, smallestDetectableGain: 0.4, curve, byUnits, unitsNeeded: { ifGainZero: null, ifGainTwiceMargin: null } } as const; // prettier-ignore
    expect(powerWords({ power: { ...power, curve, byUnits }, reading: mae, margin: 0.25, unit: "days" })).toBe(
      "61 days resolve a gain of 0.40 minutes with 80 % power; 122 resolve 0.20 minutes. If the true gain were 0.50 minutes, the chance to promote would be 25 %.",
    );
  });
});

describe("the same, or not worse", () => {
  it("says yes only where p is within the error that was allowed", () => {
    const one = (pValue: number) => ({ kind: "non-inferiority", metric: "mae", margin: 0.5, gain: interval(0, -0.4, 0.4), pValue, adjustedPValue: pValue, alpha: 0.025, method: "paired-t" }) as const; // prettier-ignore
    expect(text(() => MarginTests([one(0.02)], [mae]))).toContain("yes");
    expect(text(() => MarginTests([one(0.03)], [mae]))).toContain("not shown");
    expect(text(() => MarginTests([one(Number.NaN)], [mae]))).toContain("not defined");
  });
});

describe("gates", () => {
  const gate = (name: string, state: Gate["state"]): Gate => ({
    name, state, value: interval(0.8, 0.78, 0.82), limit: 0.75, reason: `${name}.`, gate: "performance", bound: "at-least",
    quantity: { unit: "rate", targetUnit: "" }, isDifference: false,
  }); // prettier-ignore

  it("that stand in the way come first, and those that pass are folded away", () => {
    const table = drawn(() => GateTable([gate("a", "pass"), gate("b", "unsettled"), gate("c", "fail")]));
    const open = table.querySelector("[aria-label='Gates that stand in the way']")!;
    expect([...open.querySelectorAll("tbody tr")].map((row) => row.querySelector(".pill")!.textContent)).toEqual([
      "Fail",
      "Unsettled",
    ]);
    expect(table.querySelector("details summary")!.textContent).toBe("Gates that pass (1)");
    expect(text(() => GateTable([gate("a", "pass"), gate("b", "pass")]))).toContain("All 2 gates pass");
    expect(open.textContent).toContain("at least 75.0 %");
  });
});

describe("counting metrics", () => {
  const majority = { decision: "promote", rule: "majority", won: 7, of: 10, reason: "Better on 7 of 10 metrics: more than half." } as const; // prettier-ignore

  it("stands beside our verdict, says whether they part, and why ours is safer", () => {
    const words = text(() => MajorityNote({ majority, decision: "collect-more-data", href: "../methods/x.html" }));
    expect(words).toContain("Our verdict is “collect more data”");
    expect(words).toContain("Why ours is safer");
    expect(text(() => MajorityNote({ majority, decision: "promote", href: null }))).toContain("both rules agree");
  });
});

describe("the ledger", () => {
  const line = (at: string, changes: Partial<LedgerLine> = {}): LedgerLine => ({
    at, event: "look", sentence: "Boosted trees was judged against Ridge", by: null, champion: null, challenger: null, decision: "keep",
    rule: "5-not-worth-it", look: 1, modelsJudged: 13, rows: { sha256: "ab".repeat(32), units: 61 }, inputs: null, forced: false, reason: null,
    ...changes,
  }); // prettier-ignore

  it("keeps the order, names who forced what and why, folds the old away and counts what is torn", () => {
    const lines = Array.from({ length: 10 }, (_, i) => line(`2026-11-${20 - i}T08:00:00Z`));
    lines[0] = line("2026-11-21T08:00:00Z", { by: "<b>ann</b>", forced: true, reason: "must" });
    const trail = drawn(() => LedgerTrail({ lines, skipped: 1 }));
    const first = trail.querySelector("tbody tr")!.textContent!;
    expect(first).toContain("2026-11-21 08:00by <b>ann</b>");
    expect(first).toContain("Reason: must");
    expect(first).toContain("forced against it");
    expect(trail.querySelector("summary")!.textContent).toBe("Earlier decisions (2)");
    expect(trail.textContent).toContain("1 line of the ledger could not be read");
  });
});

describe("links and words", () => {
  it("lead each test to its method, and nowhere in a file that stands alone", () => {
    const { tests } = pairOf().compare;
    const table = (href: ((page: string) => string) | null) => drawn(() => TestTable(tests, [mae], "mae", href));
    expect(
      table((page) => `../methods/${page}.html`)
        .querySelector("a")!
        .getAttribute("href"),
    ).toBe("../methods/paired-bootstrap.html");
    expect(table(null).querySelector("a")).toBeNull();
  });

  it("show what a run does not have as a dash", () => {
    const changes = [{ name: "depth", champion: null, challenger: "6" }];
    expect(text(() => ParameterChanges(changes, { champion: "Ridge", challenger: "Trees" }))).toContain("depth–6");
  });

  it("quote names in the query for the rows on which two runs part", () => {
    expect(disagreementQuery("regression", "ridge", 'b"trees')).toContain(
      'abs(label - "ridge") - abs(label - "b""trees")',
    );
  });
});
