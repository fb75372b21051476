import type { Estimate } from "../stats/estimate.js";

/** A group with fewer rows is named on a card as too small to rely on. */
export const rowsToRelyOn = 200;

/**
 * Groups with too few rows to rely on, the smallest first.
 *
 * @example smallGroups([{ value: { n: 9 } }, { value: { n: 900 } }]).length // 1
 */
export const smallGroups = <T extends { value: Pick<Estimate, "n"> }>(groups: readonly T[]): T[] =>
  groups.filter(({ value }) => value.n < rowsToRelyOn).sort((a, b) => a.value.n - b.value.n);

/**
 * Whether a difference between the best and the worst group is more than chance: its whole interval lies over 0.
 *
 * @returns false where there is no interval.
 * @example isMoreThanChance({ lower: 0.01 }) // true
 */
export const isMoreThanChance = ({ lower }: Pick<Estimate, "lower">): boolean => lower > 0;
