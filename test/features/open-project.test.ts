import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { projectState } from "../../src/features/sources.js";
import { project as taxi } from "../../src/projects/nyc-taxi/project.js";
import type { Project } from "../../src/projects/types.js";
import { feature, opened, smallCsv, smallProject, tableOf, type Written } from "./small-project.js";

const csv = smallCsv(200);
const fails = (project: Project, written: Written) =>
  expect(opened(project, { csv, ...written }, () => Promise.resolve())).rejects;

describe("bad input", () => {
  it("says that data is not here, and what brings it", async () => {
    await fails(smallProject, { csv: null }).toMatchObject({
      code: "data-not-here",
      message: expect.stringContaining("data/small holds no rows.csv") as string,
      hint: "put the file into data/small",
    });
    expect(await projectState(taxi, { root: "/nowhere", env: {} })).toEqual({
      state: "data-not-here",
      reason: expect.stringContaining("do not ship") as string,
      command: taxi.external!.command,
      variable: "ASSAY_NYC_TAXI",
    });
    expect(await projectState(taxi, { root: "/nowhere", env: { ASSAY_NYC_TAXI: "absent.parquet" } })).toMatchObject({
      reason: "ASSAY_NYC_TAXI names absent.parquet, and no file is there",
    });
  });

  it.each([
    ["a declared feature", { ...smallProject, features: [feature("age")] }, "age"],
    ["the target", { ...smallProject, columns: { id: "id", label: "churn" } }, "churn"],
    ["the row's id", { ...smallProject, columns: { id: "customer", label: "y" } }, "customer"],
    ["a segment", { ...smallProject, segments: ["city"] }, "city"],
    [
      "the unit",
      { ...smallProject, columns: { ...smallProject.columns, unit: { name: "day", singular: "day", plural: "days" } } },
      "day",
    ],
  ] as [string, Project, string][])("lists the columns where %s is not there", (what, project, column) =>
    fails(project, {}).toMatchObject({
      code: "missing-column",
      column,
      file: "src/projects/small/features.sql",
      message: expect.stringContaining(`(${what}); columns are id, x, kind, y`) as string,
    }),
  );

  it.each([
    ["sql-error", { features: "SELECT nothing FROM clean" }, /features\.sql: .*"nothing"/],
    ["sql-error", { clean: "SELECT FROM" }, /clean\.sql/],
    ["sql-error", { features: "SELECT *, error('at run time') AS fault FROM clean" }, /at run time/],
    ["missing-column", { clean: "SELECT * FROM rows" }, /no column "removal_reason"/],
    ["reserved-column", { features: "SELECT *, 1 AS split FROM clean" }, /"split"/],
    ["no-rows", { features: "SELECT * FROM clean WHERE false" }, /no row is left/],
    ["missing-id", { features: "SELECT * REPLACE (nullif(id, 'r7') AS id) FROM clean" }, /1 rows have no id/],
    ["duplicate-id", { features: "FROM clean UNION ALL FROM clean WHERE x = 3 AND kind = 'a'" }, /such as r\d+/],
    ["duplicate-id", { features: "SELECT * REPLACE (replace(id, 'r12', 'r11') AS id) FROM clean" }, /such as r11/],
    ["target-missing", { features: "SELECT * REPLACE (NULL AS y) FROM clean" }, /in every row/],
    ["target-missing", { features: "SELECT * REPLACE (nullif(y, 'yes') AS y) FROM clean" }, /in 50 rows/],
    ["one-class", { features: "SELECT * FROM clean WHERE y = 'no'" }, /one class only, "no"/],
    ["unknown-class", { features: "SELECT * REPLACE (upper(y) AS y) FROM clean" }, /never is "yes"; .*NO, YES/],
    ["empty-split", { features: "SELECT * FROM clean ORDER BY id LIMIT 3" }, /split/],
  ] as [string, Written, RegExp][])("%s: %j", (code, written, message) =>
    fails(smallProject, written).toMatchObject({ code, message: expect.stringMatching(message) as string }),
  );
});

describe("splits", () => {
  it("has exact shares of each class by hash, whatever the order of the rows", async () => {
    const { split, target, id } = await tableOf(smallProject, { csv });
    const share = (name: string, code: number): number =>
      split.filter((part, row) => part === name && "codes" in target && target.codes[row] === code).length;
    expect(["train", "validation", "test"].map((name) => [share(name, 0), share(name, 1)])).toEqual([
      [90, 30],
      [30, 10],
      [30, 10],
    ]);
    const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
    const first = (name: string): string[] =>
      id.filter((_, row) => split[row] === name && Number(id[row]!.slice(1)) % 4 === 0);
    const last = first("train").map(md5).sort().at(-1)!;
    expect(first("validation").every((name) => md5(name) > last)).toBe(true);
    const shuffled = await tableOf(smallProject, { csv, features: "SELECT * FROM clean ORDER BY md5(id || 'x')" });
    expect(shuffled.id).toEqual(id);
    expect(shuffled.split).toEqual(split);
  });

  it("has parts by time that hold their first moment and not their last; what lies outside is told", async () => {
    const project: Project = {
      ...smallProject,
      columns: { id: "id", label: "y", time: "at" },
      split: {
        by: "time",
        train: ["2024-01-01", "2024-01-02"],
        validation: ["2024-01-02", "2024-01-03"],
        test: ["2024-01-03T12:00:00", "2024-01-04"],
      },
    };
    const times = [
      "2023-12-31 23:59:59.999", "2024-01-01 00:00:00", "2024-01-01 23:59:59.999", "2024-01-02 00:00:00",
      "2024-01-02 23:59:59.999", "2024-01-03 11:59:59", "2024-01-03 12:00:00", "2024-01-03 23:59:59", "2024-01-04 00:00:00",
    ]; // prettier-ignore
    const rows = times.map((time, i) => `r${9 - i},1,a,${i % 2 ? "yes" : "no"},${time}`);
    const written = { csv: `id,x,kind,y,at\n${rows.join("\n")}\n` };
    const table = await tableOf(project, written);
    expect(table.id).toEqual(["r8", "r7", "r6", "r5", "r3", "r2"]);
    expect(table.split).toEqual(["train", "train", "validation", "validation", "test", "test"]);
    expect(table.time![0]).toBe(Date.UTC(2024, 0, 1));
    const warnings = await opened(project, written, (_, result) => Promise.resolve(result.warnings));
    expect(warnings).toContainEqual({
      code: "outside-split",
      message: "3 rows lie outside every split and are left out",
    });
  });
});

describe("what is left", () => {
  it("removes what clean.sql says, and says which features are empty or constant", async () => {
    const written = {
      csv,
      clean: "SELECT *, CASE WHEN x = 3 THEN 'x is three' END AS removal_reason FROM rows",
      features: "SELECT *, NULL::DOUBLE AS none, 1 AS one FROM clean",
    };
    const project = { ...smallProject, features: [...smallProject.features, feature("none"), feature("one")] };
    await opened(project, written, async (database, { warnings, sources }) => {
      expect(warnings).toEqual([
        { code: "empty-feature", message: 'feature "none" is missing in every row' },
        { code: "constant-feature", message: 'feature "one" has one value in every row' },
      ]);
      expect(sources).toMatchObject([{ table: "rows", path: "data/small/rows.csv", rows: 200 }]);
      const [count] = await database.rows("SELECT count(*)::INTEGER AS rows FROM clean WHERE x = 3");
      expect(count).toEqual({ rows: 0 });
    });
  });
});
