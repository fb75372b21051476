import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { projects } from "../../src/projects/index.js";

/** What a built site rests on. */
const inputs = [
  "src",
  "loaders",
  "reports/components",
  "reports/styles",
  "reports/[project]",
  "reports/methods",
  "reports/notebooks",
  "notebooks",
  "data",
];
const single = [
  "observablehq.config.ts",
  "package-lock.json",
  "reports/style.css",
  "reports/index.md.ts",
  "reports/explore.md.ts",
];

const newest = (folder: string): number =>
  Math.max(
    0,
    ...readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => !file.includes(".observablehq"))
      .map((file) => statSync(join(folder, file)))
      .map((stats) => (stats.isFile() ? stats.mtimeMs : 0)),
  );

/** Builds the site once before its tests, unless `dist/` holds every project and is newer than all that it rests on. */
export function setup(): void {
  const built = existsSync("dist/index.html") ? statSync("dist/index.html").mtimeMs : 0;
  const changed = Math.max(...inputs.map(newest), ...single.map((file) => statSync(file).mtimeMs));
  const isWhole = projects.every(({ id }) => existsSync(join("dist", id, "compare.html")));
  if (built > changed && isWhole) return;
  execFileSync(process.execPath, ["src/cli/assay.js", "build"], { stdio: "inherit" });
}
