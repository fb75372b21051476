import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileError } from "./files.js";
import { isSameProcess, thisProcess, type ProcessMark } from "./process-mark.js";

/** What a lock's file says about who holds it. */
export interface LockOwner extends ProcessMark {
  token: string;
}

/** A holder on another machine, which nobody here can ask, counts as gone after this long without a heartbeat. */
const silentForMs = 5 * 60_000;
const heartbeatMs = 15_000;

/** A lock's file is made whole, so one that cannot be read was damaged with the disk; its holder cannot be asked. */
const unknownOwner: LockOwner = { pid: 0, started: null, host: "", boot: null, namespace: null, token: "damaged" };

/** Who holds the lock; null where nobody does. */
async function readOwner(path: string): Promise<LockOwner | null> {
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    return JSON.parse(text) as LockOwner;
  } catch {
    return unknownOwner;
  }
}

/** Makes the lock's file with its content in one step; false where the lock is taken. */
async function create(path: string, owner: LockOwner): Promise<boolean> {
  const draft = `${path}.${owner.token}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, JSON.stringify(owner), { flag: "wx" });
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw fileError(error, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function isGone(path: string, owner: LockOwner, now: number): Promise<boolean> {
  const same = isSameProcess(owner);
  if (same !== null) return !same;
  const file = await stat(path).catch(() => null);
  return file !== null && now - file.mtimeMs > silentForMs;
}

/**
 * Removes the lock of a holder that is gone. Only who holds the lock on this very removal may do it, so that nobody
 * removes the lock of a successor; should that one die too, its own lock is removed the same way.
 */
async function removeDead(path: string, dead: LockOwner): Promise<void> {
  const claim = await tryLock(`${path}.${dead.token.slice(0, 8)}`);
  if (!("release" in claim)) return;
  try {
    if ((await readOwner(path))?.token === dead.token) await rm(path, { force: true });
  } finally {
    await claim.release();
  }
}

export interface HeldLock {
  release(): Promise<void>;
}

/** Takes a lock, or says who holds it. The lock of a holder that is gone (crashed, killed, restarted) is taken over. */
export async function tryLock(path: string): Promise<HeldLock | { owner: LockOwner | null }> {
  const owner: LockOwner = { ...thisProcess(), token: randomUUID() };
  if (!(await create(path, owner))) {
    const other = await readOwner(path);
    if (!other || !(await isGone(path, other, Date.now()))) return { owner: other };
    await removeDead(path, other);
    if (!(await create(path, owner))) return { owner: await readOwner(path) };
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, heartbeatMs).unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      if ((await readOwner(path))?.token === owner.token) await rm(path, { force: true });
    },
  };
}
