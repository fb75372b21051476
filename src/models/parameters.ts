import { AssayError } from "../lib/errors.js";
import type { Parameters } from "./types.js";

/** What one parameter may be. */
export interface Rule<T extends number | string | boolean> {
  default: T;
  accepts(value: unknown): value is T;
  /** In words, after "expected": `a whole number from 1`. */
  expected: string;
}

export type Rules = Record<string, Rule<number> | Rule<string> | Rule<number | string>>;
type Values<R extends Rules> = { [K in keyof R]: R[K] extends Rule<infer T> ? T : never };

const isFiniteNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** A whole number, at least `minimum`. */
export const wholeNumber = (fallback: number, minimum: number): Rule<number> => ({
  default: fallback,
  accepts: (value): value is number => isFiniteNumber(value) && Number.isInteger(value) && value >= minimum,
  expected: `a whole number from ${minimum}`,
});

/** A number, zero or more. */
export const notNegative = (fallback: number): Rule<number> => ({
  default: fallback,
  accepts: (value): value is number => isFiniteNumber(value) && value >= 0,
  expected: "a number from 0",
});

/** A number above zero. */
export const positive = (fallback: number): Rule<number> => ({
  default: fallback,
  accepts: (value): value is number => isFiniteNumber(value) && value > 0,
  expected: "a number above 0",
});

/** A share: above 0, at most 1. */
export const share = (fallback: number): Rule<number> => ({
  default: fallback,
  accepts: (value): value is number => isFiniteNumber(value) && value > 0 && value <= 1,
  expected: "a number above 0 and at most 1",
});

/** A number from 0 to 1. */
export const proportion = (fallback: number): Rule<number> => ({
  default: fallback,
  accepts: (value): value is number => isFiniteNumber(value) && value >= 0 && value <= 1,
  expected: "a number from 0 to 1",
});

/** A number from 0, below 1. */
export const belowOne = (fallback: number): Rule<number> => ({
  default: fallback,
  accepts: (value): value is number => isFiniteNumber(value) && value >= 0 && value < 1,
  expected: "a number from 0, below 1",
});

/** A number above zero, or `auto`. */
export const positiveOrAuto: Rule<number | string> = {
  default: "auto",
  accepts: (value): value is number | string => value === "auto" || (isFiniteNumber(value) && value > 0),
  expected: '"auto" or a number above 0',
};

/** One of these words; the first is the default. */
export const oneOf = (...words: readonly [string, ...string[]]): Rule<string> => ({
  default: words[0],
  accepts: (value): value is string => typeof value === "string" && words.includes(value),
  expected: `one of ${words.join(", ")}`,
});

/** A text of the given form. */
export const text = (fallback: string, form: RegExp, expected: string): Rule<string> => ({
  default: fallback,
  accepts: (value): value is string => typeof value === "string" && form.test(value),
  expected,
});

/** The defaults of all parameters. */
export const defaultsOf = (rules: Rules): Parameters =>
  Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, rule.default]));

/**
 * The parameters of a fit: defaults, overridden by what is given.
 *
 * @throws AssayError `unknown-parameter` for a name that the learner does not have, `bad-parameter` for a value that
 * the parameter does not take.
 */
export function readParameters<R extends Rules>(learner: string, rules: R, given: Parameters): Values<R> {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(rules, name)) {
      const known = Object.keys(rules);
      throw new AssayError(
        `${learner}: no parameter "${name}"; ${known.length > 0 ? `parameters are ${known.join(", ")}` : "it takes none"}`,
        { code: "unknown-parameter", hint: "correct the name, or leave it out" },
      );
    }
    const rule = rules[name]!;
    if (!rule.accepts(value))
      throw new AssayError(`${learner}: ${name} is ${JSON.stringify(value)}, expected ${rule.expected}`, {
        code: "bad-parameter",
        hint: `give ${name} as ${rule.expected}`,
      });
  }
  return { ...defaultsOf(rules), ...given } as Values<R>;
}
