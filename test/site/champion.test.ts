import { describe, expect, it } from "vitest";
import { getMetric } from "../../src/metrics/index.js";
import { ChampionPage } from "../../reports/components/ChampionPage.js";
import { fairDomain, IntervalMark } from "../../reports/components/IntervalMark.js";
import { GainChart } from "../../reports/components/GainChart.js";
import { reading } from "../../reports/components/quantities.js";
import { element } from "../../reports/components/element.js";
import { WhatIf } from "../../reports/components/WhatIf.js";
import type { PairDocument } from "../../src/decisions/documents.js";
import { askedCosts, askedSettings, type Movable } from "../../reports/components/whatIfState.js";
import { spanWords } from "../../reports/components/words.js";
import { drawn, interval, pairOf } from "./documents.js";

const project = { id: "flights", title: "Flights", rows: "flights", targetUnit: "minutes", task: "regression", target: "delay", positive: "" } as const; // prettier-ignore
const readings = (["mae", "rmse"] as const).map((name) => reading(getMetric(name), "minutes"));

const runs = [
  { runId: "r1", name: "ridge", title: "Ridge" },
  { runId: "r2", name: "trees", title: "Boosted trees" },
];
const rows = { evidence: "test", n: 55_628, units: 61, unit: "days", from: "2013-09-01", to: "2013-11-01" } as const;
const evidence = {
  rows,
  metrics: readings,
  runs,
  official: { champion: "r1", challenger: "r2" },
  curves: {},
  pairs: [pairOf()],
};

const noMore = () => Promise.reject(new Error("the official pair needs no other file"));

const noLedger = { lines: [], skipped: 0 };

describe("what if", () => {
  const moved = (values: Partial<Record<Movable, string>>) => ({ get: (name: Movable) => values[name] ?? "" });

  it("takes from the address what lies within bounds, and nothing else", () => {
    const pair = pairOf();
    expect(askedSettings(pair, moved({ margin: "0.6", level: "0.9" }))).toEqual({ margin: 0.6, level: 0.9 });
    expect(askedSettings(pair, moved({ margin: "-1", level: "2", threshold: "much" }))).toEqual({});
    expect(askedSettings(pair, moved({}))).toEqual({});
  });

  it("costs what the policy says, else 1 for an error, until the reader says otherwise", () => {
    const pair = pairOf();
    expect(askedCosts(pair, moved({ tooLow: "3" }))).toMatchObject({ tooHigh: 1, tooLow: 3, falsePositive: 1 });
    const priced = { ...pair, whatIf: { ...pair.whatIf, costs: { falsePositive: 2, falseNegative: 9 } } };
    expect(askedCosts(priced, moved({ falseNegative: "-4" }))).toEqual({
      falsePositive: 2, falseNegative: -4, truePositive: 0, trueNegative: 0, tooHigh: 1, tooLow: 1,
    }); // prettier-ignore
  });

  const context = {
    readings, sentence: "", rows: "flights", positive: "", span: "", evidence: "test", official: true, methodHref: null, rowsHref: null,
  } as const; // prettier-ignore
  const asked = (pair: PairDocument) => drawn(() => element("div", {}, WhatIf(pair, context)));

  it("answers with the official verdict until something is moved, and says what errors cost", () => {
    const [verdict, value] = asked(pairOf()).querySelectorAll(".what-if");
    expect(verdict!.textContent).toContain("The same as the official verdict.");
    expect(verdict!.querySelectorAll("input[type=range]").length).toBe(2);
    expect(value!.textContent).toMatch(
      /Per 1,000 flights, Ridge costs 11,8\d\d and Boosted trees 11,6\d\d: the challenger saves/,
    );
  });

  it("is left out where the rows define no interval", () => {
    const pair = pairOf();
    pair.compare.verdict.gain = interval(0.16, Number.NaN, Number.NaN);
    pair.whatIf.errors = null;
    expect(asked(pair).querySelector(".what-if")).toBeNull();
  });
});

describe("the gain's picture", () => {
  const data = { ...pairOf(), gain: interval(0.16, -0.1, 0.47), margin: 0.25, metricTitle: "Mean absolute error", quantity: readings[0]!.quantity, rows: "flights", unit: "days" }; // prettier-ignore

  it.each([1054, 318])("names its zones and both intervals at %i pixels", (width) => {
    const text = drawn(() => GainChart(data, { width }).textContent!);
    expect(text).toContain("worse");
    expect(text).toMatch(/worth promoting|promote/);
    expect(text).toContain("independent");
    expect(text).toContain("−0.10 to 0.47");
  });

  it("says in words what it shows", () => {
    expect(drawn(() => GainChart(data, { width: 800 }).getAttribute("aria-label"))).toMatch(
      /\[−0\.10, 0\.47\] minutes.*A gain counts from 0\.25 minutes/,
    );
  });
});

describe("intervals in rows", () => {
  it("cuts off with a mark what lies outside", () => {
    const mark = drawn(() => IntervalMark({ estimate: 92, lower: 17, upper: 104 }, { domain: [-5, 5], color: "red" }));
    expect(mark.querySelectorAll("path").length).toBe(1);
    expect(mark.querySelector("circle")).toBeNull();
  });

  it("does not let one extreme row flatten the others", () => {
    const rows = [1, 1.2, 0.8, 1.1, 100].map((upper) => ({ lower: -upper, upper }));
    expect(fairDomain(rows)[1]).toBeLessThan(10);
  });
});

describe("the page", () => {
  it("answers first", () => {
    const page = drawn(() => ChampionPage(evidence, noMore, noLedger, project));
    expect(page.querySelector("h1")!.textContent).toContain("0.16 minutes better");
    expect(page.querySelector(".pill")!.textContent).toBe("Collect more data");
    expect(page.querySelector("p.evidence")!.textContent).toContain("September–October 2013");
    expect(page.textContent).not.toContain("not the official comparison");
  });

  it("marks a pair that is not the official one", () => {
    const page = drawn(() => ChampionPage({ ...evidence, official: null }, noMore, noLedger, project));
    expect(page.textContent).toContain("not the official comparison");
  });

  it("waits with a sentence and a command", () => {
    expect(drawn(() => ChampionPage({ ...evidence, pairs: [] }, noMore, noLedger, project).textContent)).toContain(
      "npx assay train flights",
    );
  });
});

describe("spans in words", () => {
  it.each([
    ["2013-09-01", "2013-11-01", "September–October 2013"],
    ["2013-09-01T00:00:00Z", "2013-10-31T22:00:00Z", "September–October 2013"],
    ["2013-12-01", "2014-01-01", "December 2013"],
    ["2013-09-03", "2013-10-08", "3 Sep – 7 Oct 2013"],
  ])("%s to %s is %s", (from, to, words) => expect(spanWords(from, to)).toBe(words));

  it("is empty where a side is not known", () => expect(spanWords(null, "2013-01-01")).toBe(""));
});
