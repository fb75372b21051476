import { describe, expect, it } from "vitest";
import type { Dataset } from "../../src/features/dataset.js";
import { seeded } from "../../src/lib/random.js";
import { learners } from "../../src/models/index.js";
import type { Labelled } from "../../src/models/types.js";
import { fitInput, quick, table } from "./table.js";

const cases = Object.values(learners).flatMap((learner) =>
  learner.tasks.map((task) => [`${learner.name}, ${task}`, learner, task] as const),
);

/** Ten thousand categories, of which the first hundred are frequent. The even ones stand for more. */
function manyCategories(rows: number, task: "classification" | "regression"): Labelled {
  const random = seeded(3);
  const codes = Int32Array.from({ length: rows }, () => Math.floor(random() * (random() < 0.8 ? 100 : 10_000)));
  const categories = Array.from({ length: 10_000 }, (_, k) => `category ${k}`);
  const data: Dataset = { rows, columns: [{ name: "c", kind: "categorical", codes, categories }] };
  const values = Float64Array.from(codes, (code) => (code % 2 === 0 ? 3 : 1) + random());
  return task === "regression"
    ? { data, target: { task, values } }
    : {
        data,
        target: { task, codes: Int32Array.from(values, (v) => (v > 2.5 ? 1 : 0)), classes: ["odd", "even"] },
      };
}

describe.each(cases)("%s", (_name, learner, task) => {
  it("takes ten thousand categories", async () => {
    const train = manyCategories(20_000, task);
    const parameters = learner.name === "group-median" ? { groups: "c" } : (quick[learner.name] ?? {});
    const { model } = await learner.fit(fitInput(learner.name, train, { parameters }));
    const predictions = model.predict(train.data);
    expect(predictions.every(Number.isFinite)).toBe(true);
    expect(JSON.stringify(model.toJSON()).length).toBeLessThan(1_000_000);
    if (["class-prior", "mean"].includes(learner.name)) return;
    const codes = (train.data.columns[0] as { codes: Int32Array }).codes;
    const width = task === "regression" ? 1 : 2;
    const meanOf = (rest: number): number => {
      const rows = [...codes.keys()].filter((row) => codes[row]! < 100 && codes[row]! % 2 === rest);
      return rows.reduce((sum, row) => sum + predictions[row * width + width - 1]!, 0) / rows.length;
    };
    expect(meanOf(0) - meanOf(1)).toBeGreaterThan(task === "regression" ? 1 : 0.5);
  });

  it("learns without features, or says that it needs them", async () => {
    const train = { ...table(60, 1, task), data: { rows: 60, columns: [] } };
    const fit = learner.fit(fitInput(learner.name, train, { parameters: {} }));
    if (learner.family === "neural") {
      await expect(fit).rejects.toMatchObject({ code: "no-features", hint: "name at least one feature" });
      return;
    }
    const { model } = await fit;
    expect(new Set(model.predict(train.data).filter((_, k) => task === "regression" || k % 2 === 1)).size).toBe(1);
  });

  it("tells its progress in steps that never go back", async () => {
    const steps: number[] = [];
    const totals = new Set<number>();
    await learner.fit(
      fitInput(learner.name, table(300, 2, task), {
        validation: table(100, 3, task),
        onProgress({ done, total }) {
          steps.push(done);
          totals.add(total);
        },
      }),
    );
    expect(steps.length).toBeGreaterThan(0);
    expect(steps).toStrictEqual(steps.toSorted((a, b) => a - b));
    expect(totals.size).toBe(1);
    expect(steps.at(-1)).toBeLessThanOrEqual([...totals][0]!);
  });
});
