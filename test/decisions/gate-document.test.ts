import { describe, expect, it } from "vitest";
import { gateMarkdown, gateText } from "../../src/cli/gate-text.js";
import type { CompareDocument } from "../../src/decisions/documents.js";
import { gateDocument, projectGate, skippedGate } from "../../src/decisions/gate-document.js";
import { decide } from "../../src/decisions/verdict.js";
import type { Gate } from "../../src/decisions/types.js";
import type { Estimate } from "../../src/stats/estimate.js";

const estimate = (lower: number, upper: number): Estimate => ({
  estimate: (lower + upper) / 2, lower, upper, level: 0.95, method: "paired-bootstrap", n: 900, units: 900,
}); // prettier-ignore
const quantity = { unit: "rate", targetUnit: "" } as const;
const gate = (state: Gate["state"]): Gate => ({
  name: "accuracy across senior", state, value: estimate(0.06, 0.114), limit: 0.1, reason: "So | so.", gate: "fairness",
  bound: "at-most", quantity, isDifference: true,
}); // prettier-ignore

const project = { id: "p", title: "Project", rows: "rows", target: { unit: "" }, policy: { name: "policy" } };
function compared(gain: Estimate, gates: Gate[], recall = estimate(-0.01, 0.02)): CompareDocument {
  const guardrails = [{ metric: "recall", margin: 0.03, title: "Recall", gain: recall, worsePValue: 0.001, quantity }];
  const policy = { smallestWorthwhileGain: 0.01, level: 0.95 };
  const verdict = decide({ gain, standardError: 0.01, guardrails, gates, policy, costs: null, quantity });
  const side = (name: string) => ({ name, runId: name, source: "", sha256: null });
  return {
    champion: side("Old"), challenger: side("New"), gates, verdict,
    rows: { compared: 900, units: 900, unit: "rows" },
    policy: { ...policy, name: "policy", primaryMetric: "accuracy", guardrails: [{ metric: "recall", margin: 0.03 }] },
    metrics: [{ name: "recall", gain: recall }],
  } as unknown as CompareDocument; // prettier-ignore
}
const outcome = (...one: Parameters<typeof compared>) => projectGate(project, compared(...one)).outcome;
const [large, none, open] = [estimate(0.02, 0.05), estimate(-0.005, 0.005), estimate(-0.02, 0.05)];

describe("a project's outcome", () => {
  it.each([
    ["pass", large, [gate("pass")]],
    ["pass", none, [gate("pass")]],
    ["pass", estimate(-0.05, -0.02), []],
    ["fail", large, [gate("fail")]],
    ["fail", none, [gate("fail")]],
    ["unsettled", large, [gate("unsettled")]],
    ["unsettled", none, [gate("unsettled")]],
    ["unsettled", open, [gate("pass")]],
  ] as const)("is %s", (expected, gain, gates) => expect(outcome(gain, [...gates])).toBe(expected));

  it("fails by a guardrail that is shown worse, and shows guardrails as lines", () => {
    const failed = projectGate(project, compared(large, [gate("pass")], estimate(-0.09, -0.04)));
    expect(failed.outcome).toBe("fail");
    expect(failed.rows.map(({ name, gate, state }) => [name, gate, state])).toEqual([
      ["accuracy across senior", "fairness", "pass"],
      ["recall against the champion", "guardrail", "fail"],
    ]);
    const waiting = projectGate(project, compared(large, [], estimate(-0.04, 0.02)));
    expect([waiting.outcome, waiting.rows[0]!.state]).toEqual(["unsettled", "unsettled"]);
  });
});

describe("all projects together", () => {
  const about = { assayVersion: "0.1.0", warnings: [] };
  const judged = (gates: Gate[]) => projectGate(project, compared(large, gates));
  const skipped = skippedGate(project, "Data not here yet", "assay fetch p");
  it("the worst decides, and skipped ones never do", () => {
    const worst = (...all: Parameters<typeof gateDocument>[0]) => gateDocument(all, about).outcome;
    expect(worst(judged([gate("pass")]), skipped)).toBe("pass");
    expect(worst(judged([gate("pass")]), judged([gate("unsettled")]))).toBe("unsettled");
    expect(worst(judged([gate("unsettled")]), judged([gate("fail")]))).toBe("fail");
    expect(worst(skipped)).toBe("skipped");
  });
  it("is told as text and as Markdown that a cell cannot break", () => {
    const document = gateDocument([judged([gate("fail")]), skipped], about);
    const text = gateText(document);
    expect(text).toMatch(/^FAIL {2}Project: Keep Old: New failed the gate accuracy across senior\.\n/);
    expect(text).toMatch(/accuracy across senior +8\.7 points +\[6\.0, 11\.4\] points +at most 10 points +fail/);
    expect(text).toMatch(/SKIPPED {2}Project: Data not here yet; run assay fetch p\./);
    const markdown = gateMarkdown(document);
    expect(markdown).toContain("### Gates: fail\n");
    expect(markdown).toContain(
      "| accuracy across senior | 8.7 points | [6.0, 11.4] points | at most 10 points | fail |",
    );
    expect(markdown).toContain("So \\| so.");
  });
});
