// Engines round Math.exp and Math.log each in their own way. What scorers use is made of +, −, × and ÷ alone, which
// IEEE 754 rounds alike everywhere, so that a prediction has the same bits in Node and in every browser.

/** ln 2 in two parts; the first has 32 bits, so that its products with exponents are exact. */
const ln2High = 2977044472 / 4294967296;
const ln2Low = -4.2009150726810846e-11;

const lowestExponent = -1074;

/** 2^k, from the lowest exponent on. */
const powersOfTwo = new Float64Array(2098);
powersOfTwo[-lowestExponent] = 1;
for (let k = -lowestExponent + 1; k < powersOfTwo.length; k++) powersOfTwo[k] = 2 * powersOfTwo[k - 1]!;
for (let k = -lowestExponent - 1; k >= 0; k--) powersOfTwo[k] = powersOfTwo[k + 1]! / 2;

const powerOfTwo = (k: number): number => powersOfTwo[k - lowestExponent]!;

/** 1/2!, 1/3!, … 1/14!: enough terms for |r| ≤ ln 2 / 2. */
const inverseFactorials = [
  1 / 87178291200, 1 / 6227020800, 1 / 479001600, 1 / 39916800, 1 / 3628800, 1 / 362880, 1 / 40320, 1 / 5040, 1 / 720,
  1 / 120, 1 / 24, 1 / 6, 1 / 2,
]; // prettier-ignore

/**
 * e^x, within one unit in the last place, with the same bits in every engine.
 *
 * @example exp(1) // 2.718281828459045
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 710) return Number.POSITIVE_INFINITY;
  if (x < -746) return 0;
  const k = Math.round(x / (ln2High + ln2Low));
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const lost = high - r - low;
  let tail = 0;
  for (let i = 0; i < inverseFactorials.length; i++) tail = tail * r + inverseFactorials[i]!;
  const value = 1 + (r + (lost + r * r * tail));
  if (k > 1023) return value * 2 * powerOfTwo(k - 1);
  return k < -1021 ? value * powerOfTwo(k + 100) * powerOfTwo(-100) : value * powerOfTwo(k);
}

/** 2/3, 2/5, … 2/25, the last first: the series of 2 artanh(s) in s², enough terms for s ≤ 3 − 2√2. */
const oddParts = Array.from({ length: 12 }, (_, i) => 2 / (25 - 2 * i));

const bits = new DataView(new ArrayBuffer(8));

/**
 * The natural logarithm, within one unit in the last place, with the same bits in every engine.
 *
 * @returns −∞ for 0, NaN for a negative number.
 * @example log(10) // 2.302585092994046
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const isTiny = x < powerOfTwo(-1022);
  const normal = isTiny ? x * powerOfTwo(54) : x;
  bits.setFloat64(0, normal);
  let exponent = (bits.getUint32(0) >>> 20) - 1023;
  let m = normal / powerOfTwo(exponent);
  if (m > Math.SQRT2) {
    m /= 2;
    exponent++;
  }
  if (isTiny) exponent -= 54;
  const f = m - 1;
  const s = f / (2 + f);
  const square = s * s;
  let series = 0;
  for (let i = 0; i < oddParts.length; i++) series = series * square + oddParts[i]!;
  const half = (f * f) / 2;
  return exponent * ln2High - (half - (s * (half + square * series) + exponent * ln2Low) - f);
}
