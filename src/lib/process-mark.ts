import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** What tells a process apart from any other, before and after it, as far as this machine can say. */
export interface ProcessMark {
  pid: number;
  /** When the process started, in the system's own clock; null where the system does not say. */
  started: string | null;
  host: string;
  /** Names the run of the machine since it started; null where the system does not say. */
  boot: string | null;
  /** Names the set of processes that `pid` counts in: a container has its own. */
  namespace: string | null;
}

function quietly<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Fields 3 (state) and 22 (start) of `/proc/<pid>/stat`; the name before them may hold spaces and brackets. */
function statOf(pid: number): { state: string | null; started: string | null } {
  const stat = quietly(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields?.[0] ?? null, started: fields?.[19] ?? null };
}

export const thisProcess = (): ProcessMark => ({
  pid: process.pid,
  started: statOf(process.pid).started,
  host: hostname(),
  boot: quietly(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
  namespace: quietly(() => readlinkSync("/proc/self/ns/pid")),
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether the marked process still runs; null where this machine cannot know: another machine, another container. */
export function isSameProcess(mark: ProcessMark): boolean | null {
  const here = thisProcess();
  if (mark.host !== here.host) return null;
  if (mark.boot !== here.boot) return false;
  if (mark.namespace !== here.namespace) return null;
  const { state, started } = statOf(mark.pid);
  const isDead = state === "Z" || state === "X";
  return isRunning(mark.pid) && !isDead && started === mark.started;
}
