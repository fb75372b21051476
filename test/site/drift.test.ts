import { parseHTML } from "linkedom";
import { afterEach, describe, expect, it, vi } from "vitest";
import { driftParts } from "../../src/cards/page-parts.js";
import { DriftHistogram } from "../../reports/components/DriftHistogram.js";
import { DriftPage } from "../../reports/components/DriftPage.js";
import { driftSentence } from "../../reports/components/driftSentence.js";
import { shownColumns } from "../../reports/components/DriftEvidence.js";
import { medianOfBins } from "../../reports/components/driftWords.js";
import { byWeight } from "../../reports/components/DriftTable.js";
import { executable, seriousFaults, site } from "./browser.js";
import { drawn, driftColumn, driftOf, interval, unsequenced } from "./documents.js";

const alarm = driftColumn("airport_delay", { state: "alarm", effect: { measure: "psi", estimate: 0.36, lower: 0.25, upper: 0.5, threshold: 0.1 } }); // prettier-ignore
const warn = driftColumn("departures", { state: "warn", effect: { measure: "psi", estimate: 0.11, lower: 0.08, upper: 0.16, threshold: 0.1 } }); // prettier-ignore
const context = driftColumn("temp", { role: "context", effect: { measure: "psi", estimate: 3.7, lower: 2.6, upper: 5.2, threshold: 0.1 } }); // prettier-ignore

describe("the order of columns", () => {
  it("is what matters first; context last, however far it moved", () =>
    expect(byWeight([context, driftColumn("seats"), warn, alarm]).map(({ name }) => name)).toEqual([
      "airport_delay",
      "departures",
      "seats",
      "temp",
    ]));
});

describe("the order of columns that a model uses", () => {
  const moved = (name: string, estimate: number) =>
    driftColumn(name, { effect: { measure: "psi", estimate, lower: 0, upper: 1, threshold: 0.1 } });
  it("is drift times importance within a state; the prediction counts in full", () => {
    const score = { ...moved("prediction", 0.05), role: "score" as const };
    const columns = [moved("loud", 0.9), moved("used", 0.2), moved("unused", 3), score, alarm];
    expect(byWeight(columns, { loud: 0.01, used: 0.2 }).map(({ name }) => name)).toEqual([
      "airport_delay",
      "prediction",
      "used",
      "loud",
      "unused",
    ]);
  });
});

describe("what is shown first", () => {
  const still = Array.from({ length: 20 }, (_, i) => driftColumn(`still_${i}`));
  const label = driftColumn("late", { role: "label", effect: { measure: "psi", estimate: 0, lower: 0, upper: 0, threshold: 0.1 } }); // prettier-ignore
  const names = (columns: Parameters<typeof shownColumns>[0]) =>
    shownColumns(columns, "notable").map(({ name }) => name);

  it("is what alarms or warns, the label, and never fewer than eight", () => {
    const shown = names([...still, context, label, warn, alarm]);
    expect(shown.slice(0, 2)).toEqual(["airport_delay", "departures"]);
    expect(shown).toContain("late");
    expect(shown).not.toContain("temp");
    expect(shown.length).toBe(9);
  });

  it("hides no alarm, however many there are, and nothing of a short table", () => {
    expect(names(Array.from({ length: 30 }, (_, i) => ({ ...alarm, name: `a${i}` }))).length).toBe(30);
    expect(names([context, alarm])).toEqual(["airport_delay", "temp"]);
  });
});

describe("the sentence", () => {
  it("names what moved, or says that nothing did", () => {
    expect(driftSentence(driftOf([alarm, warn]), "training", "September")).toBe(
      "September moved away from training in airport delay",
    );
    expect(driftSentence(driftOf([warn]), "training", "September")).toContain("may have moved in departures");
    expect(driftSentence(driftOf([context]), "training", "September")).toBe("September still looks like training");
  });
});

describe("the histogram pair", () => {
  it("draws one bar a bin, values that stand alone among them", () =>
    expect(drawn(() => DriftHistogram(driftColumn("x")).querySelectorAll("rect").length)).toBe(4));

  it("draws categories, and one that is new", () => {
    const column = driftColumn("carrier", {
      type: "categorical",
      bins: ["UA", "B6", "new"].map((value, i) => ({
        lower: null,
        upper: null,
        value,
        reference: i < 2 ? 100 : 0,
        current: 50,
      })),
    });
    const node = drawn(() => DriftHistogram(column));
    expect(node.querySelectorAll("rect").length).toBe(3);
    expect(node.getAttribute("aria-label")).toContain("new: +33.3 %");
  });
});

