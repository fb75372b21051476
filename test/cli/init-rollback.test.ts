import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createProject } from "../../src/cli/init-project.js";
import type * as Files from "../../src/lib/files.js";
import { customers, emptyWorkspace, registryOf, writeCsv } from "./init-workspace.js";

vi.mock("../../src/lib/files.js", async (original) => ({
  ...(await original<typeof Files>()),
  writeFileAtomically: () => Promise.reject(Object.assign(new Error("no space left"), { code: "ENOSPC" })),
}));

let root: string;
beforeAll(() => (root = emptyWorkspace()));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("takes both folders back where the registry cannot be written", async () => {
  const { header, rows } = customers(60);
  const before = registryOf(root);
  const data = writeCsv(root, "customers.csv", header, rows);
  await expect(createProject({ root, id: "full", data, target: "Churn" })).rejects.toMatchObject({ code: "disk-full" });
  expect(registryOf(root)).toBe(before);
  for (const folder of ["data", "src/projects"]) {
    expect(existsSync(join(root, folder, "full"))).toBe(false);
    expect(readdirSync(join(root, folder)).filter((name) => name.startsWith("."))).toEqual([]);
  }
});
