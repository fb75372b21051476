import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileError, writeFileAtomically } from "../../src/lib/files.js";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "assay-files-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("writeFileAtomically", () => {
  it("writes into folders that are not there yet, and leaves nothing beside the file", async () => {
    const path = join(folder, "a", "b", "file.txt");
    await writeFileAtomically(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["file.txt"]);
  });

  it("keeps the old content where the new one cannot be put in its place", async () => {
    const path = join(folder, "taken");
    mkdirSync(path);
    writeFileSync(join(path, "inside"), "old");
    await expect(writeFileAtomically(path, "new")).rejects.toMatchObject({ code: "not-a-file", exitCode: 2 });
    expect(readFileSync(join(path, "inside"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  it.each([
    ["an empty folder", "empty", "not-a-file"],
    ["a name that ends in a slash", "new/", "not-a-file"],
    ["a file where its folder should be", "old/page.html", "not-a-folder"],
    ["a file further up", "old/a/b/page.html", "not-a-folder"],
    ["a name that is too long", "x".repeat(300), "no-such-place"],
  ])("refuses %s, and writes nothing", async (_, name, code) => {
    mkdirSync(join(folder, "empty"));
    writeFileSync(join(folder, "old"), "old");
    const path = `${folder}/${name}`;
    const error: unknown = await writeFileAtomically(path, "new").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "AssayError", code, file: path, exitCode: 2 });
    expect((error as { hint: string | null }).hint).not.toBeNull();
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(["empty", "old"]);
    expect(readFileSync(join(folder, "old"), "utf8")).toBe("old");
  });
});

/** A file system of 64 kB, where the system lets us make one. */
function mountSmall(at: string): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", at], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("a full disk", () => {
  it("is named with a way out, and the file that was there stays whole", async ({ skip }) => {
    if (!mountSmall(folder)) skip("needs the right to mount a small file system");
    try {
      const path = join(folder, "report.html");
      await writeFileAtomically(path, "old");
      const more = statfsSync(folder).bsize * (statfsSync(folder).bavail + 8);
      await expect(writeFileAtomically(path, "x".repeat(more))).rejects.toMatchObject({
        code: "disk-full",
        exitCode: 2,
        message: `${path}: the disk is full; nothing was written`,
        hint: "free some space and run the command again",
      });
      expect(readFileSync(path, "utf8")).toBe("old");
      expect(readdirSync(folder)).toEqual(["report.html"]);
    } finally {
      execFileSync("umount", [folder]);
    }
  });

  it.each([
    ["ENOSPC", "disk-full"],
    ["EDQUOT", "disk-full"],
    ["EACCES", "not-permitted"],
    ["EROFS", "not-permitted"],
  ])("reads the system's %s as %s", (code, expected) =>
    expect(fileError(Object.assign(new Error(code), { code }), "a.html")).toMatchObject({
      code: expected,
      file: "a.html",
    }),
  );

  it("leaves other errors as they are", () => {
    const error = new Error("other");
    expect(fileError(error, "a.html")).toBe(error);
  });
});