describe("the middle of a side", () => {
  const bins = [
    { lower: null, upper: 0, value: null, reference: 30, current: 10 },
    { lower: 0, upper: 10, value: null, reference: 40, current: 20 },
    { lower: 10, upper: null, value: null, reference: 30, current: 70 },
  ];
  it("lies where half of the rows lie below, within its bin", () => {
    const column = driftColumn("delay", { bins });
    expect(medianOfBins(column, "reference")).toBe(5);
    expect(medianOfBins(column, "current")).toBe(10);
    expect(medianOfBins({ ...column, type: "categorical" }, "current")).toBeNaN();
    expect(medianOfBins({ ...column, bins: [] }, "current")).toBeNaN();
  });

  it("counts values that stand alone where they lie, and what is missing nowhere", () => {
    const more = [{ lower: null, upper: null, value: "-3", reference: 0, current: 300 }, { lower: null, upper: null, value: "missing", reference: 900, current: 0 }]; // prettier-ignore
    const column = driftColumn("delay", { bins: [...bins, ...more] });
    expect(medianOfBins(column, "current")).toBe(-3);
    expect(medianOfBins(column, "reference")).toBe(5);
  });
});

describe("the page", () => {
  afterEach(() => vi.unstubAllGlobals());
  const asked = (query: string): void => void vi.stubGlobal("location", { search: query, pathname: "/", hash: "" });
  const loaded = async () => {
    vi.stubGlobal("document", parseHTML("<html><body></body></html>").document);
    const shown = page();
    await vi.waitFor(() => expect(shown.querySelector("h1")).not.toBeNull());
    return shown;
  };
  const project = { id: "f", title: "F", rows: "flights", targetUnit: "minutes", task: "regression", target: "", positive: "" } as const; // prettier-ignore
  const still = driftColumn("still");
  const joint = { auc: interval(0.81, 0.78, 0.84), columns: [{ name: "airport_delay", importance: 0.7 }], state: "alarm" as const, reason: "", threshold: 0.75 }; // prettier-ignore
  const change = { what: "performance", name: "Ridge", at: "2013-09-09", before: 11, after: 15, pValue: 0.001 } as const; // prettier-ignore
  const points = [1, 2, 3].map((i) => ({ from: `2013-09-0${i}`, value: 11 + i, n: 100, split: "test" }));
  const { drift, windows } = driftParts(
    {
      replay: false,
      unit: { singular: "day", plural: "days" },
      windows: [
        {
          name: "August 2013",
          from: "2013-08-01",
          to: "2013-09-01",
          document: driftOf([driftColumn("airport_delay"), still, context]),
          ...unsequenced,
        },
        {
          name: "September 2013",
          from: "2013-09-01",
          to: "2013-10-01",
          document: { ...driftOf([alarm, still, context]), multivariate: joint },
          ...unsequenced,
          alone: "alarm",
        },
      ],
      changePoints: [change],
      performance: { metric: "mae", series: [{ run: "r1", title: "Ridge", points }] },
    },
    [{ feature: "airport_delay", value: 0.2 }],
  );
  const page = () => drawn(() => DriftPage(drift, () => Promise.resolve(windows), project));

  it("opens on the latest window with its state in words", () => {
    expect(page().querySelector("h1")!.textContent).toBe("September moved away from training in airport delay");
    expect(page().querySelector(".above .pill")!.textContent).toBe("Alarm");
  });

  it("shows context as context, never as an alarm", () =>
    expect(
      [...page().querySelectorAll("[aria-label^='Drift by column'] tbody .pill")].map((pill) => pill.textContent),
    ).toEqual(["Alarm", "OK", "Context"]));

  it("says what the error was in the window", () =>
    expect([...page().querySelectorAll("[role=img]")].map((node) => node.getAttribute("aria-label")).join()).toContain(
      "13.0 minutes in September 2013",
    ));

  it("says what the label did, which features stayed quiet, and how much of the model moved", () => {
    const text = page().textContent!;
    expect(text).toContain("Quiet in every window: still");
    const labels = [...page().querySelectorAll("[role=img]")].map((node) => node.getAttribute("aria-label")!);
    expect(labels.join()).toContain("at most 20 % in September 2013, 1 column");
    expect(page().querySelector("dl.facts")!.textContent).toContain("20 %");
  });

  it("asks what if by threshold, measure and correction, and keeps the official state beside", async () => {
    asked("?threshold=0.5");
    const shown = page();
    expect(shown.querySelector("h1")!.textContent).toContain("all features together");
    expect(shown.querySelector(".above")!.textContent).toMatch(
      /^WarnWhat if: threshold 0\.5.*against training: Alarm$/,
    );
    asked("?measure=jensenShannon&correction=none");
    const other = await loaded();
    expect(other.querySelector(".above")!.textContent).toContain("judged by Jensen–Shannon distance");
    expect(other.querySelector(".above")!.textContent).toContain("correction none");
  });

  it("changes no state by a measure without a limit", async () => {
    asked("?measure=wasserstein");
    const shown = await loaded();
    expect(shown.querySelector(".above")!.textContent).toBe("Alarm");
    expect(shown.textContent).toContain("States rest on PSI; Wasserstein distance is shown beside.");
  });

  it("takes another window as the reference, and none as its own", async () => {
    asked("?reference=august-2013");
    const shown = await loaded();
    expect(shown.querySelector(".above")!.textContent).toContain("What if: against August 2013");
    expect(shown.querySelector("table.evidence")!.getAttribute("aria-label")).toBe(
      "Drift by column: August and September",
    );
    asked("?reference=september-2013");
    expect(page().textContent).toContain("cannot be compared with itself");
  });

  it("opens one column in full, as the address says", () => {
    expect(page().querySelector(".detail")).toBeNull();
    asked("?column=airport_delay");
    const detail = page().querySelector(".detail")!;
    expect(detail.textContent).toContain("airport delay");
    expect(detail.textContent).toContain("Kolmogorov–Smirnov");
    expect(detail.textContent).toContain("20.0 %");
    expect(detail.querySelectorAll("table tbody tr").length).toBe(4);
    asked("?column=%3Cscript%3E");
    expect(page().querySelector(".detail")).toBeNull();
  });

  it("lists every window, the newest first, with what holds among all of them, by itself and for a year", () => {
    const rows = [...page().querySelectorAll("table[aria-label='The newest windows'] tbody tr")];
    expect(rows.map((row) => row.textContent)).toEqual(["September 2013AlarmAlarmOK120 %", "August 2013OKOKOK00 %"]);
  });

  it("says whether all features together tell the sides apart, and when levels changed", () => {
    const text = page().textContent!;
    expect(text).toContain("Area under the ROC curve 0.810 [0.780, 0.840]; the limit is 0.75");
    expect(text).toContain("When levels changed");
    expect(text).toContain("9 September 2013");
  });
});

