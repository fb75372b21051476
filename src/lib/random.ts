/** A source of uniform numbers in [0, 1). Chance is always an argument. */
export type Random = () => number;

/** Fills an array with random 32-bit numbers, each call with the next ones. */
export type RandomWords = (into: Uint32Array) => void;

/**
 * A seeded source of random 32-bit numbers, for loops that need millions: sfc32 after splitmix32 seeding. The same seed
 * gives the same stream on every machine, however it is cut into calls.
 *
 * @param seed any finite number; its lower 32 bits and its fraction count.
 * @see Doty-Humphrey, PractRand (sfc32); Steele, Lea & Flood (2014), OOPSLA (splitmix)
 * @example seededWords(1)(new Uint32Array(1000))
 */
export function seededWords(seed: number): RandomWords {
  let state = (Math.floor(seed) ^ Math.floor((seed % 1) * 0x100000000)) >>> 0;
  const splitmix = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
  const kept = [splitmix(), splitmix(), splitmix(), 1] as [number, number, number, number];
  const fill: RandomWords = (into) => {
    let [a, b, c, counter] = kept;
    for (let i = 0; i < into.length; i++) {
      const t = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + t) | 0;
      into[i] = t;
    }
    [kept[0], kept[1], kept[2], kept[3]] = [a, b, c, counter];
  };
  fill(new Uint32Array(12));
  return fill;
}

const wordsAhead = 64;

/**
 * A seeded uniform generator, of the numbers of `seededWords`. The same seed gives the same stream on every machine.
 *
 * @param seed any finite number; its lower 32 bits and its fraction count.
 * @returns numbers in [0, 1) with 32 random bits.
 * @example seeded(1)()
 */
export function seeded(seed: number): Random {
  const fill = seededWords(seed);
  const words = new Uint32Array(wordsAhead);
  let at = wordsAhead;
  return () => {
    if (at === wordsAhead) {
      fill(words);
      at = 0;
    }
    return words[at++]! / 0x100000000;
  };
}

/** A whole number in [0, n). */
export const randomBelow = (random: Random, n: number): number => Math.floor(random() * n);

/** A standard normal number, by Marsaglia's polar method. */
export function randomNormal(random: Random): number {
  for (;;) {
    const u = 2 * random() - 1;
    const v = 2 * random() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/** Shuffles in place (Fisher–Yates) and returns its argument. */
export function shuffle<T extends Int32Array | Uint32Array | unknown[]>(values: T, random: Random): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = randomBelow(random, i + 1);
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return values;
}
