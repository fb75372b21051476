import * as fc from "fast-check";
import { expect, it } from "vitest";
import { majorityOfMetrics } from "../../src/decisions/majority.js";

const of = (...gains: number[]) => majorityOfMetrics(gains.map((estimate) => ({ gain: { estimate } })));

it.each([
  [[1, 1, -1], "promote", "majority", 2, 3],
  [[1, -1, -1], "keep", "minority", 1, 3],
  [[1, -1], "collect-more-data", "tie", 1, 2],
  [[1, 0], "collect-more-data", "tie", 1, 2],
  [[0, 0, 1], "keep", "minority", 1, 3],
  [[1, Number.NaN], "promote", "majority", 1, 1],
  [[Number.NaN], "collect-more-data", "tie", 0, 0],
  [[], "collect-more-data", "tie", 0, 0],
] as const)("gains %o: %s by %s", (gains, decision, rule, won, count) => {
  expect(of(...gains)).toMatchObject({ decision, rule, won, of: count });
});

it("asks neither for size nor for certainty, only for a count", () => {
  const gain = fc.constantFrom(-2, -1e-300, 0, 1e-300, 2, Number.NaN);
  fc.assert(
    fc.property(fc.array(gain, { maxLength: 9 }), (gains) => {
      const signs = of(...gains.map(Math.sign));
      expect(of(...gains)).toEqual(signs);
      const swapped = of(...gains.map((value) => -value));
      if (!gains.includes(0)) expect([signs.rule, swapped.rule].sort()).not.toEqual(["majority", "majority"]);
    }),
  );
});
