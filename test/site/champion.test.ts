import { describe, expect, it } from "vitest";
import { getMetric } from "../../src/metrics/index.js";
import { ChampionPage } from "../../reports/components/ChampionPage.js";
import { fairDomain, IntervalMark } from "../../reports/components/IntervalMark.js";
import { GainChart } from "../../reports/components/GainChart.js";
import { reading } from "../../reports/components/quantities.js";
import { verdictAtMargin } from "../../reports/components/WhatIf.js";
import { spanWords } from "../../reports/components/words.js";
import { drawn, interval, pairOf } from "./documents.js";

const project = { id: "flights", title: "Flights", rows: "flights", targetUnit: "minutes", task: "regression", target: "delay", positive: "" } as const; // prettier-ignore
const readings = (["mae", "rmse"] as const).map((name) => reading(getMetric(name), "minutes"));

describe("what if", () => {
  const { compare } = pairOf();

  it("asks the code that decides", () => {
    expect(verdictAtMargin(compare, readings, 0.25).decision).toBe("collect-more-data");
    expect(verdictAtMargin(compare, readings, 0.6).decision).toBe("equivalent");
  });

  it("never changes the official verdict", () => {
    const before = JSON.stringify(compare.verdict);
    verdictAtMargin(compare, readings, 0.6);
    expect(JSON.stringify(compare.verdict)).toBe(before);
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
