import { AssayError } from "../lib/errors.js";
import type { FitInput, Labelled, Learner } from "./types.js";

type Limits = Pick<Learner, "name" | "tasks" | "maxClasses">;

function checkRows({ data, target, weights }: Labelled, part: string): void {
  if (data.rows === 0)
    throw new AssayError(`the ${part} part has no rows`, {
      code: "no-rows",
      hint: "check the split, and what cleaning removed",
    });
  for (const column of data.columns) {
    const length = column.kind === "numeric" ? column.values.length : column.codes.length;
    if (length !== data.rows)
      throw new RangeError(`column ${column.name} has ${length} values, the ${part} part ${data.rows} rows`);
  }
  const labels = target.task === "regression" ? target.values : target.codes;
  if (labels.length !== data.rows)
    throw new RangeError(`the target has ${labels.length} values, the ${part} part ${data.rows} rows`);
  if (weights && weights.length !== data.rows)
    throw new RangeError(`there are ${weights.length} weights, the ${part} part has ${data.rows} rows`);
}

function checkTarget({ target }: Labelled, part: string): void {
  const known = target.task === "classification" ? target.classes.length : 0;
  const labels = target.task === "regression" ? target.values : target.codes;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (target.task === "regression" ? Number.isFinite(label) : label >= 0 && label < known) continue;
    const what = target.task === "regression" ? `is ${label}, expected a finite number` : "has no class";
    throw new AssayError(`the target of row ${i + 1} of the ${part} part ${what}`, {
      code: "bad-target",
      row: i + 1,
      hint: "leave rows without a usable target out when cleaning",
    });
  }
}

function checkWeights({ weights }: Labelled, part: string): void {
  if (!weights) return;
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (!(weight >= 0 && weight < Infinity))
      throw new AssayError(`the weight of row ${i + 1} of the ${part} part is ${weight}, expected a number from 0`, {
        code: "bad-weight",
        row: i + 1,
        hint: "correct the weight, or leave the row out",
      });
    total += weight;
  }
  if (total === 0)
    throw new AssayError(`all weights of the ${part} part are zero`, {
      code: "no-weight",
      hint: "give at least one row a weight above 0",
    });
}

function checkClasses({ name, maxClasses }: Limits, { target, weights }: Labelled): void {
  if (target.task === "regression") return;
  const seen = new Set(target.codes.filter((_, i) => !weights || weights[i]! > 0));
  if (seen.size < 2)
    throw new AssayError(
      `the target has one class in all training rows${weights ? " with weight" : ""}: "${target.classes[[...seen][0]!]}"; two are needed`,
      { code: "one-class", hint: "check the target column, and the split" },
    );
  if (target.classes.length > maxClasses)
    throw new AssayError(
      `${name} learns at most ${maxClasses} classes; the target has ${target.classes.length}: ${target.classes.slice(0, 5).join(", ")}${target.classes.length > 5 ? " …" : ""}`,
      { code: "too-many-classes", hint: "merge classes, or choose a learner that takes more" },
    );
}

/**
 * Checks what goes into a fit: task and classes that the learner can do, rows, finite targets, weights.
 *
 * @throws AssayError for data that cannot be learned from; RangeError for columns of unequal length.
 */
export function checkFit(learner: Limits, { train, validation }: FitInput): void {
  const { task } = train.target;
  if (!learner.tasks.includes(task))
    throw new AssayError(`${learner.name} does ${learner.tasks.join(" and ")}, not ${task}`, {
      code: "wrong-task",
      hint: `choose a learner for ${task}`,
    });
  for (const [part, rows] of [
    ["training", train],
    ["validation", validation],
  ] as const) {
    if (!rows) continue;
    if (rows.target.task !== task) throw new RangeError(`the ${part} part has another task than ${task}`);
    checkRows(rows, part);
    checkTarget(rows, part);
    checkWeights(rows, part);
  }
  checkClasses(learner, train);
}
