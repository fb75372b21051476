import { describe, expect, it } from "vitest";
import { compareMarkdown, compareText } from "../../src/cli/compare-text.js";
import { compareDocument, type CompareContext } from "../../src/decisions/compare-document.js";
import type { Comparison, MetricComparison } from "../../src/evaluation/types.js";
import { confidenceSequence } from "../../src/stats/confidence-sequence.js";
import type { Estimate } from "../../src/stats/estimate.js";

const units = 400;
const estimate = (value: number, lower: number, upper: number, method = "paired-bootstrap"): Estimate => ({
  estimate: value,
  lower,
  upper,
  level: 0.95,
  method,
  n: units,
  units,
});
const metric = (name: MetricComparison["name"], value: number, standardError: number): MetricComparison => ({
  name,
  direction: "maximize",
  champion: estimate(0.8, 0.78, 0.82),
  challenger: estimate(0.8 + value, 0.78 + value, 0.82 + value),
  gain: estimate(value, value - 1.96 * standardError, value + 1.96 * standardError),
  basis: {
    metric: name,
    method: "paired-t",
    estimate: value,
    standardError,
    degreesOfFreedom: null,
    n: units,
    units,
    discordant: null,
    quantiles: null,
  },
  resampledGains: Float64Array.of(value),
});
const comparison = (metrics: MetricComparison[], held = units): Comparison => ({
  task: "classification",
  rows: { compared: units, onlyInChampion: 0, onlyInChallenger: 0, unit: "customers", units: held },
  metrics,
  tests: [],
  contingency: null,
  naive: null,
  posterior: null,
});
const contender = (name: string) => ({ name, runId: null, source: `${name}.csv`, sha256: null });
const context = (look = 1, guardrails: CompareContext["policy"]["guardrails"] = []): CompareContext => ({
  assayVersion: "0.0.0",
  champion: contender("a"),
  challenger: contender("b"),
  policy: {
    name: "test",
    source: "default",
    primaryMetric: "accuracy",
    smallestWorthwhileGain: 0.005,
    level: 0.95,
    guardrails,
    metrics: [],
    evidence: "test",
  },
  targetUnit: "",
  trainOverlap: null,
  look,
  unitsAtFirstLook: units,
  modelsJudged: 2,
  gates: [],
  costs: null,
  warnings: [],
});
const words = { targetUnit: "", rows: "customers" };
const warnings = (given: Comparison) =>
  Object.fromEntries(compareDocument(given, context()).warnings.map(({ code, message }) => [code, message]));

describe("warnings", () => {
  it("say that fewer than 30 units give too narrow an interval", () => {
    expect(warnings(comparison([metric("accuracy", 0.02, 0.001)], 29))).toEqual({
      "few-units": "these rows hold only 29 independent units; with fewer than about 30 the interval is too narrow",
    });
    expect(warnings(comparison([metric("accuracy", 0.02, 0.001)], 30))).toEqual({});
    const few = compareDocument(comparison([metric("accuracy", 0.02, 0.001)], 29), context());
    for (const write of [compareText, compareMarkdown])
      expect(write(few, words)).toContain("Note: these rows hold only 29 independent units;");
  });
  it("say that fewer than ten rows on which one model alone is right may give too narrow an interval", () => {
    const differing = (onlyChampionRight: number, onlyChallengerRight: number) => {
      const one = metric("accuracy", 0.02, 0.001);
      const discordant = { onlyChampionRight, onlyChallengerRight };
      return comparison([{ ...one, basis: { ...one.basis, method: "paired-score", discordant } }]);
    };
    expect(warnings(differing(4, 5))).toMatchObject({
      "few-discordant-rows":
        "one model alone is right on only 9 rows; with fewer than 10 the interval of the gain may be too narrow",
    });
    expect(warnings(differing(4, 6))).not.toHaveProperty("few-discordant-rows");
  });
  it("say at later looks that gates against fixed limits have the interval of one look", () => {
    const gate = {
      name: "accuracy", state: "pass", value: estimate(0.8, 0.78, 0.82), limit: 0.7, reason: "", gate: "performance",
      bound: "at-least", quantity: { unit: "rate", targetUnit: "" }, isDifference: false,
    } as const; // prettier-ignore
    const sequence = { ...gate, value: { ...gate.value, method: "confidence-sequence" } };
    const codes = (look: number, gates: CompareContext["gates"]) =>
      compareDocument(comparison([metric("accuracy", 0.02, 0.001)]), { ...context(look), gates }).warnings.map(
        ({ code }) => code,
      );
    expect(codes(1, [gate])).toEqual([]);
    expect(codes(2, [sequence])).toEqual([]);
    expect(codes(2, [sequence, gate])).toEqual(["gates-at-one-look"]);
  });
  it("say what rows without a discordant one resolve, by their exact bound", () => {
    const bound = 1 - 0.025 ** (1 / units);
    const differing = metric("accuracy", 0, 0);
    const same: MetricComparison = {
      ...differing,
      basis: {
        ...differing.basis,
        method: "no-discordant-rows",
        discordant: { onlyChampionRight: 0, onlyChallengerRight: 0 },
      },
    };
    const { gain } = compareDocument(comparison([same]), context()).verdict;
    expect(gain.upper).toBeCloseTo(bound, 12);
    expect(gain.lower).toBe(-gain.upper);
    expect(warnings(comparison([same]))).toEqual({
      "margin-below-resolution": "a gain counts from 0.50 points on, but these rows resolve no less than 0.92 points",
    });
    const { verdict } = compareDocument(comparison([same]), context());
    const needed = units + verdict.moreUnits.ifGainZero!;
    expect(1 - 0.025 ** (1 / needed)).toBeLessThan(0.005);
    expect(1 - 0.025 ** (1 / (needed - 1))).toBeGreaterThanOrEqual(0.005);
    expect(verdict.moreUnits.ifGainTwiceMargin).toBeNull();
    expect(compareText(compareDocument(comparison([same]), context()), words)).toContain(
      `To settle it: ${needed - units} more customers on each of which both models are right or wrong together.`,
    );
  });
});

it("corrects for several guardrails at later looks too", () => {
  const primary = metric("accuracy", 0.05, 0.002);
  const margin = 0.01;
  const half = confidenceSequence(0, 0.01, units, 0.95, units)[1];
  const near = metric("recall", -margin - half - 0.0005, 0.01);
  const fine = metric("precision", 0.02, 0.001);
  const far = metric("recall", -margin - 1.3 * half, 0.01);
  const one = [{ metric: "recall" as const, margin }];
  const two = [...one, { metric: "precision" as const, margin }];
  const rule = (recall: MetricComparison, guardrails: typeof two | typeof one): string =>
    compareDocument(comparison([primary, recall, fine]), context(2, guardrails)).verdict.rule;
  expect(rule(near, one)).toBe("1-guardrail-worse");
  expect(rule(near, two)).toBe("3-open");
  expect(rule(far, two)).toBe("1-guardrail-worse");
});