const { open } = site();

describe.skipIf(!executable)("the built page", () => {
  it.concurrent("keeps every choice in the address, and answers what if at once", async () => {
    const { page: opened, faults, strangers } = await open("/nyc-flights/drift?window=september-2013");
    const asked = (name: string): string | null => new URL(opened.url()).searchParams.get(name);
    const above = async (): Promise<string> => await opened.locator(".headline .above").innerText();
    await opened.waitForSelector(".headline");
    expect(await above()).not.toContain("What if");
    await opened.fill("input[name=threshold]", "30");
    expect(asked("threshold")).toBe("30");
    expect(await above()).toContain("What if");
    await opened.selectOption("select[name=correction]", "holm");
    await opened.selectOption("select[name=reference]", "october-2013");
    await opened.locator(".headline .above", { hasText: "against October 2013" }).waitFor();
    expect([asked("correction"), asked("reference"), asked("window")]).toEqual([
      "holm",
      "october-2013",
      "september-2013",
    ]);
    await opened.selectOption("select[name=reference]", "training");
    await opened.fill("input[name=threshold]", "");
    expect(asked("threshold")).toBeNull();
    expect(faults).toEqual([]);
    expect(strangers).toEqual([]);
    await opened.context().close();
  });

  it.concurrent("opens a column by keyboard, readable in the dark on a narrow screen", async () => {
    const { page: opened } = await open("/nyc-flights/drift?column=distance", { width: 390, scheme: "dark" });
    expect(await opened.locator(".detail h2").innerText()).toBe("distance");
    expect(await seriousFaults(opened)).toEqual([]);
    expect(await opened.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await opened.locator(".detail button").focus();
    await opened.keyboard.press("Enter");
    expect(await opened.locator(".detail").count()).toBe(0);
    await opened.context().close();
  });
});
