import { runInWorker, type WorkerTask } from "../../lib/worker-pool.js";
import { pause } from "../steps.js";
import { aloneTeam, createControl, endTeam, hasJoined, leadTeam, type Phases, type Team } from "./team.js";

/** What a helper is given. */
export interface HelperInput<Job> {
  job: Job;
  control: Int32Array;
  helper: number;
}

export interface StartedTeam extends Team {
  /** Lets the event loop turn. @throws what a helper was lost by, or the signal's reason. */
  listen(): Promise<void>;
  /** Ends the helpers; at once where the work `failed`. */
  end(failed?: unknown): Promise<void>;
}

/**
 * A team of this thread and of workers, which come when they are ready. One that does not come (where threads cannot be
 * started, say) is not missed: the others do its part.
 *
 * @param task helps by {@link helpTeam}, with the same phases.
 */
export function startTeam<Job>(
  task: WorkerTask,
  job: Job,
  phases: Phases,
  members: number,
  signal: AbortSignal | undefined,
): StartedTeam {
  const control = createControl(members);
  const stop = new AbortController();
  let lost: unknown;
  const helpers = Array.from({ length: members - 1 }, (_, helper) =>
    runInWorker<HelperInput<Job>, null>(
      task,
      { job, control, helper },
      { signal: stop.signal, silenceSeconds: 1e6 },
    ).catch((error: unknown) => {
      if (hasJoined(control, helper)) lost ??= error;
    }),
  );
  async function listen(): Promise<void> {
    await pause(signal);
    if (lost !== undefined) throw lost as Error;
  }
  const team = members > 1 ? leadTeam(control, phases, listen) : aloneTeam(phases);
  return {
    ...team,
    listen,
    async end(failed) {
      endTeam(control);
      if (failed !== undefined || helpers.some((_, helper) => !hasJoined(control, helper))) stop.abort(failed);
      await Promise.all(helpers);
    },
  };
}
