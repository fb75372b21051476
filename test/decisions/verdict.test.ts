import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowsPromotion, decide, type DecisionInput, type GuardrailEvidence } from "../../src/decisions/verdict.js";
import type { Gate } from "../../src/decisions/types.js";
import type { Estimate } from "../../src/stats/estimate.js";

const estimate = (lower: number, upper: number, method = "paired-bootstrap"): Estimate => ({
  estimate: (lower + upper) / 2,
  lower,
  upper,
  level: 0.95,
  method,
  n: 5000,
  units: 61,
});

const quantity = { unit: "target", targetUnit: "minutes" } as const;

const input = (lower: number, upper: number, more: Partial<DecisionInput> = {}): DecisionInput => ({
  gain: estimate(lower, upper),
  standardError: (upper - lower) / 3.92,
  guardrails: [],
  gates: [],
  policy: { smallestWorthwhileGain: 0.25, level: 0.95 },
  costs: null,
  quantity,
  ...more,
});

const guardrail = (lower: number, upper: number, worsePValue: number): GuardrailEvidence => ({
  metric: "rmse",
  title: "Root mean squared error",
  gain: estimate(lower, upper),
  margin: 0.5,
  worsePValue,
  quantity,
});

const gate = (state: Gate["state"]): Gate => ({
  name: "recall of seniors",
  state,
  value: estimate(0.6, 0.7),
  limit: 0.7,
  reason: "It lies below its limit.",
  gate: "performance",
  bound: "at-least",
  quantity: { unit: "rate", targetUnit: "" },
  isDifference: false,
});

describe("the six rules, the first that applies", () => {
  it("1: a failed gate keeps the champion, however large the gain", () => {
    const verdict = decide(input(1, 2, { gates: [gate("fail")] }));
    expect(verdict).toMatchObject({ decision: "keep", rule: "1-gate-failed", blocking: ["recall of seniors"] });
  });
  it("1: a guardrail shown worse keeps the champion and is named", () => {
    const verdict = decide(input(1, 2, { guardrails: [guardrail(-2, -0.6, 0.001)] }));
    expect(verdict).toMatchObject({ decision: "keep", rule: "1-guardrail-worse", blocking: ["rmse"] });
    expect(verdict.reason).toBe(
      "Root mean squared error gets worse by at least 0.60 minutes; no more than 0.50 minutes is allowed.",
    );
  });
  it("1: Holm over two guardrails asks for more than one interval does", () => {
    const near = guardrail(-2, -0.51, 0.02);
    const other = { ...guardrail(0.1, 0.4, 0.9), metric: "bias" };
    expect(decide(input(1, 2, { guardrails: [near] })).rule).toBe("1-guardrail-worse");
    expect(decide(input(1, 2, { guardrails: [near, other] })).rule).toBe("3-open");
  });
  it("2: a gain above the margin with everything settled promotes", () => {
    const verdict = decide(input(0.3, 0.9, { guardrails: [guardrail(-0.4, 0.5, 0.9)], gates: [gate("pass")] }));
    expect(verdict).toMatchObject({ decision: "promote", rule: "2-promote", blocking: [] });
  });
  it("3: an unsettled gate or guardrail leaves it open, and is named", () => {
    const verdict = decide(input(0.3, 0.9, { guardrails: [guardrail(-0.6, 0.5, 0.9)], gates: [gate("unsettled")] }));
    expect(verdict).toMatchObject({
      decision: "collect-more-data",
      rule: "3-open",
      blocking: ["recall of seniors", "rmse"],
    });
  });
  it("4: an interval within ±margin is equivalent", () => {
    expect(decide(input(-0.2, 0.2))).toMatchObject({ decision: "equivalent", preferred: "champion" });
  });
  it("5: a gain below the margin is not worth it", () => {
    expect(decide(input(-0.4, 0.2))).toMatchObject({ decision: "keep", rule: "5-not-worth-it" });
  });
  it("6: the shipped story: 61 days cannot show it", () => {
    const verdict = decide(input(-0.1, 0.47));
    expect(verdict).toMatchObject({ decision: "collect-more-data", rule: "6-unresolved" });
    expect(verdict.tippingMargins).toEqual([{ margin: 0.47, decision: "equivalent" }]);
    expect(verdict.smallestDetectableGain).toBeCloseTo(0.407, 3);
    expect(verdict.moreUnits).toEqual({ ifGainZero: 156, ifGainTwiceMargin: 101 });
  });
});

