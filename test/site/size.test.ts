import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

it("keeps both shipped projects, every run and model in them, under 60 MB", () => {
  const files = readdirSync("dist", { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const own = files.map(({ parentPath, name }) => join(parentPath, name)).filter((file) => !file.includes("nyc-taxi"));
  const megabytes = own.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  expect(megabytes).toBeGreaterThan(30);
  expect(megabytes).toBeLessThan(60);
});
