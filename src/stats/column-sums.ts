/**
 * Weighted sums of columns over units, for the same columns under many sets of counts. Equal columns are summed once.
 */
export class ColumnSums {
  private readonly columns: Float64Array[] = [];
  private finite = true;

  constructor(private readonly units: number) {}

  /**
   * Sums row-major terms, as many for each row, by unit and keeps each as a column.
   *
   * @returns each term's place in the totals.
   */
  add(terms: Float64Array, unitOfRow: Int32Array): number[] {
    const width = unitOfRow.length > 0 ? terms.length / unitOfRow.length : 0;
    return Array.from({ length: width }, (_, term) => {
      const column = new Float64Array(this.units);
      for (let row = 0; row < unitOfRow.length; row++) column[unitOfRow[row]!]! += terms[row * width + term]!;
      const same = this.columns.findIndex((other) => other.every((value, unit) => value === column[unit]));
      return same >= 0 ? same : this.keep(column);
    });
  }

  private keep(column: Float64Array): number {
    this.finite &&= column.every(Number.isFinite);
    return this.columns.push(column) - 1;
  }

  /** The same columns over pools of units. */
  pooled(poolOfUnit: Int32Array, pools: number): ColumnSums {
    if (pools === this.units) return this;
    const result = new ColumnSums(pools);
    for (const column of this.columns) {
      const sums = new Float64Array(pools);
      for (let unit = 0; unit < column.length; unit++) sums[poolOfUnit[unit]!]! += column[unit]!;
      result.keep(sums);
    }
    return result;
  }

  /** The sums of all columns; a unit that is not drawn counts as absent, even where its terms are not defined. */
  totals(counts: Float64Array): Float64Array {
    const totals = new Float64Array(this.columns.length);
    if (!this.finite) return this.carefulTotals(counts, totals);
    for (let first = 0; first < totals.length; first += 4) {
      const a = this.columns[first]!;
      const b = this.columns[first + 1] ?? a;
      const c = this.columns[first + 2] ?? a;
      const d = this.columns[first + 3] ?? a;
      let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
      for (let unit = 0; unit < counts.length; unit++) {
        const count = counts[unit]!;
        sumA += count * a[unit]!;
        sumB += count * b[unit]!;
        sumC += count * c[unit]!;
        sumD += count * d[unit]!;
      }
      totals.set([sumA, sumB, sumC, sumD].slice(0, totals.length - first), first);
    }
    return totals;
  }

  private carefulTotals(counts: Float64Array, totals: Float64Array): Float64Array {
    this.columns.forEach((column, at) => {
      for (let unit = 0; unit < counts.length; unit++)
        if (counts[unit] !== 0) totals[at]! += counts[unit]! * column[unit]!;
    });
    return totals;
  }
}
