import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { AssayError } from "../lib/errors.js";
import { writeFileAtomically } from "../lib/files.js";

/** Variable that names where a change of state is told. Its value is never shown: addresses hold tokens. */
export const webhookVariable = "ASSAY_WEBHOOK_URL";

const attempts = 4;
const firstPauseMs = 250;
const timeoutMs = 10_000;

async function post(url: string, body: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return response.ok ? null : `it answered ${response.status}`;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error && error.name === "TimeoutError"
      ? `no answer within ${timeoutMs / 1000} s`
      : "it cannot be reached";
  }
}

/**
 * Tells a team, once per change of state, by a POST of JSON to the address in `ASSAY_WEBHOOK_URL`. Failed tries are
 * repeated, three times with longer pauses; the state is remembered only once it was told.
 *
 * @param memory file under `.assay/` that remembers the last state told.
 * @returns `told`, `unchanged`, or `no-webhook` where the variable is not set.
 * @throws AssayError `webhook-failed`, without the address.
 * @example await tellOnce("alarm", { project, state: "alarm", text }, { url: env["ASSAY_WEBHOOK_URL"], memory, signal })
 */
export async function tellOnce(
  state: string,
  message: object,
  {
    url,
    memory,
    signal,
    pauseMs = firstPauseMs,
  }: { url: string | undefined; memory: string; signal: AbortSignal; pauseMs?: number },
): Promise<"told" | "unchanged" | "no-webhook"> {
  if (!url) return "no-webhook";
  if (!/^https?:\/\//i.test(url))
    throw new AssayError(`${webhookVariable} is no http or https address`, {
      code: "usage",
      hint: `set ${webhookVariable} to an address that takes a POST of JSON`,
    });
  const before = await readFile(memory, "utf8").catch(() => "");
  if (before === state) return "unchanged";
  const body = JSON.stringify({ ...message, before: before || null });
  let fault: string | null = null;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await sleep(pauseMs * 2 ** (attempt - 1), undefined, { signal });
    fault = await post(url, body, signal);
    if (fault === null) {
      await writeFileAtomically(memory, state);
      return "told";
    }
  }
  throw new AssayError(`the webhook was not told: ${fault} (${attempts} tries)`, {
    code: "webhook-failed",
    hint: `check ${webhookVariable}; the next run tries again`,
    exitCode: 1,
  });
}
