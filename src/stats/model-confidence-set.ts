import { standardDeviation } from "./intervals.js";

/** A model's metric and its bootstrap replicates, on draws common to all models. */
export interface ReplicatedValue {
  estimate: number;
  replicates: ArrayLike<number>;
}

export interface ConfidenceSetMember {
  /** The set at level 1 − α holds the models whose p is at least α. */
  pValue: number;
  /** Order of elimination, from 1; the last one left has the largest. */
  eliminated: number;
}

/**
 * Hansen, Lunde and Nason's model confidence set: the models that the rows cannot tell from the best one. The worst
 * model (largest studentised loss against the mean of those left) goes first; p is that of "all models still in are
 * equally good" (range of the means, Tmax), and never falls from one elimination to the next.
 *
 * @param models values with replicates on common draws, by `bootstrapMetrics`; `direction` of the metric.
 * @returns one entry per model, in the order given. Models that never differ are eliminated together last, with p 1.
 * @throws RangeError without a model, or where the numbers of replicates differ or one is not finite.
 * @see Hansen, Lunde & Nason (2011), Econometrica 79, 453–497
 * @example modelConfidenceSet([{ estimate: 0.8, replicates }, …], "maximize").map(({ pValue }) => pValue >= 0.05)
 */
export function modelConfidenceSet(
  models: readonly ReplicatedValue[],
  direction: "maximize" | "minimize",
): ConfidenceSetMember[] {
  const draws = models[0]?.replicates.length;
  if (draws === undefined) throw new RangeError("at least one model is needed");
  models.forEach(({ estimate, replicates }, model) => {
    if (replicates.length !== draws)
      throw new RangeError(`replicates differ: ${draws} of model 1, ${replicates.length} of model ${model + 1}`);
    for (let draw = 0; draw < draws; draw++)
      if (!Number.isFinite(replicates[draw]! + estimate))
        throw new RangeError(`model ${model + 1} has no value on draw ${draw + 1}`);
  });
  const sign = direction === "minimize" ? 1 : -1;
  const members = models.map((): ConfidenceSetMember => ({ pValue: 1, eliminated: models.length }));
  let left = [...models.keys()];
  let largest = 0;
  for (let order = 1; left.length > 1; order++) {
    const { worst, pValue } = worstOf(models, left, draws, sign);
    largest = Math.max(largest, pValue);
    if (worst === null) break;
    members[worst] = { pValue: largest, eliminated: order };
    left = left.filter((model) => model !== worst);
  }
  return members;
}

/** The model with the largest studentised loss against the mean of those left; null where none differs. */
function worstOf(
  models: readonly ReplicatedValue[],
  left: readonly number[],
  draws: number,
  sign: number,
): { worst: number | null; pValue: number } {
  const mean = left.reduce((sum, model) => sum + models[model]!.estimate, 0) / left.length;
  const meanOf = new Float64Array(draws);
  for (const model of left)
    for (let draw = 0; draw < draws; draw++) meanOf[draw]! += models[model]!.replicates[draw]! / left.length;
  const largest = new Float64Array(draws).fill(Number.NEGATIVE_INFINITY);
  let worst: number | null = null;
  let statistic = Number.NEGATIVE_INFINITY;
  for (const model of left) {
    const { estimate, replicates } = models[model]!;
    const loss = sign * (estimate - mean);
    const away = meanOf.map((center, draw) => sign * (replicates[draw]! - center) - loss);
    const error = standardDeviation(away);
    if (!(error > 0)) continue;
    if (loss / error > statistic) {
      statistic = loss / error;
      worst = model;
    }
    for (let draw = 0; draw < draws; draw++) largest[draw] = Math.max(largest[draw]!, away[draw]! / error);
  }
  const asLarge = largest.reduce((n, value) => n + Number(value >= statistic), 0);
  return { worst, pValue: worst === null ? 1 : (asLarge + 1) / (draws + 1) };
}
