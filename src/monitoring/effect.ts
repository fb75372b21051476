import { seeded, type Random } from "../lib/random.js";
import { psiAt } from "./psi-of-draws.js";
import { drawWindows, totals, type UnitCounts } from "./resample.js";

/** How to resample: the same seed gives the same interval. */
export interface EffectOptions {
  /** Coverage, such as 0.95. */
  level: number;
  seed: number;
  resamples: number;
}

export interface Effect {
  estimate: number;
  lower: number;
  upper: number;
  designEffect: number;
  /** Lower bounds in windows of the current size drawn from the reference: what chance alone shows. */
  chance: number[];
}

const chanceWindows = 20;
const chanceResamples = 100;

/** The window's size in what is drawn: units, or rows where rows are units. */
const sizeOf = (window: UnitCounts, sums: Float64Array): number =>
  window.rowsAreUnits ? sums.reduce((a, b) => a + b, 0) : window.units;

const resampled = (window: UnitCounts, draws: number, random: Random): Float64Array =>
  drawWindows(window, draws, sizeOf(window, totals(window)), random);

/** Quantile of sorted values by linear interpolation (Hyndman and Fan's type 7). */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}

/** The interval of PSI by the basic bootstrap, bias removed at each end; never below 0. */
function interval(observed: number, drawn: Float64Array, level: number): Omit<Effect, "designEffect" | "chance"> {
  const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;
  const sorted = drawn.sort();
  return {
    estimate: Math.max(0, 2 * observed - mean),
    lower: Math.max(0, 2 * observed - quantile(sorted, (1 + level) / 2)),
    upper: Math.max(0, 2 * observed - quantile(sorted, (1 - level) / 2)),
  };
}

function psiOfDraws(reference: Float64Array, current: Float64Array, width: number, draws: number): Float64Array {
  return Float64Array.from({ length: draws }, (_, d) => psiAt(reference, d * width, current, d * width, width));
}

/**
 * How much wider than multinomial the resampled differences of shares are, averaged over bins: the first-order
 * correction of Rao and Scott (1981), J. Am. Stat. Assoc. 76. Never below 1.
 */
function designEffect(
  reference: { sums: Float64Array; drawn: Float64Array },
  current: { sums: Float64Array; drawn: Float64Array },
  draws: number,
): number {
  const width = reference.sums.length;
  const n = reference.sums.reduce((a, b) => a + b, 0);
  const m = current.sums.reduce((a, b) => a + b, 0);
  let total = 0;
  for (let d = 0; d < draws; d++) {
    let drawnN = 0;
    let drawnM = 0;
    for (let k = 0; k < width; k++) {
      drawnN += reference.drawn[d * width + k]!;
      drawnM += current.drawn[d * width + k]!;
    }
    if (drawnN === 0 || drawnM === 0) continue;
    for (let k = 0; k < width; k++) {
      const pooled = (reference.sums[k]! + current.sums[k]!) / (n + m);
      if (pooled === 0) continue;
      const drawn = reference.drawn[d * width + k]! / drawnN - current.drawn[d * width + k]! / drawnM;
      const observed = reference.sums[k]! / n - current.sums[k]! / m;
      total += (drawn - observed) ** 2 / (pooled * (1 / n + 1 / m));
    }
  }
  const held = reference.sums.reduce((count, sum, k) => count + (sum + current.sums[k]! > 0 ? 1 : 0), 0);
  return held > 1 ? Math.max(1, total / draws / (held - 1)) : 1;
}

/** A reference whose resamples are drawn once and used against every window. */
export class ReferenceDraws {
  readonly sums: Float64Array;
  readonly drawn: Float64Array;

  constructor(
    readonly counts: UnitCounts,
    readonly options: EffectOptions,
  ) {
    this.sums = totals(counts);
    this.drawn = resampled(counts, options.resamples, seeded(options.seed));
  }

  /** Lower bounds of `chanceWindows` windows of `size` units drawn from the reference. */
  private chance(size: number, random: Random): number[] {
    const { counts, sums, options } = this;
    const { width } = counts;
    const draws = Math.min(chanceResamples, options.resamples);
    return Array.from({ length: chanceWindows }, () => {
      // Each unit of the window is a window of one unit.
      const window: UnitCounts = counts.rowsAreUnits
        ? { ...counts, counts: drawWindows(counts, 1, size, random) }
        : { ...counts, units: size, counts: drawWindows(counts, size, 1, random) };
      const own = totals(window);
      const drawn = psiOfDraws(this.drawn, resampled(window, draws, random), width, draws);
      return interval(psiAt(sums, 0, own, 0, sums.length), drawn, options.level).lower;
    });
  }

  /**
   * PSI of a window against this reference, with the bias of small samples removed and a basic bootstrap interval over
   * units on both sides. The plug-in PSI of two samples of one distribution is positive (about
   * (bins − 1)(1/n + 1/m)), and each resample adds that bias once more; reflecting the resamples at the estimate takes
   * it off again, so that a lower bound above 0 is rarer than the level says where nothing moved.
   *
   * @see Davison and Hinkley (1997), Bootstrap Methods and their Application, §5.2 (basic bootstrap)
   */
  against(current: UnitCounts): Effect {
    const { counts, sums, options } = this;
    const currentSums = totals(current);
    const size = sizeOf(current, currentSums);
    const enough = (units: number): boolean => units >= 2;
    if (!enough(sizeOf(counts, sums)) || !enough(size))
      return { estimate: Number.NaN, lower: Number.NaN, upper: Number.NaN, designEffect: 1, chance: [] };
    const random = seeded(options.seed + 1);
    const drawn = resampled(current, options.resamples, random);
    return {
      ...interval(
        psiAt(sums, 0, currentSums, 0, sums.length),
        psiOfDraws(this.drawn, drawn, counts.width, options.resamples),
        options.level,
      ),
      designEffect: counts.rowsAreUnits ? 1 : designEffect(this, { sums: currentSums, drawn }, options.resamples),
      chance: this.chance(size, random),
    };
  }
}