describe("equivalent prefers what is cheaper by a fifth", () => {
  const cost = (time: number, bytes: number) => ({ predictionMillisecondsPer1000: time, modelBytes: bytes });
  it.each([
    [cost(10, 100), cost(8, 500), "challenger"],
    [cost(10, 100), cost(8.1, 500), "champion"],
    [cost(10, 100), cost(9, 80), "challenger"],
    [cost(8, 100), cost(10, 10), "champion"],
    [cost(Number.NaN, Number.NaN), cost(1, 1), "champion"],
  ])("%o against %o: %s", (champion, challenger, preferred) => {
    expect(decide(input(-0.2, 0.2, { costs: { champion, challenger } })).preferred).toBe(preferred);
  });
  it("by the policy's own factors, the first that tells", () => {
    const costs = { champion: cost(10, 100), challenger: cost(8, 500) };
    const prefers = (factors: DecisionInput["policy"]["factors"]) =>
      decide(
        input(-0.2, 0.2, {
          costs,
          policy: { smallestWorthwhileGain: 0.25, level: 0.95, ...(factors ? { factors } : {}) },
        }),
      ).preferred;
    expect(prefers([{ factor: "modelBytes", smallerBy: 0.2 }])).toBe("champion");
    expect(prefers([{ factor: "predictionMillisecondsPer1000", smallerBy: 0.3 }])).toBe("champion");
    expect(prefers([{ factor: "predictionMillisecondsPer1000", smallerBy: 0.1 }])).toBe("challenger");
    expect(prefers([])).toBe("champion");
  });
});

describe("where resampling has nothing to say", () => {
  it("identical predictions are equivalent, and the reason says why", () => {
    const gain = estimate(0, 0, "identical-predictions");
    const verdict = decide(input(0, 0, { gain, standardError: 0 }));
    expect(verdict).toMatchObject({ decision: "equivalent", moreUnits: { ifGainZero: null, ifGainTwiceMargin: null } });
    expect(verdict.smallestDetectableGain).toBeNaN();
    expect(verdict.reason).toBe("The two sets of predictions are the same on all 5,000 rows.");
  });
  it("no interval ends at rule 6, never at a promotion", () => {
    const verdict = decide(input(Number.NaN, Number.NaN, { standardError: 0 }));
    expect(verdict).toMatchObject({ rule: "6-unresolved", tippingMargins: [] });
  });
  it("a margin that is not above 0 is misuse", () => {
    expect(() => decide(input(0, 1, { policy: { smallestWorthwhileGain: 0, level: 0.95 } }))).toThrow(RangeError);
  });
});

const number = fc.integer({ min: -3000, max: 3000 }).map((thousandths) => thousandths / 1000);
const interval = fc.tuple(number, number).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const margin = fc.integer({ min: 1, max: 3000 }).map((thousandths) => thousandths / 1000);
const state = fc.constantFrom<Gate["state"]>("pass", "fail", "unsettled");
const anyInput = fc
  .record({
    interval,
    margin,
    guardrails: fc.array(fc.tuple(interval, margin, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 3 }),
    gates: fc.array(state, { maxLength: 2 }),
  })
  .map(({ interval: [lower, upper], margin, guardrails, gates }) =>
    input(lower, upper, {
      policy: { smallestWorthwhileGain: margin, level: 0.95 },
      gates: gates.map(gate),
      guardrails: guardrails.map(([[low, high], limit, p], i) => ({
        ...guardrail(low, high, p),
        margin: limit,
        metric: `g${i}`,
      })),
    }),
  );

describe("for every interval, margin, guardrail and gate", () => {
  it("exactly the first rule of the contract, read literally, decides", () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const { lower: L, upper: U } = given.gain;
        const delta = given.policy.smallestWorthwhileGain;
        const m = given.guardrails.length;
        const sorted = [...given.guardrails].sort((a, b) => a.worsePValue - b.worsePValue);
        let stillRejecting = true;
        const worse = sorted.filter((one, rank) => {
          stillRejecting &&= one.worsePValue * (m - rank) <= 0.025;
          return stillRejecting && one.gain.upper < -one.margin;
        });
        const settled = given.gates.every(({ state }) => state !== "unsettled");
        const safe = given.guardrails.every(({ gain, margin }) => gain.lower > -margin);
        const conditions: [string, boolean][] = [
          ["1-gate-failed", given.gates.some(({ state }) => state === "fail")],
          ["1-guardrail-worse", worse.length > 0],
          ["2-promote", L > delta && safe && settled],
          ["3-open", L > delta],
          ["4-equivalent", -delta < L && U < delta],
          ["5-not-worth-it", U < delta],
          ["6-unresolved", true],
        ];
        expect(decide(given).rule).toBe(conditions.find(([, holds]) => holds)![0]);
      }),
    );
  });
  it("a wider margin never turns a verdict towards promotion, and ends at equivalent", () => {
    const order = ["2-promote", "6-unresolved", "5-not-worth-it", "4-equivalent"];
    fc.assert(
      fc.property(interval, margin, margin, ([lower, upper], a, b) => {
        const at = (delta: number) =>
          order.indexOf(decide(input(lower, upper, { policy: { smallestWorthwhileGain: delta, level: 0.95 } })).rule);
        expect(at(Math.min(a, b))).toBeLessThanOrEqual(at(Math.max(a, b)));
        expect(at(10)).toBe(3);
      }),
    );
  });
  it("swapped, what promotes becomes a clear loss, and equivalent stays", () => {
    fc.assert(
      fc.property(interval, margin, ([lower, upper], delta) => {
        const policy = { smallestWorthwhileGain: delta, level: 0.95 };
        const here = decide(input(lower, upper, { policy })).decision;
        const there = decide(input(-upper, -lower, { policy })).decision;
        if (here === "promote") expect(there).toBe("keep");
        if (here === "equivalent") expect(there).toBe("equivalent");
      }),
    );
  });
  it("the verdict is the one said just above each tipping margin, and another just below", () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        for (const { margin, decision } of decide(given).tippingMargins) {
          const at = (delta: number) =>
            decide({ ...given, policy: { smallestWorthwhileGain: delta, level: 0.95 } }).decision;
          expect(at(margin * (1 + 1e-8))).toBe(decision);
          expect(at(margin * (1 - 1e-8))).not.toBe(decision);
        }
      }),
    );
  });
});

