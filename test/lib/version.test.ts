import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { assayVersion } from "../../src/lib/version.js";

it("is the version of package.json", () => {
  const file = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  expect(assayVersion).toBe((JSON.parse(file) as { version: string }).version);
});
