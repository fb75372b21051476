/** A finite number as a DOUBLE literal that every engine reads back to the last bit. */
export const number = (value: number): string => {
  const text = value.toExponential();
  return value < 0 ? `(${text})` : text;
};

/** True for finite values; false for NaN and ±Infinity on every engine, NULL for NULL. */
export const finite = (x: string): string =>
  `(${x} > CAST('-Infinity' AS DOUBLE) AND ${x} < CAST('Infinity' AS DOUBLE))`;