describe("on every boundary, NaN included", () => {
  const values = [Number.NEGATIVE_INFINITY, -2, -1, -0.5, 0, 0.5, 1, 2, Number.POSITIVE_INFINITY, Number.NaN];
  const delta = 1;
  const guards = [[], [[-0.5, 1, 0.9]], [[-0.6, -0.55, 0.001]], [[-0.6, -0.55, 0.02]], [[-0.6, 0.1, 0.9]], [[Number.NaN, Number.NaN, Number.NaN]]] as [number, number, number][][]; // prettier-ignore
  const states: Gate["state"][][] = [
    [],
    ["pass"],
    ["unsettled"],
    ["fail"],
    ["pass", "unsettled"],
    ["unsettled", "fail"],
  ];
  const cases = values.flatMap((lower) =>
    values.flatMap((upper) => guards.flatMap((limits) => states.map((gates) => ({ lower, upper, limits, gates })))),
  );

  it(`exactly one rule meets each of ${cases.length} cases, whatever the interval says`, () => {
    const count = new Map<string, number>();
    for (const { lower, upper, limits, gates } of cases) {
      const { rule, decision } = decide(
        input(lower, upper, {
          policy: { smallestWorthwhileGain: delta, level: 0.95 },
          gates: gates.map(gate),
          guardrails: limits.map(([low, high, p]) => guardrail(low, high, p)),
        }),
      );
      const failed = gates.includes("fail");
      const worse = limits.some(([, high, p]) => high < -0.5 && p <= 0.025);
      const open = gates.includes("unsettled") || limits.some(([low]) => !(low > -0.5));
      // Each rule as a condition of its own, none leaning on those before it.
      const met = {
        "1-gate-failed": failed,
        "1-guardrail-worse": !failed && worse,
        "2-promote": !failed && !worse && lower > delta && !open,
        "3-open": !failed && !worse && lower > delta && open,
        "4-equivalent": !failed && !worse && lower > -delta && upper < delta && !(lower > delta),
        "5-not-worth-it": !failed && !worse && upper < delta && !(lower > -delta) && !(lower > delta),
        "6-unresolved": !failed && !worse && !(lower > delta) && !(upper < delta),
      };
      const rules = Object.entries(met).filter(([, holds]) => holds);
      expect(
        rules.map(([name]) => name),
        `${lower} ${upper} ${String(limits)} ${String(gates)}`,
      ).toEqual([rule]);
      count.set(rule, (count.get(rule) ?? 0) + 1);
      if (decision === "promote") expect([failed, worse, open]).toEqual([false, false, false]);
    }
    expect([...count.keys()].sort()).toEqual(["1-gate-failed", "1-guardrail-worse", "2-promote", "3-open", "4-equivalent", "5-not-worth-it", "6-unresolved"]); // prettier-ignore
  });

  it("an interval without either end never promotes and never settles", () => {
    for (const gates of states.filter((given) => !given.includes("fail")))
      expect(decide(input(Number.NaN, Number.NaN, { gates: gates.map(gate) })).rule).toBe("6-unresolved");
  });
});

describe("who may become champion", () => {
  it.each([
    ["promote", null, true],
    ["equivalent", "challenger", true],
    ["equivalent", "champion", false],
    ["keep", null, false],
    ["collect-more-data", null, false],
  ] as const)("%s, preferred %s: %s", (decision, preferred, allowed) => {
    expect(allowsPromotion({ decision, preferred })).toBe(allowed);
  });
});
