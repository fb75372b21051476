import { DOUBLE, DuckDBDataChunk, INTEGER, VARCHAR, type DuckDBType } from "@duckdb/node-api";
import { withDatabase, type Database } from "../engine/database.js";
import { identifier, literal } from "../engine/sql.js";
import { probabilityPrefix } from "./probabilities.js";
import type { Predictions } from "./types.js";

const chunkRows = 2048;

interface Source {
  name: string;
  type: DuckDBType;
  at(row: number): string | number | null;
}

const finite = (value: number): number | null => (Number.isNaN(value) ? null : value);

const numbers = (name: string, values: Float64Array): Source => ({
  name,
  type: DOUBLE,
  at: (row) => finite(values[row]!),
});
const texts = (name: string, values: readonly string[]): Source => ({ name, type: VARCHAR, at: (row) => values[row]! });

function sourcesOf(predictions: Predictions): Source[] {
  const { id, label, prediction, probabilities, split, time, unit, fold, weight } = predictions;
  const classes = probabilities?.map((probability) => probability.class);
  return [
    texts("id", id),
    classes ? { name: "label", type: VARCHAR, at: (row) => classes[label[row]!] ?? null } : numbers("label", label),
    ...(probabilities
      ? probabilities.map((probability) => numbers(`${probabilityPrefix}${probability.class}`, probability.values))
      : [numbers("prediction", prediction)]),
    texts("split", split),
    ...(time ? [numbers("time", time)] : []),
    texts("unit", unit),
    ...(weight ? [numbers("weight", weight)] : []),
    ...(fold ? [{ name: "fold", type: INTEGER, at: (row: number) => fold[row]! }] : []),
  ];
}

async function append(database: Database, table: string, sources: Source[], rows: number): Promise<void> {
  const columns = sources.map(({ name, type }) => `${identifier(name)} ${type.toString()}`);
  await database.run(`CREATE TABLE ${identifier(table)} (${columns.join(", ")})`);
  const appender = await database.connection.createAppender(table);
  const chunk = DuckDBDataChunk.create(sources.map(({ type }) => type));
  for (let start = 0; start < rows; start += chunkRows) {
    const count = Math.min(chunkRows, rows - start);
    chunk.rowCount = count;
    sources.forEach(({ at }, column) =>
      chunk.setColumnValues(
        column,
        Array.from({ length: count }, (_, i) => at(start + i)),
      ),
    );
    appender.appendDataChunk(chunk);
    if (count < chunkRows) break;
  }
  appender.closeSync();
}

/** Writes predictions as a Parquet file of contract §1: `id, label, prediction, split, time, unit`, in the given order. */
export async function writePredictions(path: string, predictions: Predictions): Promise<void> {
  const sources = sourcesOf(predictions);
  const select = sources.map(({ name }) =>
    name === "time" ? `make_timestamp((1000 * "time")::BIGINT) AS "time"` : identifier(name),
  );
  await withDatabase(async (database) => {
    await append(database, "predictions", sources, predictions.rows);
    await database.run(
      `COPY (SELECT ${select.join(", ")} FROM predictions) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
  });
}
