import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const commit = /^[0-9a-f]{40,64}$/;

async function gitFolder(root: string): Promise<string> {
  const path = join(root, ".git");
  const pointer = await readFile(path, "utf8").catch(() => null);
  return pointer?.startsWith("gitdir:") ? resolve(root, pointer.slice("gitdir:".length).trim()) : path;
}

/** The commit that the workspace stands on, read without git; null where there is none. */
export async function readGitCommit(root: string): Promise<string | null> {
  try {
    const folder = await gitFolder(root);
    const head = (await readFile(join(folder, "HEAD"), "utf8")).trim();
    if (!head.startsWith("ref:")) return commit.test(head) ? head : null;
    const name = head.slice("ref:".length).trim();
    const common = await readFile(join(folder, "commondir"), "utf8").catch(() => ".");
    const shared = resolve(folder, common.trim());
    const loose = await readFile(join(shared, name), "utf8").catch(() => null);
    if (loose) return commit.test(loose.trim()) ? loose.trim() : null;
    const packed = await readFile(join(shared, "packed-refs"), "utf8");
    const line = packed.split("\n").find((candidate) => candidate.endsWith(` ${name}`));
    return line ? line.slice(0, line.indexOf(" ")) : null;
  } catch {
    return null;
  }
}
