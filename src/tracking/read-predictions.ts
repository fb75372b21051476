import { existsSync } from "node:fs";
import { readColumns, type ColumnArrays } from "../engine/columns.js";
import { withDatabase } from "../engine/database.js";
import { fileLiteral, literal } from "../engine/sql.js";
import { AssayError } from "../lib/errors.js";
import { mostProbable, probabilityPrefix } from "./probabilities.js";
import type { Predictions, TrackedRun } from "./types.js";

/** `predictions`: the fitted model on every row; `cross-fitted`: each row by a model of the recipe that did not see it. */
export type PredictionsKind = "predictions" | "cross-fitted";

/** The table in the order in which it was written, or its rows of some splits; time as milliseconds. */
async function readTable(path: string, splits: readonly string[] | undefined): Promise<ColumnArrays> {
  const wanted = splits ? `WHERE split IN (${splits.map(literal).join(", ")})` : "";
  return await withDatabase(async (database) => {
    const from = `read_parquet(${fileLiteral(path)}, file_row_number = true)`;
    const names = await database.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${from}`);
    const time = names.some(({ column_name }) => column_name === "time")
      ? ` REPLACE (epoch_ms("time")::DOUBLE AS "time")`
      : "";
    return await readColumns(
      database,
      `SELECT * EXCLUDE (file_row_number)${time} FROM ${from} ${wanted} ORDER BY file_row_number`,
    );
  });
}

/**
 * The predictions of a run, in the order of the project's feature table. With more than two classes `prediction` is the
 * index of the most probable one.
 *
 * @param kind `predictions` of the fitted model on every row, or `cross-fitted` ones of its recipe.
 * @param splits only rows of these; all by default.
 * @throws AssayError `no-predictions` where the run has none of that kind.
 * @example (await readPredictions(run, "predictions")).prediction
 */
export async function readPredictions(
  run: TrackedRun,
  kind: PredictionsKind,
  splits?: readonly string[],
): Promise<Predictions> {
  const path = run.artifact(`${kind}.parquet`);
  if (!existsSync(path))
    throw new AssayError(`run ${run.name} (${run.runId.slice(0, 8)}) has no ${kind}.parquet`, {
      code: "no-predictions",
      hint:
        run.family === "onnx"
          ? "a fitted model cannot be fitted again without each fold: compare it on test rows with assay compare"
          : "train it again with assay build, or choose another run",
    });
  const { rows, numbers, texts } = await readTable(path, splits);
  const probabilities = Object.keys(numbers)
    .filter((name) => name.startsWith(probabilityPrefix))
    .map((name) => ({ class: name.slice(probabilityPrefix.length), values: numbers[name]! }));
  const classes = probabilities.map((probability) => probability.class);
  const { id, split, unit, label } = texts;
  return {
    rows,
    id: id!,
    label: numbers["label"] ?? Float64Array.from(label!, (name) => (name === "" ? Number.NaN : classes.indexOf(name))),
    prediction: numbers["prediction"] ?? mostProbable(probabilities, rows),
    ...(probabilities.length > 0 ? { probabilities } : {}),
    split: split!,
    time: numbers["time"] ?? null,
    unit: unit!,
    ...(numbers["weight"] ? { weight: numbers["weight"] } : {}),
    fold: numbers["fold"] ? Int32Array.from(numbers["fold"]) : null,
  };
}
