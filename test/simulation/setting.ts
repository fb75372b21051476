import { seeded, type Random } from "../../src/lib/random.js";

/** What a rate is a rate of. */
export type Question =
  /** A verdict to promote, where the true gain is not above what counts. */
  | "false-promotion"
  /** A gate, a guardrail or an equivalence declared, where the truth lies on the limit. */
  | "false-decision"
  /** A test with p < 0.05, where there is no difference. */
  | "rejection"
  /** An interval that holds the truth. */
  | "coverage"
  /** A true gain that is shown with the units that were planned for a power of 80 %. */
  | "power"
  /** A verdict to promote by a rule that is not ours: shown, and nothing is promised. */
  | "promotion-by-luck";

/** The rates within which a method does what it promises, chance of the simulation apart; null: no such end. */
export interface Promise {
  least: number | null;
  most: number | null;
}

/** One made-up situation, drawn again and again. */
export interface Setting {
  question: Question;
  /** In words: what is true, and how rows come about. */
  setting: string;
  /** Rows and independent units of one case; of random sizes the mean. */
  n: number;
  units: number;
  /** Cases of the full simulation. */
  cases: number;
  promise: Promise | null;
  /** False where fewer units than the method's page asks for: the rate is shown, and nothing is promised. */
  promised?: boolean;
  /** Methods that are not ours: their lines have the question `promotion-by-luck`. */
  others?: readonly string[];
  /** By method: whether the event of the question came about in this case; null where the method said nothing. */
  once(random: Random): Record<string, boolean | null>;
}

/** One line of the table. */
export interface SimulationRow {
  question: Question;
  method: string;
  setting: string;
  n: number;
  units: number;
  /** Cases in which the method said something. */
  cases: number;
  rate: number;
  /** The promise widened by three Monte Carlo errors; null where nothing is promised. */
  allowed: Promise | null;
  /** Whether the rate lies within; null where nothing is promised. */
  holds: boolean | null;
  seed: number;
}

/** Monte Carlo errors that a rate may lie outside its promise. */
const errors = 3;

const widened = ({ least, most }: Promise, cases: number): Promise => {
  const error = (rate: number): number => errors * Math.sqrt((rate * (1 - rate)) / cases);
  return {
    least: least === null ? null : least - error(least),
    most: most === null ? null : most + error(most),
  };
};

/**
 * Draws a setting's cases and counts, one line a method.
 *
 * @param share of the setting's cases; 1 is the full simulation.
 */
export function simulate(one: Setting, seed: number, share = 1): SimulationRow[] {
  const random = seeded(seed);
  const counts = new Map<string, { cases: number; events: number }>();
  const cases = Math.ceil(share * one.cases);
  for (let k = 0; k < cases; k++)
    for (const [method, event] of Object.entries(one.once(random))) {
      const count = counts.get(method) ?? { cases: 0, events: 0 };
      counts.set(method, count);
      if (event === null) continue;
      count.cases++;
      count.events += Number(event);
    }
  const { setting, n, units, promise, promised = true, others = [] } = one;
  return Array.from(counts)
    .filter(([, { cases: said }]) => said > 0)
    .map(([method, { cases: said, events }]): SimulationRow => {
      const rate = events / said;
      const ours = !others.includes(method);
      const question = ours ? one.question : "promotion-by-luck";
      const allowed = promise && promised && ours ? widened(promise, said) : null;
      const holds =
        allowed && (allowed.least === null || rate >= allowed.least) && (allowed.most === null || rate <= allowed.most);
      return { question, method, setting, n, units, cases: said, rate, allowed, holds, seed };
    });
}
