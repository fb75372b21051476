import { afterEach, describe, expect, it, vi } from "vitest";
import type { Alert, JudgedWindow, MonitorDocument } from "../../src/decisions/monitor-types.js";
import { getMetric } from "../../src/metrics/index.js";
import { alertSubjects } from "../../reports/components/AlertTable.js";
import { MonitoringPage } from "../../reports/components/MonitoringPage.js";
import { monitoringSentence } from "../../reports/components/monitoringSentence.js";
import { reading } from "../../reports/components/quantities.js";
import { windowRowsQuery } from "../../reports/components/readyQueries.js";
import { executable, seriousFaults, site } from "./browser.js";
import { drawn, interval } from "./documents.js";

const project = { id: "flights", title: "Flights", rows: "flights", targetUnit: "minutes", task: "regression", target: "delay", positive: "" } as const; // prettier-ignore
const metric = reading(getMetric("mae"), "minutes");
const score = { mean: 3, quantiles: [-10, -5, 0, 5, 40], counts: [10, 70, 20] };

/** A week with a metric; the newest ones have no labels. */
function week(i: number, value: number, state: JudgedWindow["performance"]["state"]): JudgedWindow {
  const at = (days: number): string => new Date(Date.UTC(2013, 10, 4 + days)).toISOString().slice(0, 10);
  const known = Number.isFinite(value);
  return {
    name: at(7 * i),
    from: at(7 * i),
    to: at(7 * i + 7),
    rows: 100,
    units: 7,
    labelled: known ? 100 : 0,
    score,
    risk: { low: 50, medium: 40 - i, high: 10 + i },
    realised: interval(value, value - 1, value + 1, known ? 100 : 0, known ? 7 : 0),
    expected: interval(12, 11, 13, 100, 7),
    performance: { state, reason: known ? `Mean absolute error ${value}` : "no labels here" },
    sustained: state === "alarm" ? "warn" : state,
    expectedPerformance: { state: "ok", reason: "Mean absolute error 12" },
  };
}

const drift: Alert = { what: "drift", column: "airport_delay", state: "alarm", reason: "PSI 0.4", since: "October 2013", until: null }; // prettier-ignore
const late: Alert = { what: "performance", column: null, state: "alarm", reason: "worse", since: "2013-11-18", until: null }; // prettier-ignore
const over: Alert = { ...late, state: "warn", since: "2013-11-04", until: "2013-11-04" };

function document(changes: Partial<MonitorDocument> = {}): MonitorDocument {
  return {
    schemaVersion: 1,
    assayVersion: "0.1.0",
    warnings: [],
    project: "flights",
    policy: { source: "default", largestWorsening: 1.2, level: 0.95, minimumRows: 30, minimumUnits: 2, importanceThatMatters: 0.05 }, // prettier-ignore
    state: "ok",
    log: {
      source: "held-out",
      run: { runId: "r", title: "Ridge" },
      metric: { name: "mae", title: "Mean absolute error", direction: "minimize", unit: "target" },
      unit: "days",
      labelDelayDays: 1,
      asOf: "2013-12-01T00:00:00.000Z",
      reference: { name: "test rows", window: { ...week(0, 12, "ok"), name: "test rows", from: null, to: null } },
      scoreBins: [-20, 0, 20, 60],
      risk: { medium: 0, high: 30 },
      record: { windows: 3, meanGap: 1.5, inside: 2 },
      estimator: "From trees.",
      notes: [],
    },
    limit: 13.2,
    windowsPerYear: 52,
    windows: [week(0, 11, "ok"), week(1, 15, "alarm"), week(2, 12, "ok"), week(3, Number.NaN, "too-few-rows")],
    alerts: [],
    retraining: { advised: false, reason: "Nothing is alarmed." },
    ...changes,
  };
}

const page = (changes: Partial<MonitorDocument> = {}): HTMLElement =>
  drawn(() => MonitoringPage(document(changes), project));
const asked = (query: string): void => void vi.stubGlobal("location", { search: query, pathname: "/", hash: "" });
afterEach(() => vi.unstubAllGlobals());

describe("the sentence", () => {
  const sentence = (changes: Partial<MonitorDocument>) => monitoringSentence(document(changes), metric);

  it("puts performance before drift, and what the labels say before what is only expected", () => {
    expect(sentence({ alerts: [drift, late] })).toBe(
      "Ridge has been worse than allowed since 18 November 2013: mean absolute error 12.0 minutes",
    );
    expect(sentence({ alerts: [drift, { ...late, what: "expected performance" }] })).toContain("before all labels");
    expect(sentence({ alerts: [{ ...late, state: "warn" }] })).toContain("these labels cannot settle it");
  });

  it("says that the model holds where only the data moved, and does not count what has ended", () => {
    expect(sentence({ alerts: [drift, over] })).toBe(
      "The data moved, and Ridge holds: mean absolute error 12.0 minutes",
    );
    expect(sentence({ alerts: [over] })).toBe("Ridge holds: mean absolute error 12.0 minutes, as allowed");
  });

  it("claims nothing where no label has come", () =>
    expect(sentence({ windows: [week(0, Number.NaN, "too-few-rows")] })).toBe("No label can judge the model yet"));
});

describe("alerts", () => {
  it("come by what they are about, performance first, with their history", () => {
    const subjects = alertSubjects([drift, { ...drift, since: "July 2013", until: "July 2013" }, late, over]);
    expect(subjects.map(({ what, ended }) => [what, ended.length])).toEqual([
      ["performance", 1],
      ["drift", 1],
    ]);
    expect(subjects[0]!.open).toBe(late);
  });

  it("show what is open, fold away what has ended, and obey the control", () => {
    const text = (): string =>
      page({ alerts: [drift, over] }).querySelector("[aria-labelledby=alerts-and-their-history]")!.textContent!;
    expect(text()).toContain("airport delay");
    expect(text()).toContain("Ended (1)");
    asked("?alerts=performance");
    expect(text()).not.toContain("airport delay");
    expect(text()).toContain("Nothing is alarmed or warned of now.");
  });
});

