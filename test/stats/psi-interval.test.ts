import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded } from "../../src/lib/random.js";
import { psi } from "../../src/stats/psi.js";
import { psiInterval } from "../../src/stats/psi-interval.js";

const cells = 10;
const even = Array.from({ length: cells }, () => 1 / cells);

/** Shares tilted towards the last cell. */
function tilted(by: number): number[] {
  const raw = even.map((share, i) => share * Math.exp((by * (i - 4.5)) / 2.5));
  const total = raw.reduce((a, b) => a + b, 0);
  return raw.map((share) => share / total);
}

function draw(shares: readonly number[], rows: number, random: () => number): number[] {
  const counts = shares.map(() => 0);
  for (let row = 0; row < rows; row++) {
    let left = random();
    let cell = 0;
    while (cell < shares.length - 1 && (left -= shares[cell]!) > 0) cell++;
    counts[cell]!++;
  }
  return counts;
}

describe("PSI's interval from counts", () => {
  it.each([
    [0.3, 1000, 300],
    [0.5, 200, 200],
    [0.75, 5000, 1000],
  ])("covers the true PSI of a tilt of %d, and lies at most 8 % over it on average", (tilt, n, m) => {
    const shares = tilted(tilt);
    const truth = shares.reduce((sum, q, i) => sum + (q - even[i]!) * Math.log(q / even[i]!), 0);
    const random = seeded(7);
    const draws = 400;
    let covered = 0;
    let total = 0;
    for (let i = 0; i < draws; i++) {
      const { estimate, lower, upper } = psiInterval(draw(even, n, random), draw(shares, m, random), { level: 0.95 });
      covered += Number(lower <= truth && truth <= upper);
      total += estimate;
    }
    expect(covered / draws).toBeGreaterThan(0.925);
    expect(covered / draws).toBeLessThan(0.995);
    expect(Math.abs(total / draws / truth - 1)).toBeLessThan(0.08);
  });

  it("calls nothing over 0.1 where nothing moved", () => {
    const random = seeded(11);
    for (let i = 0; i < 300; i++)
      expect(psiInterval(draw(even, 100, random), draw(even, 100, random), { level: 0.95 }).lower).toBeLessThan(0.1);
  });

  it("is PSI less its bias, symmetric, and wider for rows that hang together", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const one = psiInterval(a, b, { level: 0.95 });
        const other = psiInterval(b, a, { level: 0.95 });
        for (const end of ["estimate", "lower", "upper"] as const) expect(one[end]).toBeCloseTo(other[end], 9);
        const [n, m] = [a, b].map((side) => side.reduce((x, y) => x + y, 0)) as [number, number];
        expect(one.estimate).toBeCloseTo(Math.max(0, psi(a, b) - 2 * (1 / n + 1 / m)), 9);
        const clustered = psiInterval(a, b, { level: 0.95, designEffect: 4 });
        expect(clustered.upper - clustered.estimate).toBeGreaterThanOrEqual(one.upper - one.estimate - 1e-9);
      }),
    );
  });

  it("has none where a side has fewer than two rows, and wants the same cells", () => {
    expect(psiInterval([5, 5], [1, 0], { level: 0.95 })).toEqual({ estimate: NaN, lower: NaN, upper: NaN });
    expect(psiInterval([0, 0], [4, 4], { level: 0.95 }).estimate).toBeNaN();
    expect(() => psiInterval([1], [1, 2], { level: 0.95 })).toThrow(RangeError);
  });
});
