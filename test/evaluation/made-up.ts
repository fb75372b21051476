import type { SharedRows } from "../../src/evaluation/align.js";
import { randomNormal, seeded } from "../../src/lib/random.js";

export interface MadeUp {
  rows: SharedRows;
  champion: Float64Array;
  challenger: Float64Array;
}

interface Options {
  rows?: number;
  /** Rows per unit; 1 makes rows independent. */
  perUnit?: number;
  seed?: number;
}

const sharedRows = (label: Float64Array, perUnit: number): SharedRows => {
  const unit = Int32Array.from(label, (_, row) => Math.floor(row / perUnit));
  return {
    rows: label.length,
    id: Array.from(label, (_, row) => `r${row}`),
    label,
    time: null,
    unit,
    units: [...new Set(unit)].map((index) => `u${index}`),
    segments: [],
  };
};

/** Two classifiers of the same rows; with several rows a unit, units share how hard they are. */
export function madeUpClasses({ rows = 2000, perUnit = 1, seed = 1 }: Options = {}): MadeUp {
  const random = seeded(seed);
  const truth = Float64Array.from({ length: rows }, () => randomNormal(random));
  const shift = Float64Array.from({ length: Math.ceil(rows / perUnit) }, () =>
    perUnit > 1 ? randomNormal(random) : 0,
  );
  const label = truth.map((value) => Number(random() < 1 / (1 + Math.exp(-2 * value))));
  const score = (noise: number): Float64Array =>
    truth.map((value, row) => {
      const seen = value + noise * randomNormal(random) + noise * shift[Math.floor(row / perUnit)]!;
      return Math.round(1e4 / (1 + Math.exp(-2 * seen))) / 1e4;
    });
  return { rows: sharedRows(label, perUnit), champion: score(0.9), challenger: score(0.8) };
}

/** Two models of the same values; with several rows a unit, units share an error. */
export function madeUpValues({ rows = 2000, perUnit = 1, seed = 1 }: Options = {}): MadeUp {
  const random = seeded(seed);
  const label = Float64Array.from({ length: rows }, () => 10 * randomNormal(random));
  const shift = Float64Array.from({ length: Math.ceil(rows / perUnit) }, () =>
    perUnit > 1 ? randomNormal(random) : 0,
  );
  const predict = (noise: number): Float64Array =>
    label.map((value, row) => value + noise * (randomNormal(random) + shift[Math.floor(row / perUnit)]!));
  return { rows: sharedRows(label, perUnit), champion: predict(3), challenger: predict(2.8) };
}
