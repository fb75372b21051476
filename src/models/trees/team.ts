import { AssayError } from "../../lib/errors.js";

/** Work in parts that may be done in any order, by any thread: `phases[p](task)` does one part of phase p. */
export type Phases = readonly ((task: number) => void)[];

/** Does all tasks of a phase: fulfilled when all are done. */
export interface Team {
  run(phase: number, tasks: number): Promise<void>;
}

/** Words of the memory through which the threads of a team talk. */
const round = 0;
const next = 1;
const tasksOfRound = 2;
const pending = 3;
const phaseOfRound = 4;
const state = 5;
/** From here on, 1 for each helper that came. */
const joined = 6;

const running = 0;
const over = 1;
const broken = 2;

/** `next` holds the lower half of the round's number above the next task: a late thread cannot take part in a round gone by. */
const taskBits = 16;
const roundMask = 0xffff;

/** Most tasks of one phase. */
export const mostTasks = (1 << taskBits) - 1;

/** Looks at a word so many times before it sleeps until the word changes. */
const spins = 3000;

/** After so long a wait, the leader listens to what became of the others. */
const waitMilliseconds = 200;

/** After so many waits in a row the other threads count as hung: two minutes. */
const mostWaits = 600;

/** The memory of a team of so many threads. */
export const createControl = (members: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(4 * (joined + members - 1)));

/** Whether a helper came: until then, it holds no task, and is no loss. */
export const hasJoined = (control: Int32Array, helper: number): boolean => Atomics.load(control, joined + helper) === 1;

/** Waits until a word is no longer `value`. @returns false where that took too long. */
function waitWhile(control: Int32Array, word: number, value: number, milliseconds: number): boolean {
  for (let i = 0; i < spins; i++) if (Atomics.load(control, word) !== value) return true;
  return Atomics.wait(control, word, value, milliseconds) !== "timed-out";
}

/** Takes tasks of a round until none are left. */
function takeTasks(control: Int32Array, phases: Phases, number: number): void {
  for (;;) {
    const head = Atomics.load(control, next);
    const task = head & mostTasks;
    if (head >>> taskBits !== (number & roundMask) || task >= Atomics.load(control, tasksOfRound)) return;
    if (Atomics.compareExchange(control, next, head, head + 1) !== head) continue;
    phases[Atomics.load(control, phaseOfRound)]!(task);
    if (Atomics.sub(control, pending, 1) === 1) Atomics.notify(control, pending);
  }
}

/** A team of this thread alone. */
export const aloneTeam = (phases: Phases): Team => ({
  async run(phase, tasks) {
    for (let task = 0; task < tasks; task++) phases[phase]!(task);
  },
});

/**
 * A team of this thread and of all that {@link helpTeam}: who is free takes the next task.
 *
 * @param listen called while the others let wait: throws where one is lost.
 */
export function leadTeam(control: Int32Array, phases: Phases, listen: () => Promise<void>): Team {
  let number = 0;
  return {
    async run(phase, tasks) {
      if (tasks < 2) {
        for (let task = 0; task < tasks; task++) phases[phase]!(task);
        return;
      }
      if (tasks > mostTasks) throw new RangeError(`${tasks} tasks, at most ${mostTasks}`);
      number++;
      Atomics.store(control, phaseOfRound, phase);
      Atomics.store(control, tasksOfRound, tasks);
      Atomics.store(control, pending, tasks);
      Atomics.store(control, next, (number & roundMask) << taskBits);
      Atomics.store(control, round, number);
      Atomics.notify(control, round);
      takeTasks(control, phases, number);
      let waits = 0;
      for (let left = Atomics.load(control, pending); left > 0; left = Atomics.load(control, pending)) {
        const hasMoved = waitWhile(control, pending, left, waitMilliseconds);
        if (hasMoved && Atomics.load(control, state) === running) {
          waits = 0;
          continue;
        }
        waits++;
        if (waits > mostWaits)
          throw new AssayError("a thread that grows trees hangs", {
            code: "worker-lost",
            hint: "try again with fewer rows, or with more memory free",
          });
        await listen();
      }
    },
  };
}

/** Sends the helpers of a team home. */
export function endTeam(control: Int32Array): void {
  Atomics.store(control, state, over);
  Atomics.add(control, round, 1);
  Atomics.notify(control, round);
}

/** Helps a team, in another thread and as the helper of that number, until its leader ends it. */
export function helpTeam(control: Int32Array, helper: number, phases: Phases): void {
  Atomics.store(control, joined + helper, 1);
  let seen = Atomics.load(control, round);
  try {
    takeTasks(control, phases, seen);
    while (Atomics.load(control, state) === running) {
      waitWhile(control, round, seen, Infinity);
      seen = Atomics.load(control, round);
      if (Atomics.load(control, state) === running) takeTasks(control, phases, seen);
    }
  } catch (error) {
    Atomics.store(control, state, broken);
    Atomics.notify(control, pending);
    throw error;
  }
}
