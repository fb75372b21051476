import { normalUpper } from "./normal.js";
import { poissonTerm } from "./saddle-point.js";

/** Nodes and weights of Gauss and Legendre's rule of five points on [−1, 1]. */
const nodes = [0, 0.5384693101056831, 0.906179845938664];
const weights = [0.5688888888888889, 0.47862867049936647, 0.23692688505618908];
const panels = 120;

/**
 * P(T > t) of the noncentral t distribution: T = (Z + shift) / S with a standard normal Z and the root S of a χ² over
 * its degrees of freedom. Integrated over S; right to 1e-10 of a power.
 *
 * @example noncentralTUpper(2.0244, 38, 3.1623) // 0.8690
 */
export function noncentralTUpper(t: number, degreesOfFreedom: number, shift: number): number {
  if (!(degreesOfFreedom > 0)) return Number.NaN;
  const reach = 12 / Math.sqrt(2 * degreesOfFreedom);
  const from = Math.max(0, 1 - reach);
  const half = (1 + reach - from) / (2 * panels);
  const value = (s: number): number =>
    (poissonTerm(degreesOfFreedom / 2, (degreesOfFreedom * s * s) / 2) *
      degreesOfFreedom *
      normalUpper(t * s - shift)) /
    s;
  let sum = 0;
  for (let panel = 0; panel < panels; panel++) {
    const middle = from + (2 * panel + 1) * half;
    nodes.forEach((node, i) => {
      const both = node === 0 ? value(middle) : value(middle - node * half) + value(middle + node * half);
      sum += weights[i]! * half * both;
    });
  }
  return sum;
}
