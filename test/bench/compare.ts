import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomNormal, seeded } from "../../src/lib/random.js";
import { assay, median, timeProcess, withTemporaryFolder, type Benchmark } from "./measure.js";

/** Two classifiers on the same made-up rows, as CSV. */
export function writePredictionFiles(folder: string, rows: number): [string, string] {
  const random = seeded(1);
  const lines: [string[], string[]] = [["id,label,prediction"], ["id,label,prediction"]];
  for (let i = 0; i < rows; i++) {
    const truth = randomNormal(random);
    const label = random() < 1 / (1 + Math.exp(-2 * truth)) ? 1 : 0;
    for (const [model, noise] of [0.9, 0.8].entries())
      lines[model]!.push(
        `${i},${label},${(1 / (1 + Math.exp(-2 * (truth + noise * randomNormal(random))))).toFixed(6)}`,
      );
  }
  const paths: [string, string] = [join(folder, "a.csv"), join(folder, "b.csv")];
  for (const [model, path] of paths.entries()) writeFileSync(path, `${lines[model]!.join("\n")}\n`);
  return paths;
}

export const benchmark: Benchmark = {
  name: "compare",
  run: () =>
    withTemporaryFolder(async (folder) => {
      const [a, b] = writePredictionFiles(folder, 10_000);
      const html = join(folder, "verdict.html");
      const seconds = await median(3, () => timeProcess(assay("compare", a, b, "--html", html)));
      return [
        { what: "compare A B --html, two files of 10,000 rows", measured: seconds, budget: 2, unit: "s" },
        { what: "its one file", measured: statSync(html).size / 1e3, budget: 1000, unit: "kB" },
      ];
    }),
};
