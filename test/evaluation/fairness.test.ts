import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { groupGap } from "../../src/evaluation/fairness.js";
import { unitMeanDifference } from "../../src/evaluation/unit-mean-difference.js";
import { seeded } from "../../src/lib/random.js";
import { newcombeInterval } from "../../src/stats/newcombe.js";

interface Fixture {
  tool: string;
  newcombe: { a: [number, number]; b: [number, number]; level: number; lower: number; upper: number }[];
  unitMeanDifference: { values: number[]; unit: number[]; group: number[]; estimate: number; half: number }[];
}
const fixture = JSON.parse(readFileSync("test/fixtures/statsmodels/group-differences.json", "utf8")) as Fixture;
const side = ([successes, n]: [number, number]) => ({ successes, n });

describe("Newcombe's interval", () => {
  it.each(fixture.newcombe)(`agrees with ${fixture.tool}: $a and $b at $level`, ({ a, b, level, lower, upper }) => {
    const found = newcombeInterval(side(a), side(b), level);
    expect(found.estimate).toBe(a[0] / a[1] - b[0] / b[1]);
    expect(found.lower).toBeCloseTo(lower, 12);
    expect(found.upper).toBeCloseTo(upper, 12);
    expect(found).toMatchObject({ n: a[1] + b[1], method: "newcombe" });
  });
  it("swapped flips its signs, and without rows has no answer", () => {
    const [one, other] = [side([9, 10]), side([3, 12])];
    const [here, there] = [newcombeInterval(one, other), newcombeInterval(other, one)];
    expect([there.estimate, there.lower, there.upper]).toEqual([-here.estimate, -here.upper, -here.lower]);
    expect(newcombeInterval(one, side([0, 0])).lower).toBeNaN();
  });
});

describe("a difference of means over units", () => {
  it.each(fixture.unitMeanDifference.map((one, k) => ({ ...one, k })))(
    `agrees with ${fixture.tool}'s cluster-robust error ($k)`,
    ({ values, unit, group, estimate, half }) => {
      const rows = (wanted: number) => Int32Array.from(values.keys()).filter((row) => group[row] === wanted);
      const found = unitMeanDifference(Float64Array.from(values), Int32Array.from(unit), 0.95, rows(1), rows(0));
      expect(found.estimate).toBeCloseTo(estimate, 12);
      expect(found.upper - found.estimate).toBeCloseTo(half, 11);
      expect(found.estimate - found.lower).toBeCloseTo(half, 11);
    },
  );
  it("of one unit has no interval", () => {
    const found = unitMeanDifference(
      Float64Array.of(1, 0),
      Int32Array.of(3, 3),
      0.95,
      Int32Array.of(0),
      Int32Array.of(1),
    );
    expect([found.estimate, found.lower]).toEqual([1, NaN]);
  });
});

/** Rows of groups with the given hits and sizes. */
function groups(sizes: readonly [number, number][]) {
  const codes = Int32Array.from(sizes.flatMap(([, n], code) => Array.from({ length: n }, () => code)));
  const hit = Float64Array.from(sizes.flatMap(([hits, n]) => Array.from({ length: n }, (_, i) => Number(i < hits))));
  const column = { name: "band", kind: "categorical", codes, categories: ["a", "b", "c", "d"] } as const;
  const unit = Int32Array.from(codes.keys());
  return { column, hit, unit, units: hit.length };
}
const gapOf = ({ column, hit, unit, units }: ReturnType<typeof groups>) => groupGap(column, hit, unit, units, 0.95);

describe("the largest difference between groups", () => {
  it("of two groups is Newcombe's, without its sign", () => {
    const found = gapOf(groups([[864, 1142], [4832, 5901]])); // prettier-ignore
    const expected = newcombeInterval({ successes: 4832, n: 5901 }, { successes: 864, n: 1142 });
    expect(found.between).toEqual(["b", "a"]);
    for (const end of ["estimate", "lower", "upper"] as const) expect(found.gap[end]).toBeCloseTo(expected[end], 14);
  });
  it("of equal groups reaches down to 0 and never below", () => {
    const { gap } = gapOf(groups([[50, 100], [49, 100]])); // prettier-ignore
    expect(gap.lower).toBe(0);
    expect(gap.upper).toBeGreaterThan(0.1);
  });
  it("of three groups takes its upper end from whichever pair reaches furthest", () => {
    const { gap, between } = gapOf(groups([[900, 1000], [800, 1000], [26, 32]])); // prettier-ignore
    expect(between).toEqual(["a", "b"]);
    const small = newcombeInterval({ successes: 900, n: 1000 }, { successes: 26, n: 32 });
    expect(gap.upper).toBe(small.upper);
    const wide = newcombeInterval({ successes: 900, n: 1000 }, { successes: 800, n: 1000 }, 1 - 0.05 / 3);
    expect(gap.lower).toBe(wide.lower);
  });
  it("leaves small groups out by name, missing values too, and needs two groups", () => {
    const { column, hit, unit, units } = groups([[50, 100], [20, 29], [30, 60]]); // prettier-ignore
    const codes = column.codes.map((code) => (code === 2 ? -1 : code));
    const found = groupGap({ ...column, codes }, hit, unit, units, 0.95);
    expect(found).toMatchObject({ leftOut: ["b"], between: null, gap: { method: "none" } });
    expect([found.gap.estimate, found.gap.lower]).toEqual([NaN, NaN]);
    expect(found.groups.map(({ value, mean }) => [value, mean.n])).toEqual([["a", 100], ["b", 29]]); // prettier-ignore
  });
  it("over units asks the units, not the rows", () => {
    const { column, hit } = groups([[160, 200], [120, 200]]); // prettier-ignore
    const random = seeded(5);
    const unit = Int32Array.from(hit, () => Math.floor(random() * 20));
    const found = groupGap(column, hit, unit, 20, 0.95);
    expect(found.gap).toMatchObject({ method: "unit-mean-difference", units: 20, n: 400 });
  });
  it("of errors, which are no share, asks the rows' spread", () => {
    const errors = Float64Array.from({ length: 200 }, (_, row) => (row % 7) + (row % 2 ? 3 : 0));
    const column = {
      name: "band",
      kind: "categorical",
      codes: errors.map((_, row) => row % 2),
      categories: ["a", "b"],
    };
    const unit = Int32Array.from(errors.keys());
    const rows = (wanted: number) => unit.filter((row) => row % 2 === wanted);
    const { gap, between } = groupGap(
      { ...column, codes: Int32Array.from(column.codes), kind: "categorical" },
      errors,
      unit,
      200,
      0.95,
    );
    const { estimate, lower, upper } = unitMeanDifference(errors, unit, 0.95, rows(1), rows(0));
    expect(between).toEqual(["b", "a"]);
    expect(gap).toMatchObject({ estimate, method: "unit-mean-difference", n: 200, units: 200 });
    expect([gap.lower, gap.upper].map((end) => end.toFixed(12))).toEqual([lower, upper].map((end) => end.toFixed(12)));
  });
});
