import { readFileSync } from "node:fs";
import { build } from "esbuild";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, log } from "../../src/lib/elementary.js";

const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/mpmath/elementary.json", import.meta.url), "utf8"),
) as Record<"exp" | "log", [x: number, value: number][]>;

/** Distance to the next number away from zero. */
function lastPlace(value: number): number {
  const size = Math.max(Math.abs(value), Number.MIN_VALUE);
  const [exponent] = new BigUint64Array(Float64Array.of(size).buffer);
  return new Float64Array(BigUint64Array.of(exponent! + 1n).buffer)[0]! - size;
}

describe.each([
  ["exp", exp],
  ["log", log],
] as const)("%s", (name, own) => {
  it("is within one unit in the last place of arithmetic of 60 digits", () => {
    expect(fixture[name].length).toBeGreaterThan(300);
    for (const [x, value] of fixture[name])
      expect(Math.abs(own(x) - value), `${name}(${x})`).toBeLessThanOrEqual(lastPlace(value));
  });

  it("never falls as its argument rises by more than its own error", () => {
    const number = fc.double({ min: name === "exp" ? -700 : 1e-300, max: name === "exp" ? 700 : 1e300, noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [low, high] = [own(Math.min(a, b)), own(Math.max(a, b))];
        expect(low).toBeLessThanOrEqual(high + 2 * lastPlace(high));
      }),
      { numRuns: 500 },
    );
  });
});

it("knows the ends of the line", () => {
  expect([exp(-Infinity), exp(-1000), exp(0), exp(1000), exp(Infinity), exp(Number.NaN)]).toEqual([0, 0, 1, Infinity, Infinity, Number.NaN]); // prettier-ignore
  expect([log(0), log(1), log(Infinity), log(-1), log(Number.NaN)]).toEqual([-Infinity, 0, Infinity, Number.NaN, Number.NaN]); // prettier-ignore
});

describe("the scorers and what explains them", () => {
  it("use no function that engines round each in their own way", async () => {
    const { outputFiles } = await build({
      entryPoints: ["src/models/score.ts", "src/models/contributions.ts"],
      bundle: true,
      write: false,
      outdir: "unused",
      platform: "browser",
      format: "esm",
      target: "es2022",
      minifySyntax: true,
    });
    const code = outputFiles.map(({ text }) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")).join("\n");
    expect(code).toContain("Math.max(");
    const own =
      /Math\.(exp|expm1|log|log1p|log2|log10|pow|sinh?|cosh?|tanh?|asinh?|acosh?|atanh?|atan2|cbrt|hypot)\(|[^*]\*\*(?!\*)/g;
    const found = Array.from(code.matchAll(own), ({ index }) => code.slice(index - 40, index + 40));
    expect(found).toEqual([]);
  });
});
