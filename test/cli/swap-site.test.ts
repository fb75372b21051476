import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { restoreSite, swapSite } from "../../src/cli/swap-site.js";

let root: string;
const at = (...parts: string[]): string => join(root, ...parts);
const write = (folder: string, text: string): void => {
  mkdirSync(at(folder), { recursive: true });
  writeFileSync(at(folder, "index.html"), text);
};
const shown = (): string => readFileSync(at("dist", "index.html"), "utf8");
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "assay-swap-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("puts the new site in the place of the old one and leaves nothing beside it", async () => {
  write("dist", "old");
  write("work/new", "new");
  await swapSite(at("work/new"), at("dist"), at("work"));
  expect(shown()).toBe("new");
  expect(existsSync(at("work/old"))).toBe(false);
});

it("brings back the last good site where a process was killed between the two renames", async () => {
  write("dist", "old");
  write("work/new", "new");
  renameSync(at("dist"), at("work/old"));
  await restoreSite(at("dist"), at("work"));
  expect(shown()).toBe("old");
  await swapSite(at("work/new"), at("dist"), at("work"));
  expect(shown()).toBe("new");
});

it("keeps the old site where there is no new one", async () => {
  write("dist", "old");
  await expect(swapSite(at("work/new"), at("dist"), at("work"))).rejects.toThrow();
  await restoreSite(at("dist"), at("work"));
  expect(shown()).toBe("old");
});
