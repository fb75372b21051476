import type { NodeRules } from "./grow.js";

/** Nodes with the weight of each class. A pure one is not split. */
export const classNodes = (minimumChildWeight: number): NodeRules => ({
  isFinal({ sums }) {
    let total = 0;
    let greatest = 0;
    for (const weight of sums) {
      total += weight;
      if (weight > greatest) greatest = weight;
    }
    return total < 2 * minimumChildWeight || greatest === total;
  },
  childStates: ({ sums, lower, upper }, { leftSums }) => [
    { sums: leftSums, lower, upper },
    { sums: sums.map((sum, k) => sum - leftSums[k]!), lower, upper },
  ],
});
