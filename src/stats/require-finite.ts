/**
 * Refuses values that are not finite numbers: a statistic of rows that are not there would look like one of rows that
 * are. Rows are counted from 1, as in files.
 *
 * @param what the values are, for the message: `differences`.
 * @throws RangeError that names the first such row.
 */
export function requireFinite(values: ArrayLike<number>, what: string): void {
  for (let row = 0; row < values.length; row++)
    if (!Number.isFinite(values[row]!))
      throw new RangeError(`${what}: row ${row + 1} is ${values[row]}, a finite number is needed`);
}
