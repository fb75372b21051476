import { expect, it } from "vitest";
import type { Project } from "../../src/projects/types.js";
import { feature, smallCsv, smallProject, tableOf } from "./small-project.js";

it("reads numbers, categories, ids, times and units", async () => {
  const project: Project = {
    ...smallProject,
    columns: { id: "id", label: "y", time: "at", unit: { name: "day", singular: "day", plural: "days" } },
    features: [feature("x"), feature("big"), feature("yes"), feature("exact"), feature("kind", "categorical")],
  };
  const values = ["1", "", "inf", "-inf", "nan", "-0.1", "1e300", "3"];
  const kinds = ["b", "", "é", "a", "B", "🚕", 'it\'s "q"', "ÿ"];
  const { dataset, ...table } = await tableOf(project, {
    csv: smallCsv(800),
    features: `SELECT id, y, TIMESTAMP '2024-01-01 00:00:00.5' + to_hours(substr(id, 2)::INTEGER // 2) AS "at",
      strftime("at", '%d') AS day,
      [${values.map((value) => (value ? `'${value}'::DOUBLE` : "NULL")).join(", ")}][1 + substr(id, 2)::INTEGER % 8] AS x,
      9007199254740993 AS big, (kind = 'a') AS yes, 0.1::DECIMAL(9, 2) AS exact,
      [${kinds.map((kind) => (kind ? `'${kind.replaceAll("'", "''")}'` : "NULL")).join(", ")}][1 + substr(id, 2)::INTEGER % 8]
        AS kind FROM clean`,
    clean: "SELECT *, NULL::VARCHAR AS removal_reason FROM rows",
  });
  const number = (name: string): number[] => {
    const column = dataset.columns.find((candidate) => candidate.name === name)!;
    return column.kind === "numeric" ? Array.from(column.values.subarray(0, 8)) : [];
  };
  expect(table.id.slice(0, 12)).toEqual(["r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11"]);
  expect(number("x")).toEqual([1, NaN, NaN, NaN, NaN, -0.1, 1e300, 3]);
  expect(number("big")[0]).toBe(9007199254740992);
  expect(number("yes")).toEqual([1, 0, 0, 1, 0, 0, 1, 0]);
  expect(number("exact")[0]).toBe(0.1);
  const kind = dataset.columns[4]!;
  expect(kind).toMatchObject({ kind: "categorical", categories: ["B", "a", "b", 'it\'s "q"', "é", "ÿ", "🚕"] });
  expect(kind.kind === "categorical" && Array.from(kind.codes.subarray(0, 8))).toEqual([2, -1, 4, 1, 0, 6, 3, 5]);
  expect(table.segments[0]).toEqual(kind);
  expect(table.time![2]).toBe(Date.UTC(2024, 0, 1, 1, 0, 0, 500));
  expect(table.units[table.unit[799]!]).toBe("17");
  expect(table.target).toMatchObject({ classes: ["no", "yes"] });
});

it("puts the positive class second, and makes each row its own unit where none is named", async () => {
  const project = { ...smallProject, target: { ...smallProject.target, positive: "no", negative: "yes" } };
  const { target, unit, units, id, time } = await tableOf(project, { csv: smallCsv(40) });
  expect(target).toMatchObject({ classes: ["yes", "no"] });
  expect("codes" in target && target.codes[id.indexOf("r4")]).toBe(0);
  expect(units[unit[7]!]).toBe(id[7]);
  expect(time).toBeNull();
});

it("reads a feature that is missing in every row, and a category that is", async () => {
  const project = { ...smallProject, features: [feature("none"), feature("nothing", "categorical")] };
  const { dataset } = await tableOf(project, {
    csv: smallCsv(40),
    features: "SELECT *, NULL::INTEGER AS none, NULL::VARCHAR AS nothing FROM clean",
  });
  const [none, nothing] = dataset.columns;
  expect(none!.kind === "numeric" && none!.values.every(Number.isNaN)).toBe(true);
  expect(nothing).toMatchObject({ categories: [] });
  expect(nothing!.kind === "categorical" && nothing!.codes.every((code) => code === -1)).toBe(true);
});
