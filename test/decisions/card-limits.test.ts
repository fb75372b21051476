import { expect, it } from "vitest";
import { isMoreThanChance, smallGroups } from "../../src/decisions/card-limits.js";

it("names groups of fewer than 200 rows, the smallest first", () => {
  const groups = [250, 199, 200, 3].map((n) => ({ value: { n } }));
  expect(smallGroups(groups).map(({ value }) => value.n)).toEqual([3, 199]);
});

it("calls a difference more than chance only where the whole interval is over 0", () => {
  expect([-0.1, 0, 0.01, Number.NaN].map((lower) => isMoreThanChance({ lower }))).toEqual([false, false, true, false]);
});
