import { execFileSync } from "node:child_process";

export interface BuildStamp {
  /** ISO 8601 in UTC. */
  builtAt: string;
  /** The short hash of the commit; null outside a repository. */
  commit: string | null;
}

/** When and from what a site was built. */
export function buildStamp(now: Date): BuildStamp {
  let commit: string | null = null;
  try {
    commit = execFileSync("git", ["rev-parse", "--short=7", "HEAD"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    commit = process.env["GITHUB_SHA"]?.slice(0, 7) ?? null;
  }
  return { builtAt: now.toISOString(), commit };
}
