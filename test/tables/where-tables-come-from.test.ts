import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withDatabase } from "../../src/engine/database.js";
import { literal } from "../../src/engine/sql.js";
import { findFiles, shownPath } from "../../src/tables/find-files.js";
import { openTable, type OpenedTable } from "../../src/tables/open-table.js";

let root: string;
let server: Server;
let asked = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-sources-"));
  await mkdir(join(root, "months/deep"), { recursive: true });
  await withDatabase(async (database) => {
    const parquet = (sql: string, file: string): Promise<void> =>
      database.run(`COPY (${sql}) TO ${literal(join(root, file))}`);
    await parquet("SELECT 1 AS VendorID, 2.5 AS fare", "months/2018.parquet");
    await parquet("SELECT 3.5 AS fare, 2 AS VendorID, 'x' AS note FROM range(2)", "months/2019.parquet");
    await parquet("SELECT 9 AS fare", "months/deep/[odd].parquet");
  });
  await writeFile(join(root, "lines.jsonl"), '{"a": 1, "b": "é"}\n{"a": null, "b": "🚕"}\n');
  await writeFile(join(root, "packed.csv.gz"), gzipSync("a;b\n1;x\n2;y\n"));
  server = createServer((request, response) => {
    asked++;
    response.statusCode = request.url === "/good.csv" ? 200 : 404;
    response.end("a,b\n1,2\n");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});
afterAll(async () => {
  server.close();
  await rm(root, { recursive: true });
});

const open = (path: string, aliases: Record<string, string[]> = {}): Promise<OpenedTable> =>
  withDatabase((database) => openTable(database, "t", path, { root, aliases }));

describe("openTable", () => {
  it("joins the files of a folder or glob by column name, and takes aliases", async () => {
    for (const path of ["months", "months/20*.parquet"]) {
      const { columns, source } = await open(path, { vendor_id: ["VendorID"] });
      expect(columns.map(({ name }) => name)).toEqual(["vendor_id", "fare", "note"]);
      expect(source).toMatchObject({
        table: "t",
        path,
        rows: 3,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
    }
  });

  it("takes only the path for a pattern, never the name of the workspace", async () => {
    for (const folder of ["work[1]", "work1"]) {
      await mkdir(join(root, folder, "data"), { recursive: true });
      await writeFile(join(root, folder, "data", `of-${folder}.csv`), "a\n1\n");
    }
    const workspace = join(root, "work[1]");
    const file = join(workspace, "data", "of-work[1].csv");
    expect(await findFiles("data/*.csv", workspace)).toEqual([file]);
    expect(await findFiles("./data/*.csv", workspace)).toEqual([file]);
    expect(await findFiles("../work1/data/*.csv", workspace)).toEqual([join(root, "work1/data/of-work1.csv")]);
    expect(await findFiles("data/*.parquet", workspace)).toEqual([]);
  });

  it("reads JSONL and packed CSV with another separator", async () => {
    expect((await open("lines.jsonl")).columns).toMatchObject([{ name: "a" }, { name: "b", type: "VARCHAR" }]);
    expect(await open("packed.csv.gz")).toMatchObject({ source: { rows: 2 }, columns: [{ type: "BIGINT" }, {}] });
  });

  it("fetches an address once", async () => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (let i = 0; i < 2; i++)
      expect((await open(`${address}/good.csv`)).source).toMatchObject({ path: `${address}/good.csv`, rows: 1 });
    expect(asked).toBe(1);
    await expect(open(`${address}/bad.csv`)).rejects.toMatchObject({ code: "download-failed" });
  });

  it("refuses a glob of tables of different kinds, by name", async () => {
    await writeFile(join(root, "months/extra.csv"), "a\n1\n");
    await expect(open("months")).rejects.toMatchObject({ code: "mixed-files", file: "months" });
    await rm(join(root, "months/extra.csv"));
  });
});

describe("findFiles", () => {
  const found = async (path: string): Promise<string[]> =>
    (await findFiles(path, root)).map((file) => file.slice(root.length + 1));

  it("knows files, folders, globs and names that look like globs", async () => {
    expect(await found("months/2018.parquet")).toEqual(["months/2018.parquet"]);
    expect(await found("months")).toEqual(["months/2018.parquet", "months/2019.parquet"]);
    expect(await found("**/*.parquet")).toEqual([
      "months/2018.parquet",
      "months/2019.parquet",
      "months/deep/[odd].parquet",
    ]);
    expect(await found("months/201[89].parquet")).toHaveLength(2);
    expect(await found("months/deep/[odd].parquet")).toEqual(["months/deep/[odd].parquet"]);
    expect(await found("nothing/*.parquet")).toEqual([]);
  });

  it("never shows a folder of the machine", () => {
    expect(shownPath("/home/someone/secret/a.csv")).toBe("a.csv");
    expect(shownPath("data/a.csv")).toBe("data/a.csv");
  });
});
