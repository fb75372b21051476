import { describe, expect, it } from "vitest";
import { driftParts } from "../../src/cards/page-parts.js";
import { DriftHistogram } from "../../reports/components/DriftHistogram.js";
import { DriftPage } from "../../reports/components/DriftPage.js";
import { driftSentence } from "../../reports/components/driftSentence.js";
import { shownColumns } from "../../reports/components/DriftEvidence.js";
import { byWeight } from "../../reports/components/DriftTable.js";
import { drawn, driftColumn, driftOf, unsequenced } from "./documents.js";

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

describe("the page", () => {
  const project = { id: "f", title: "F", rows: "flights", targetUnit: "minutes", task: "regression", target: "", positive: "" } as const; // prettier-ignore
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
          document: driftOf([driftColumn("airport_delay"), context]),
          ...unsequenced,
        },
        {
          name: "September 2013",
          from: "2013-09-01",
          to: "2013-10-01",
          document: driftOf([alarm, context]),
          ...unsequenced,
        },
      ],
      changePoints: [],
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
    expect([...page().querySelectorAll("tbody .pill")].map((pill) => pill.textContent)).toEqual(["Alarm", "Context"]));

  it("says what the error was in the window", () =>
    expect([...page().querySelectorAll("[role=img]")].map((node) => node.getAttribute("aria-label")).join()).toContain(
      "13.0 minutes in September 2013",
    ));
});
