import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeGates, type GateInput } from "../../src/decisions/gates.js";
import { judge } from "../../src/decisions/gates/judge.js";
import type { Requirement } from "../../src/decisions/gates/requirement.js";
import { gateWords } from "../../src/decisions/gates/words.js";
import type { GateRule } from "../../src/projects/types.js";
import type { Estimate } from "../../src/stats/estimate.js";

const estimate = (lower: number, upper: number, at = (lower + upper) / 2): Estimate => ({
  estimate: at,
  lower,
  upper,
  level: 0.95,
  method: "bootstrap",
  n: 1000,
  units: 1000,
});
const requirement = (value: Estimate, limit: number, bound: Requirement["bound"] = "at-least"): Requirement => ({
  name: "accuracy",
  gate: "performance",
  bound,
  limit,
  value,
  quantity: { unit: "rate", targetUnit: "" },
  isDifference: false,
  finding: "Accuracy is so and so",
});
const stateOf = (...one: Parameters<typeof requirement>) => judge([requirement(...one)])[0]!.state;

describe("a gate's state, by the interval against the limit", () => {
  it.each([
    [0.76, 0.8, 0.75, "at-least", "pass"],
    [0.75, 0.8, 0.75, "at-least", "pass"],
    [0.7, 0.8, 0.75, "at-least", "unsettled"],
    [0.7, 0.75, 0.75, "at-least", "unsettled"],
    [0.7, 0.74, 0.75, "at-least", "fail"],
    [0.05, 0.09, 0.1, "at-most", "pass"],
    [0.05, 0.1, 0.1, "at-most", "pass"],
    [0.1, 0.12, 0.1, "at-most", "unsettled"],
    [0.06, 0.114, 0.1, "at-most", "unsettled"],
    [0.11, 0.14, 0.1, "at-most", "fail"],
    [Number.NaN, Number.NaN, 0.1, "at-most", "unsettled"],
    [0, 0, 0, "at-least", "pass"],
    [0, 0, 0.1, "at-least", "fail"],
  ] as const)("[%d, %d] and limit %d %s: %s", (lower, upper, limit, bound, state) => {
    expect(stateOf(estimate(lower, upper), limit, bound)).toBe(state);
  });

  it("is exactly what the interval says, for every interval and limit", () => {
    const number = fc.integer({ min: -20, max: 20 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(number, number, number, fc.constantFrom("at-least", "at-most"), (a, b, limit, bound) => {
        const [lower, upper] = [Math.min(a, b), Math.max(a, b)];
        const [holds, misses] =
          bound === "at-least" ? [lower >= limit, upper < limit] : [upper <= limit, lower > limit];
        const expected = holds ? "pass" : misses ? "fail" : "unsettled";
        expect(stateOf(estimate(lower, upper), limit, bound)).toBe(expected);
      }),
    );
  });

  it("of several gates fails only where Holm over all of them agrees, and says so", () => {
    const near = requirement(estimate(0.7, 0.749), 0.75);
    const fine = requirement(estimate(0.76, 0.8), 0.75);
    expect(judge([near])[0]!.state).toBe("fail");
    const [first] = judge([near, fine, fine, fine]);
    expect(first!.state).toBe("unsettled");
    expect(first!.reason).toMatch(/of 4 gates one may do that by chance/);
    const far = requirement(estimate(0.6, 0.62), 0.75);
    expect(judge([far, fine, fine, fine])[0]!.state).toBe("fail");
  });

  it("is never a failure of what was not measured, and that stands in no other gate's way", () => {
    const lost = requirement(estimate(Number.NaN, Number.NaN), 0.75);
    const near = requirement(estimate(0.7, 0.749), 0.75);
    expect(judge([near, lost, lost]).map(({ state }) => state)).toEqual(["fail", "unsettled", "unsettled"]);
    expect(judge([lost])[0]!.reason).toMatch(/was not measured/);
    const open = requirement({ ...estimate(Number.NaN, Number.NaN), estimate: 0.5 }, 0.75);
    expect(judge([open])[0]!.reason).toMatch(/define no interval/);
  });
});

const nothing: GateInput = { metrics: {}, overChampion: {}, overBaselines: [], evidence: null, targetUnit: "minutes" };
const gates = (rules: GateRule[], more: Partial<GateInput>) =>
  judgeGates({ gates: rules, level: 0.95 }, { ...nothing, ...more });

describe("the gates of a policy", () => {
  const rule: GateRule = { gate: "performance", metric: "mae", limit: 14, overBaseline: 5, belowChampion: 0.5 };

  it("ask a metric against its limit, the closest baseline and the champion", () => {
    const found = gates([rule], {
      metrics: { mae: estimate(12, 13) },
      overChampion: { mae: estimate(-0.4, 0.2) },
      overBaselines: [{ mae: estimate(8, 9) }, { mae: estimate(4, 5.5) }],
    });
    expect(found.map(({ name, state, bound, limit }) => [name, state, bound, limit])).toEqual([
      ["mean absolute error", "pass", "at-most", 14],
      ["mean absolute error against the baseline", "unsettled", "at-least", 5],
      ["mean absolute error against the champion", "pass", "at-least", -0.5],
    ]);
    expect(found[0]!.reason).toBe(
      "Mean absolute error is 12.5 minutes, and the whole interval [12.0, 13.0] keeps to at most 14.0 minutes.",
    );
    expect(found[2]!.reason).toMatch(/0\.10 minutes worse than the champion's/);
  });

  it("leave the champion out where there is none, and what is not asked", () => {
    const [plain, ...others] = gates([{ ...rule, belowChampion: 1 }], { overChampion: null });
    expect([plain!.state, others.map(({ name }) => name)]).toEqual([
      "unsettled",
      ["mean absolute error against the baseline"],
    ]);
    expect(gates([{ gate: "performance", metric: "r2", limit: 0.5 }], {}).map(({ name }) => name)).toEqual(["R²"]);
    expect(judgeGates({ level: 0.95 }, nothing)).toEqual([]);
  });

  it("refuse a limit on a signed metric", () => {
    expect(() => gates([{ gate: "performance", metric: "bias", limit: 1 }], {})).toThrow(RangeError);
  });

  it("judge accuracy across groups within 10 points: 8.7 ± 2.7 points leave it open", () => {
    const gap = { ...estimate(0.06, 0.114, 0.087), method: "newcombe" };
    const fairness = [
      { attribute: "senior", groups: [], leftOut: [], gap, between: ["No", "Yes"] as [string, string] },
    ];
    const [gate] = gates([{ gate: "fairness", attribute: "senior", limit: 0.1 }], {
      evidence: { fairness, robustness: [] },
    });
    expect(gate).toMatchObject({ name: "accuracy across senior", state: "unsettled", limit: 0.1, bound: "at-most" });
    expect(gate!.reason).toBe(
      "Accuracy differs by 8.7 points between senior No and Yes, but the interval [6.0, 11.4] points leaves open whether it is at most 10 points.",
    );
    expect(gateWords(gate!)).toEqual({
      value: "8.7 points",
      interval: "[6.0, 11.4] points",
      limit: "at most 10 points",
    });
  });

  it("judge what noise costs, by the noise that was asked", () => {
    const drop = { metric: "mae" as const, noise: 0.1, columns: 12, drop: estimate(0.4, 0.8) };
    const evidence = { fairness: [], robustness: [drop] };
    const asked = (noise: number) => gates([{ gate: "robustness", metric: "mae", noise, limit: 1 }], { evidence })[0]!;
    expect(asked(0.1).state).toBe("pass");
    expect(asked(0.1).reason).toMatch(/^Mean absolute error loses 0\.60 minutes when 12 numeric columns get noise/);
    expect(asked(0.2).state).toBe("unsettled");
  });
});
