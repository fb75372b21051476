import * as duckdb from "@duckdb/duckdb-wasm";

const wasm = import.meta.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm");
const worker = import.meta.resolve("@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js");

export interface ResultTable {
  columns: string[];
  /** Values as they can be shown: numbers, texts, or null. */
  rows: (number | string | null)[][];
}

export interface PageDatabase {
  query(sql: string): Promise<ResultTable>;
}

const shown = (value: unknown): number | string | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString();
  return String(value);
};

/** Arrow hands times over as milliseconds; a page shows them as ISO text. */
const isTime = (type: unknown): boolean => /^(Timestamp|Date)/.test(String(type));

/**
 * Starts DuckDB in the page, from files of the site alone, with the database at `address` attached.
 *
 * Extensions are never fetched: without this the engine crashes where it cannot reach their host.
 */
export async function openDatabase(address: string): Promise<PageDatabase> {
  const engine = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(worker, { type: "module" }));
  await engine.instantiate(wasm);
  await engine.open({ query: { castBigIntToDouble: true } });
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  await engine.registerFileBuffer("rows.duckdb", bytes);
  const connection = await engine.connect();
  await connection.query("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false");
  await connection.query("ATTACH 'rows.duckdb' AS project (READ_ONLY)");
  await connection.query("USE project");
  return {
    async query(sql) {
      const table = await connection.query(sql);
      const fields = table.schema.fields;
      const times = fields.map(({ type }) => isTime(type));
      const vectors = fields.map((_, index) => table.getChildAt(index));
      return {
        columns: fields.map(({ name }) => name),
        rows: Array.from({ length: table.numRows }, (_, row) =>
          vectors.map((vector, index) => {
            const value: unknown = vector?.get(row);
            return times[index] && typeof value === "number" ? new Date(value).toISOString() : shown(value);
          }),
        ),
      };
    },
  };
}
