import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withDatabase } from "../../src/engine/database.js";
import { openTable } from "../../src/tables/open-table.js";
import { profileTable } from "../../src/tables/profile-table.js";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-tables-"));
});
afterAll(() => rm(root, { recursive: true }));

const open = async (name: string, content: string | Uint8Array) => {
  await writeFile(join(root, name), content);
  return withDatabase((database) => openTable(database, "t", name, { root }));
};

describe("bad input", () => {
  it.each([
    ["empty.csv", "", "empty-file", null],
    ["header.csv", "a,b\n", "header-only", null],
    ["ragged.csv", "a,b\n1,2\n3\n4,5\n", "ragged-row", 2],
    ["long.csv", "a,b\n1,2\n3,4,5\n", "ragged-row", 2],
    ["latin.csv", Uint8Array.from("a,b\n1,caf\xe9\n", (sign) => sign.charCodeAt(0)), "wrong-encoding", 1],
    ["twice.csv", "a,b,a\n1,2,3\n", "duplicate-column", null],
    ["case.csv", "a,A\n1,2\n", "duplicate-column", null],
    ["broken.parquet", "PAR1 cut off", "corrupt-file", null],
    ["broken.jsonl", '{"a":1}\n{"a":', "unreadable-file", 2],
  ])("%s", async (name, content, code, row) => {
    await expect(open(name, content)).rejects.toMatchObject({ code, file: name, row });
  });

  it.each(["absent.csv", "none-*.parquet"])("%s is not there", (path) =>
    expect(withDatabase((database) => openTable(database, "t", path, { root }))).rejects.toMatchObject({
      code: "missing-file",
    }),
  );
});

describe("odd but good input", () => {
  it("takes names that hold quotes, spaces, emoji and SQL, and values that hold markup", async () => {
    const names = ['a "quoted" name', "x; DROP TABLE t; --", "it's 🚕"];
    await writeFile(
      join(root, "odd.csv"),
      `${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(",")}\n<script>alert(1)</script>,1,x\n--,2,y\n`,
    );
    await withDatabase(async (database) => {
      const { columns } = await openTable(database, 'my "table"', "odd.csv", { root });
      expect(columns.map(({ name }) => name)).toEqual(names);
      const profile = await profileTable(database, 'my "table"', "odd");
      expect(profile.columns[0]!.top.map(({ value }) => value)).toEqual(["--", "<script>alert(1)</script>"]);
      expect(profile.columns[1]!.mean).toBe(1.5);
    });
  });

  it("tells constant, empty and non-finite columns", async () => {
    await writeFile(join(root, "notes.csv"), "same,none,value\nx,,1\nx,,inf\nx,,nan\n");
    await withDatabase(async (database) => {
      await openTable(database, "t", "notes.csv", { root });
      const { columns } = await profileTable(database, "t", "t");
      expect(columns.map(({ notes }) => notes)).toEqual([
        ["constant"],
        ["all missing"],
        ["holds NaN or infinite values"],
      ]);
      expect(columns[2]).toMatchObject({ nonFinite: 2, missing: 0, min: 1, max: 1, mean: 1 });
    });
  });
});
