import { execFile } from "node:child_process";
import { promisify } from "node:util";

const fromCi = ["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILDKITE_BUILD_CREATOR", "CIRCLE_USERNAME"];

/** The name that git signs with here; null without git or name. */
async function gitUser(root: string, env: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", ["config", "user.name"], { cwd: root, env });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

/**
 * Who asks, for the ledger: the name given with `--by`, else who started the CI job, else git's user, else the
 * machine's; null where nobody is known.
 */
export async function actorOf(
  { root, env }: { root: string; env: Readonly<Record<string, string | undefined>> },
  given?: string,
): Promise<string | null> {
  const named = [given, ...fromCi.map((name) => env[name])].find((name) => name?.trim());
  return named?.trim() ?? (await gitUser(root, env)) ?? (env["USER"]?.trim() || env["USERNAME"]?.trim() || null);
}
