import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

interface Cell {
  cell_type: string;
  outputs?: { output_type: string; name?: string; text?: string; data?: Record<string, string> }[];
}

const run = promisify(execFile);
const notebooks = readdirSync("notebooks").filter((name) => name.endsWith(".ipynb"));

describe("notebooks run without Python", () => {
  it("has both", () => expect(notebooks).toEqual(["01-look-at-the-data.ipynb", "02-compare-two-models.ipynb"]));

  it.each(notebooks)(
    "%s runs to its end, with charts and tables inline",
    async (name) => {
      const { stdout } = await run(process.execPath, ["notebooks/kernel/run.cjs", `notebooks/${name}`], {
        maxBuffer: 1 << 26,
      });
      const { cells } = JSON.parse(stdout) as { cells: Cell[] };
      const outputs = cells.flatMap((cell) => cell.outputs ?? []);
      const html = outputs.flatMap(({ data }) => data?.["text/html"] ?? []).join("\n");
      expect(html).toContain("<svg");
      expect(html).toContain("<table");
      expect(outputs.filter(({ name }) => name === "stderr")).toEqual([]);
    },
    120_000,
  );

  it.each(notebooks)("%s is committed without outputs", (name) => {
    const { cells } = JSON.parse(readFileSync(`notebooks/${name}`, "utf8")) as { cells: Cell[] };
    expect(cells.flatMap((cell) => cell.outputs ?? [])).toEqual([]);
  });

  it("has a kernel that any folder can hold", () => {
    const kernel = readFileSync("notebooks/kernel/kernels/tslab/kernel.json", "utf8");
    expect(JSON.parse(kernel)).toMatchObject({ language: "typescript" });
    expect(kernel).toContain("{resource_dir}");
  });
});
