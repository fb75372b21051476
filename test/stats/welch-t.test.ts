import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { studentQuantile } from "../../src/stats/t-test.js";
import { welchT } from "../../src/stats/welch-t.js";

interface Case extends Record<"statistic" | "pValue" | "degreesOfFreedom" | "lower" | "upper", number> {
  first: number[];
  second: number[];
}
const { cases } = JSON.parse(readFileSync("test/fixtures/scipy/welch.json", "utf8")) as { cases: Case[] };

it.each(cases)("agrees with scipy, $first.length against $second.length", ({ first, second, ...expected }) => {
  const { estimate, standardError, statistic, degreesOfFreedom, pValue } = welchT(first, second);
  const half = studentQuantile(0.975, degreesOfFreedom) * standardError;
  const found = { statistic, pValue, degreesOfFreedom: degreesOfFreedom!, lower: estimate - half, upper: estimate + half };
  for (const [name, value] of Object.entries(found))
    expect(value / expected[name as keyof typeof expected], name).toBeCloseTo(1, 9);
}); // prettier-ignore

it("knows no variance of one value, nor of equal values", () => {
  expect(welchT([1], [2, 3]).pValue).toBeNaN();
  expect(welchT([1, 1], [2, 2])).toMatchObject({ estimate: -1, standardError: Number.NaN, pValue: Number.NaN });
});
