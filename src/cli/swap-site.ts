import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

const aside = (work: string): string => join(work, "old");

/** Brings back the last good build where a process ended between the two renames of {@link swapSite}. */
export async function restoreSite(dist: string, work: string): Promise<void> {
  if (!existsSync(dist) && existsSync(aside(work))) await rename(aside(work), dist);
}

/** Puts a new build in the place of the old one; whatever ends the process, one of the two is kept. */
export async function swapSite(output: string, dist: string, work: string): Promise<void> {
  await restoreSite(dist, work);
  await mkdir(work, { recursive: true });
  await rm(aside(work), { recursive: true, force: true });
  if (existsSync(dist)) await rename(dist, aside(work));
  await rename(output, dist);
  await rm(aside(work), { recursive: true, force: true });
}
