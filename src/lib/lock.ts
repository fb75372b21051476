import { setTimeout as sleep } from "node:timers/promises";
import { tryLock, type LockOwner } from "./lock-file.js";

const pollMs = 150;

export interface LockOptions {
  /** Called at each try while another process holds the lock. */
  onWait?: (owner: LockOwner | null) => void;
  /** Stops waiting: rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Does `work` while holding the lock of this name, and lets go whatever happens. Waits while another process, or another
 * caller in this one, holds it; a holder that was killed holds it no longer.
 *
 * @example await withLock(".assay/build.lock", () => build(), { onWait: () => console.error("waiting") })
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  { onWait, signal }: LockOptions = {},
): Promise<T> {
  for (;;) {
    signal?.throwIfAborted();
    const lock = await tryLock(path);
    if ("release" in lock) {
      try {
        return await work();
      } finally {
        await lock.release();
      }
    }
    onWait?.(lock.owner);
    await sleep(pollMs, undefined, signal ? { signal } : {});
  }
}
