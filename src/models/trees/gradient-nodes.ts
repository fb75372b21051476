import type { NodeState } from "./criterion.js";
import { type GradientRules, leafValue } from "./gradient-criterion.js";
import type { NodeRules } from "./grow.js";

/** Nodes with sums of gradients and hessians; monotone constraints bound what is below a split on their feature. */
export function gradientNodes(rules: GradientRules, directions: Int8Array): NodeRules {
  const isConstrained = directions.some((direction) => direction !== 0);
  return {
    isFinal: ({ sums }) => sums[1]! < 2 * rules.minimumChildWeight,
    childStates(state, split) {
      const { sums, lower, upper } = state;
      const left: NodeState = { sums: split.leftSums, lower, upper };
      const right: NodeState = { sums: sums.map((sum, k) => sum - split.leftSums[k]!), lower, upper };
      const direction = isConstrained ? directions[split.feature]! : 0;
      if (direction !== 0) {
        const value = ({ sums: own }: NodeState): number => leafValue(own[0]!, own[1]!, rules, lower, upper);
        const middle = (value(left) + value(right)) / 2;
        const [smaller, larger] = direction > 0 ? [left, right] : [right, left];
        smaller.upper = middle;
        larger.lower = middle;
      }
      return [left, right];
    },
  };
}
