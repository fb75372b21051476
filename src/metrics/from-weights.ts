import type { Metric, Prepare } from "./metric.js";

/** `prepare` of a metric that no sums give: the input's own weights and those asked for are multiplied. */
export const fromWeights = (prepare: Prepare): Pick<Metric, "prepare"> => ({
  prepare(input) {
    const value = prepare(input);
    const own = input.weight;
    if (!own) return value;
    const both = new Float64Array(input.label.length);
    return (weights) => {
      if (!weights) return value(own);
      for (let row = 0; row < both.length; row++) both[row] = own[row]! * weights[row]!;
      return value(both);
    };
  },
});
