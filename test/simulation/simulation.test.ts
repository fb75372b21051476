import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { unitMean } from "../../src/evaluation/unit-mean.js";
import { compared, gainsOf } from "./judged.js";
import { simulate, type Setting, type SimulationRow } from "./setting.js";
import { firstSeed, settings, simulateAll } from "./settings.js";
import { classifiers, firstRows, rankings, regressions } from "./synthetic.js";
import { seeded } from "../../src/lib/random.js";

describe("the machinery", () => {
  const coin = (p: number, promise: Setting["promise"]): Setting => ({
    question: "rejection", setting: "a coin", n: 1, units: 1, cases: 4000, promise, others: ["other"],
    once: (random) => ({ coin: random() < p, other: random() < p, silent: null }),
  }); // prettier-ignore
  const first = (one: Setting, share = 1): SimulationRow => simulate(one, 1, share)[0]!;

  it("counts, allows three Monte Carlo errors, and tells a broken promise from a kept one", () => {
    const kept = first(coin(0.05, { least: null, most: 0.05 }));
    expect(kept).toMatchObject({ cases: 4000, holds: true, method: "coin", seed: 1 });
    expect(kept.allowed!.most).toBeCloseTo(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 4000), 12);
    expect(first(coin(0.08, { least: null, most: 0.05 })).holds).toBe(false);
    expect(first(coin(0.92, { least: 0.95, most: null })).holds).toBe(false);
    expect(first(coin(0.5, null)).holds).toBeNull();
    expect(first({ ...coin(0.5, { least: null, most: 0.05 }), promised: false }).holds).toBeNull();
    expect(first(coin(0.05, null), 0.1).cases).toBe(400);
    expect(first(coin(0.05, null))).toEqual(first(coin(0.05, null)));
  });

  it("promises nothing of other rules, and says nothing of a method that said nothing", () => {
    const [, other, silent] = simulate(coin(0.5, { least: null, most: 0.05 }), 1);
    expect(other).toMatchObject({ question: "promotion-by-luck", holds: null });
    expect(silent).toBeUndefined();
  });
});

describe("the made-up pairs have the true gain that they say", () => {
  const meanOf = (draw: (k: number) => number, cases = 60): number =>
    Array.from({ length: cases }, (_, k) => draw(k)).reduce((sum, value) => sum + value, 0) / cases;
  const random = seeded(4);
  it("classifiers", () => {
    const about = { both: 0.7, onlyChampion: 0.05, onlyChallenger: 0.07 };
    const gain = meanOf(() => gainsOf(classifiers(random, 2000, about), { metrics: ["accuracy"] })[0]!.estimate);
    expect(Math.abs(gain - 0.02)).toBeLessThan(0.003);
  });
  it("rankings", () => {
    const area = (pair: ReturnType<typeof rankings>) => gainsOf(pair, { metrics: ["rocAuc"] })[0]!.estimate;
    const gain = meanOf(() => area(rankings(random, 1000, { apart: [1.190232, 1.294533], positive: 0.3 })));
    expect(Math.abs(gain - 0.02)).toBeLessThan(0.006);
  });
  it.each(["normal", "skewed", "heavy"] as const)("regressions, %s", (shape) => {
    const gain = meanOf(
      () => gainsOf(regressions(random, { gain: 0.25, shape, n: 1000 }), { metrics: ["mae"] })[0]!.estimate,
    );
    expect(Math.abs(gain - 0.25)).toBeLessThan(0.015);
  });
  it("the first rows are those rows", () => {
    const pair = regressions(random, { gain: 0, shape: "normal", n: 50 });
    expect(firstRows(pair, 20).champion.prediction).toEqual(pair.champion.prediction.slice(0, 20));
    expect(firstRows(pair, 20).rows.units).toHaveLength(20);
  });
  it("gives the gains that a whole comparison gives", () => {
    const pair = classifiers(random, 120, { both: 0.6, onlyChampion: 0.1, onlyChallenger: 0.2 });
    const measuring = { metrics: ["accuracy", "logLoss", "rocAuc", "recall"], draws: 50, seed: 3 } as const;
    expect(gainsOf(pair, measuring)).toEqual(compared(pair, measuring).metrics.map(({ basis }) => basis));
  });
});

describe("a few hundred cases of each kind", () => {
  const quick = settings.filter(({ n, promised = true }) => promised && n <= 500);
  const rows = simulateAll(quick, 0.06);
  it("ask every question", () => {
    expect(new Set(rows.map(({ question }) => question))).toEqual(
      new Set(["false-promotion", "false-decision", "rejection", "coverage", "power", "promotion-by-luck"]),
    );
  });
  it.each(rows.filter(({ holds }) => holds !== null))(
    "$question: $method, $setting, n = $n",
    ({ holds, rate, allowed }) => {
      expect(holds, `${rate} lies outside ${JSON.stringify(allowed)}`).toBe(true);
    },
  );
  it("catch a method that is wrong: rows of one unit taken as independent", () => {
    const naive: Setting = {
      question: "coverage", setting: "units taken for rows", n: 0, units: 30, cases: 200, promise: { least: 0.95, most: null },
      once(random) {
        const { rows, champion, challenger } = regressions(random, { gain: 0.25, shape: "normal", units: 30 });
        const loss = (p: Float64Array, row: number): number => Math.abs(p[row]! - rows.label[row]!);
        const gain = rows.label.map((_, row) => loss(champion.prediction, row) - loss(challenger.prediction, row));
        const { lower, upper } = unitMean(gain, Int32Array.from(gain.keys()), 0.95);
        return { naive: lower <= 0.25 && 0.25 <= upper };
      },
    }; // prettier-ignore
    expect(simulate(naive, 1)[0]!.holds).toBe(false);
  });
});

describe("the committed table", () => {
  const document = JSON.parse(readFileSync("test/simulation/results.json", "utf8")) as { rows: SimulationRow[] };
  it("is of these settings, each with its seed", () => {
    const known = new Map(settings.map(({ setting, n }, index) => [firstSeed + index, `${setting} ${n}`]));
    for (const { seed, setting, n } of document.rows) expect(known.get(seed)).toBe(`${setting} ${n}`);
    expect(new Set(document.rows.map(({ seed }) => seed)).size).toBe(settings.length);
  });
  it("breaks no promise", () => {
    expect(document.rows.filter(({ holds }) => holds === false)).toEqual([]);
  });
});
