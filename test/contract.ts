import { expect } from "vitest";

/**
 * Contract §2 as a shape: an object's keys, `[shape]` for a list, `"Estimate"`, or a JSON type. `?` after a type allows
 * null. A document may hold further keys, for those are no breaking change; it may not lack one or change its type.
 */
export type Shape = string | readonly [Shape] | { readonly [key: string]: Shape };

const estimate: Shape = {
  estimate: "number?", lower: "number?", upper: "number?", level: "number", method: "string", n: "number", units: "number",
}; // prettier-ignore
const head = { schemaVersion: "number", assayVersion: "string", warnings: [{ code: "string", message: "string" }] } as const; // prettier-ignore
const contender = { name: "string", runId: "string?", source: "string", sha256: "string?" } as const;
const gate = { name: "string", state: "pass|fail|unsettled", value: "Estimate", limit: "number", reason: "string" } as const; // prettier-ignore
const verdict = {
  decision: "promote|keep|equivalent|collect-more-data", rule: "string", reason: "string", gain: "Estimate",
  blocking: ["string"], smallestDetectableGain: "number?", moreUnits: { ifGainZero: "number?", ifGainTwiceMargin: "number?" },
  tippingMargins: [{ margin: "number", decision: "string" }], preferred: "string?",
} as const; // prettier-ignore

/** `assay compare --json`. */
export const compareShape: Shape = {
  ...head,
  task: "classification|regression",
  champion: contender,
  challenger: contender,
  rows: {
    compared: "number", onlyInChampion: "number", onlyInChallenger: "number", unit: "string", units: "number",
    trainOverlap: "number?", look: "number", modelsJudged: "number",
  },
  policy: {
    name: "string", source: "project|default|flags", primaryMetric: "string", smallestWorthwhileGain: "number",
    level: "number", guardrails: [{ metric: "string", margin: "number" }],
  },
  metrics: [
    { name: "string", direction: "maximize|minimize", champion: "Estimate", challenger: "Estimate", gain: "Estimate" },
  ],
  tests: [
    {
      name: "string", metric: "string", statistic: "number?", degreesOfFreedom: "number?", pValue: "number?",
      adjustedPValue: "number?", alternative: "string", n: "number",
    },
  ],
  gates: [gate],
  verdict,
}; // prettier-ignore

/** `contingency` of `assay compare --json`, where there are classes. */
export const contingencyShape: Shape = {
  bothRight: "number", onlyChampionRight: "number", onlyChallengerRight: "number", bothWrong: "number",
}; // prettier-ignore

/** `assay gate --json`: what contract §2 asks of every document, and each project's gates and verdict by its names. */
export const gateShape: Shape = {
  ...head,
  outcome: "pass|fail|unsettled|skipped",
  projects: [{ project: "string", outcome: "pass|fail|unsettled|skipped", rows: [gate], champion: contender, challenger: contender, verdict }],
}; // prettier-ignore

/** Names of tests in contract §2. */
export const testNames =
  "mcnemar-exact mcnemar-mid-p mcnemar-chi2 mcnemar-chi2-corrected delong bootstrap permutation paired-t wilcoxon diebold-mariano".split(
    " ",
  );

/** Holds a document, as JSON gave it, to a shape. */
export function expectShape(value: unknown, shape: Shape, path = "document"): void {
  if (typeof shape === "string") {
    if (shape === "Estimate") return expectShape(value, estimate, path);
    const type = shape.replace("?", "");
    if (shape.endsWith("?") && value === null) return;
    if (["string", "number"].includes(type)) expect(typeof value, path).toBe(type);
    else expect(type.split("|"), path).toContain(value);
  } else if (Array.isArray(shape)) {
    expect(Array.isArray(value), `${path} is a list`).toBe(true);
    (value as unknown[]).forEach((item, index) =>
      expectShape(item, (shape as readonly [Shape])[0], `${path}/${index}`),
    );
  } else {
    expect(typeof value, path).toBe("object");
    const object = value as Record<string, unknown>;
    for (const [key, inner] of Object.entries(shape)) {
      expect(Object.keys(object ?? {}), path).toContain(key);
      expectShape(object[key], inner, `${path}/${key}`);
    }
  }
}