describe("the page", () => {
  it("answers first: state, advice, the newest window that labels can judge, and how bad it was", () => {
    const shown = page();
    expect(shown.querySelector(".above .pill")!.textContent).toBe("OK");
    const line = shown.querySelector("p.evidence")!.textContent!;
    expect(line).toContain("Retraining is not advised. Nothing is alarmed.");
    expect(line).toContain(
      "18 Nov – 24 Nov 2013: mean absolute error 12.0 minutes [11.0, 13.0] from 100 flights on 7 days",
    );
    expect(line).toContain("1 of 3 windows alarmed, the worst with 15.0 minutes, 11 Nov – 17 Nov 2013");
  });

  it("holds performance with both bands, volume, score and risk, each with its words", () => {
    const labels = [...page().querySelectorAll("[role=img]")].map((node) => node.getAttribute("aria-label")!);
    expect(labels.find((label) => label.startsWith("Mean absolute error over 4 windows"))).toMatch(
      /13\.2 minutes allowed.*Newest with labels: 12\.0 minutes.*Worst: 15\.0 minutes/,
    );
    expect(labels.join()).toContain("400 flights in 4 windows");
    expect(labels.join()).toContain("100 have no label yet");
    expect(labels.join()).toContain("median from 0 minutes to 0 minutes, 0 minutes on the test rows");
    expect(labels.join()).toContain("High scores: 10 % in the first window, 13 % in the newest");
  });

  it("says how well the estimate without labels did", () => {
    const facts = page().querySelector("dl.facts")!.textContent!;
    expect(facts).toContain("1.5 minutes");
    expect(facts).toContain("2 of 3");
    expect(page({ log: { ...document().log, record: null } }).querySelector("dl.facts")!.textContent).not.toContain(
      "without labels",
    );
  });

  it("judges each window alone or for a whole year, as the address says", () => {
    const states = (): string[] =>
      [...page().querySelectorAll("table[aria-label='The newest windows'] .pill")].map((pill) => pill.textContent!);
    expect(states()).toEqual(["Too few rows", "OK", "Alarm", "OK"]);
    asked("?judged=year");
    expect(states()).toEqual(["Too few rows", "OK", "Warn", "OK"]);
  });

  it("opens the window of the address, and takes no unknown one", () => {
    const title = (): string => page().querySelectorAll("h2")[0]!.textContent!;
    expect(title()).toBe("18 Nov – 24 Nov 2013");
    asked("?window=2013-11-11");
    expect(title()).toBe("11 Nov – 17 Nov 2013");
    asked("?window=%3Cscript%3E");
    expect(title()).toBe("18 Nov – 24 Nov 2013");
  });

  it("draws a replay without dates, an estimate that is not there, and no label at all", () => {
    const parts = [1, 2, 3].map((i) => ({
      ...week(i, 12, "ok"), name: `Part ${i}`, from: null, to: null, expected: null,
    })); // prettier-ignore
    const replay = page({
      windows: parts,
      windowsPerYear: null,
      log: { ...document().log, source: "replay", asOf: null },
    });
    expect(replay.textContent).toContain("A replay: held-out rows");
    expect(replay.textContent).not.toMatch(/NaN|undefined|null/);
    expect(replay.querySelector("select[name=judged]")).toBeNull();
    expect(page({ windows: [week(0, Number.NaN, "too-few-rows")] }).textContent).not.toMatch(/NaN|undefined/);
    expect(page({ windows: [] }).textContent).toContain("assay predict");
  });
});

describe("the way to a window's rows", () => {
  it("asks for what lies within it, the worst misses first", () => {
    const sql = windowRowsQuery("regression", { name: "x", from: "2013-11-04", to: "2013-11-11" });
    expect(sql).toContain(`"time" >= TIMESTAMP '2013-11-04 00:00:00' AND "time" < TIMESTAMP '2013-11-11 00:00:00'`);
    expect(sql).toContain("ORDER BY loss DESC");
    expect(windowRowsQuery("classification", { name: "Part 'x'", from: null, to: null })).toContain(
      "part = 'Part ''x'''",
    );
    const link = page().querySelector("table[aria-label='The newest windows'] a")!.getAttribute("href")!;
    expect(new URLSearchParams(link.split("?")[1]).get("query")).toContain("2013-11-25");
  });
});

const { open } = site();

describe.skipIf(!executable)("the built page", () => {
  it.concurrent("restores a window from the address and leads to its rows", async () => {
    const { page: opened, strangers, faults } = await open("/nyc-flights/monitoring?window=2013-12-02&judged=year");
    expect(await opened.inputValue("select[name=window]")).toBe("2013-12-02");
    expect(await opened.inputValue("select[name=judged]")).toBe("year");
    await opened.click("text=See these rows");
    await opened.waitForSelector(".result table td");
    expect(await opened.locator(".result [role=status]").innerText()).toContain("200 rows");
    expect(strangers).toEqual([]);
    expect(faults).toEqual([]);
    await opened.context().close();
  });

  it.concurrent("is readable with every alert open, in the dark", async () => {
    const { page: opened } = await open("/nyc-flights/monitoring", { scheme: "dark", width: 390 });
    for (const summary of await opened.locator("details > summary").all()) await summary.click();
    expect(await seriousFaults(opened)).toEqual([]);
    await opened.context().close();
  });
});
