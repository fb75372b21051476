import { describe, expect, it } from "vitest";
import { driftDocument, defaultDriftPolicy } from "../../src/decisions/drift.js";
import { driftWhatIf } from "../../src/decisions/drift-what-if.js";
import { driftColumn, driftOf } from "../site/documents.js";

const effect = (estimate: number, lower: number, upper: number) =>
  ({ measure: "psi", estimate, lower, upper, threshold: 0.1 }) as const;
const test = (pValue: number) =>
  ({ name: "chi-square", statistic: 1, pValue, adjustedPValue: pValue, exact: true, error: 0 }) as const;

const sure = driftColumn("sure", { effect: effect(0.3, 0.2, 0.4), test: test(0.001) });
const thin = driftColumn("thin", { effect: effect(0.2, 0.15, 0.3), test: test(0.02) });
const still = driftColumn("still", { effect: effect(0.01, 0, 0.03), test: test(0.9) });
const season = driftColumn("season", { role: "context", effect: effect(4, 3, 5), test: test(Number.NaN) });
const document = driftOf([sure, thin, still, season]);
const states = (settings: Parameters<typeof driftWhatIf>[1], of = document) =>
  Object.fromEntries(driftWhatIf(of, settings).columns.map(({ name, state }) => [name, state]));

describe("what if a window were judged by other settings", () => {
  it("answers as the judge does where nothing differs", () => {
    const { columns } = document;
    const judged = driftDocument(
      {
        reference: document.reference,
        current: document.current,
        units: document.units,
        level: 0.95,
        columns: columns.map((column, i) => ({ ...column, test: test([0.003, 0.03, 0.9, Number.NaN][i]!) })),
        multivariate: null,
        chance: { windows: 0, lowerBounds: [] },
      } as unknown as Parameters<typeof driftDocument>[0],
      { policy: defaultDriftPolicy, assayVersion: "0.1.0", warnings: [] },
    );
    expect(states({})).toEqual(Object.fromEntries(judged.columns.map(({ name, state }) => [name, state])));
    expect(driftWhatIf(document, {}).summary).toMatchObject({ tested: 3, alarms: 2, expectedByChance: 0.4 });
  });

  it("moves the limit: over the estimate nothing warns, under it context still does not", () => {
    expect(states({ threshold: 0.25 })).toEqual({ sure: "warn", thin: "ok", still: "ok", season: "ok" });
    expect(states({ threshold: 0.001 })).toMatchObject({ still: "warn", season: "ok" });
    expect(driftWhatIf(document, { threshold: 0.5 }).state).toBe("ok");
    expect(driftWhatIf(document, { threshold: 0.25 }).summary.expectedByChance).toBeNaN();
    expect(() => driftWhatIf(document, { threshold: 0 })).toThrow(RangeError);
  });

  it("corrects p-values as asked, context not counted", () => {
    expect(states({ correction: "none" }).thin).toBe("alarm");
    expect(states({ correction: "benjamini-hochberg" }).thin).toBe("alarm");
    expect(states({ correction: "holm" }).thin).toBe("alarm");
    expect(states({ correction: "bonferroni" }).thin).toBe("warn");
    const adjusted = driftWhatIf(document, { correction: "bonferroni" }).columns.map(({ test: t }) => t.adjustedPValue);
    expect(adjusted).toEqual([0.003, 0.06, 1, Number.NaN]);
  });

  it("judges a measure without an interval by its size and the test", () => {
    const measures = { ...still.measures, jensenShannon: 0.3 };
    const of = driftOf([{ ...sure, measures }, { ...still, measures }, driftColumn("small")]);
    expect(states({ measure: "jensenShannon", threshold: 0.2 }, of)).toEqual({
      sure: "alarm",
      still: "warn",
      small: "ok",
    });
    const text = driftColumn("text", { measures: { ...measures, kolmogorovSmirnov: null } });
    expect(states({ measure: "kolmogorovSmirnov" }, driftOf([text]))).toEqual({ text: "ok" });
  });

  it("takes another window as the reference", () => {
    const bins = (counts: number[]) =>
      counts.map((current, i) => ({ lower: i, upper: i + 1, value: null, reference: 500, current }));
    const window = (counts: number[]) =>
      driftOf([driftColumn("x", { effect: effect(0.3, 0.2, 0.4), bins: bins(counts) })]);
    const [before, same, moved] = [window([900, 100]), window([890, 110]), window([300, 700])];
    expect(states({ reference: before }, same)).toEqual({ x: "ok" });
    const found = driftWhatIf(moved, { reference: before });
    expect(found.columns[0]).toMatchObject({ state: "alarm", referenceRows: before.columns[0]!.currentRows });
    expect(found.reference).toBe(before.current);
    expect(found.summary.expectedByChance).toBeNaN();
  });

  it("leaves too few rows what they are", () => {
    const few = driftColumn("few", { currentRows: 3, effect: effect(2, 1, 3), test: test(0.0001) });
    expect(states({ threshold: 0.01 }, driftOf([few]))).toEqual({ few: "too-few-rows" });
    expect(states({ measure: "totalVariation", threshold: 0.01 }, driftOf([few]))).toEqual({ few: "too-few-rows" });
  });
});
