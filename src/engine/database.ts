import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from "@duckdb/node-api";
import type { Json } from "@duckdb/node-api";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A row whose values JSON can carry. */
export type Row = Record<string, Json>;

export interface DatabaseOptions {
  /** DuckDB's memory limit, such as `512MB`; DuckDB's own default otherwise. */
  memoryLimit?: string;
  /** Threads; all cores by default. */
  threads?: number;
}

/** A DuckDB connection with the few verbs that Assay needs. One per job; not for concurrent use. */
export class Database {
  private constructor(
    private readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
  ) {}

  static async open({ memoryLimit, threads }: DatabaseOptions = {}): Promise<Database> {
    const instance = await DuckDBInstance.create(":memory:", {
      autoinstall_known_extensions: "false",
      // What does not fit in memory; by default DuckDB would put it into the reader's current folder.
      temp_directory: join(tmpdir(), `assay-duckdb-${process.pid}`),
      ...(memoryLimit ? { memory_limit: memoryLimit } : {}),
      ...(threads ? { threads: String(threads) } : {}),
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    return new Database(instance, connection);
  }

  /** Runs one or more statements and returns nothing. */
  async run(sql: string, parameters?: Record<string, DuckDBValue>): Promise<void> {
    await this.connection.run(sql, parameters);
  }

  /** All rows, with the values that JSON can carry: cast big integers and times in SQL. */
  async rows<T extends object = Row>(sql: string, parameters?: Record<string, DuckDBValue>): Promise<T[]> {
    const reader = await this.connection.runAndReadAll(sql, parameters);
    return reader.getRowObjectsJson() as unknown as T[];
  }

  /** All columns by name, in the query's order; values as the DuckDB binding gives them (null where missing). */
  async columns(sql: string, parameters?: Record<string, DuckDBValue>): Promise<Record<string, DuckDBValue[]>> {
    const reader = await this.connection.runAndReadAll(sql, parameters);
    return reader.getColumnsObject();
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

/** Opens a database for the time of `use`, and closes it whatever happens. */
export async function withDatabase<T>(use: (database: Database) => Promise<T>, options?: DatabaseOptions): Promise<T> {
  const database = await Database.open(options);
  try {
    return await use(database);
  } finally {
    database.close();
  }
}
