import type { GainBasis } from "../evaluation/gain-basis.js";
import { sortedQuantile } from "../stats/intervals.js";
import { normalCdf, normalQuantile, normalUpper } from "../stats/normal.js";
import { posteriorOfGain } from "../stats/posterior.js";
import type { BayesianView } from "./pair-types.js";

/** With very many units the posterior is normal: the same numbers from its closed form. */
function normalView(basis: GainBasis, margin: number, level: number): BayesianView | null {
  const { metric, estimate, standardError, n, units } = basis;
  if (!(standardError > 0)) return null;
  const z = estimate / standardError;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const below = normalCdf((-margin - estimate) / standardError);
  const above = normalUpper((margin - estimate) / standardError);
  const half = normalQuantile((1 + level) / 2) * standardError;
  return {
    metric,
    probabilityBetter: normalCdf(z),
    expectedLoss: {
      champion: standardError * density + estimate * normalCdf(z),
      challenger: standardError * density - estimate * normalUpper(z),
    },
    rope: { margin, below, within: 1 - below - above, above },
    gain: { estimate, lower: estimate - half, upper: estimate + half, level, method: "bayesian-normal", n, units },
    draws: 0,
  };
}

/**
 * What a Bayesian bootstrap over independent units says of the primary metric's gain; a description beside the verdict,
 * which never rests on it.
 *
 * @param posterior gains on its draws, ascending; null where there are so many units that the posterior is normal.
 * @param margin δ > 0: half the width of the region of practical equivalence.
 * @returns null where the gain does not vary or is not defined.
 * @see Rubin (1981), Annals of Statistics 9, 130–134
 */
export function bayesianView(
  basis: GainBasis,
  posterior: Float64Array | null,
  { margin, level }: { margin: number; level: number },
): BayesianView | null {
  if (!posterior) return normalView(basis, margin, level);
  if (posterior.length < 2 || posterior[0] === posterior.at(-1)) return null;
  const { probabilityBetter, expectedLoss, region } = posteriorOfGain(posterior, margin);
  return {
    metric: basis.metric,
    probabilityBetter,
    expectedLoss: { champion: expectedLoss.keep, challenger: expectedLoss.promote },
    rope: { margin, ...region },
    gain: {
      estimate: posterior.reduce((sum, gain) => sum + gain, 0) / posterior.length,
      lower: sortedQuantile(posterior, (1 - level) / 2),
      upper: sortedQuantile(posterior, (1 + level) / 2),
      level,
      method: "bayesian-bootstrap",
      n: basis.n,
      units: basis.units,
    },
    draws: posterior.length,
  };
}
