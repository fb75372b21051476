import { AssayError } from "../../lib/errors.js";

/** Work in parts that may be done in any order, by any thread: `phases[p](task)` does one part of phase p. */
export type Phases = readonly ((task: number) => void)[];

/** Does all tasks of a phase, and returns when all are done. */
export interface Team {
  members: number;
  run(phase: number, tasks: number): void;
}

/** Words of the memory through which the threads of a team talk. */
const round = 0;
const next = 1;
const tasksOfRound = 2;
const pending = 3;
const phaseOfRound = 4;
const state = 5;
const words = 6;

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

/** A thread that is silent for so long counts as hung. */
const silenceMilliseconds = 120_000;

/** The memory of a team. */
export const createControl = (): Int32Array => new Int32Array(new SharedArrayBuffer(4 * words));

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
  members: 1,
  run(phase, tasks) {
    for (let task = 0; task < tasks; task++) phases[phase]!(task);
  },
});

/** A team of this thread and of all that {@link helpTeam}: who is free takes the next task. */
export function leadTeam(control: Int32Array, phases: Phases, members: number): Team & { end(): void } {
  let number = 0;
  return {
    members,
    run(phase, tasks) {
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
      for (let left = Atomics.load(control, pending); left > 0; left = Atomics.load(control, pending))
        if (!waitWhile(control, pending, left, silenceMilliseconds) || Atomics.load(control, state) === broken)
          throw new AssayError("a thread that grows trees crashed or hangs", {
            code: "worker-lost",
            hint: "try again with fewer rows, or with more memory free",
          });
    },
    end() {
      Atomics.store(control, state, over);
      Atomics.store(control, round, number + 1);
      Atomics.notify(control, round);
    },
  };
}

/** Helps a team, in another thread, until its leader ends it. */
export function helpTeam(control: Int32Array, phases: Phases): void {
  let seen = Atomics.load(control, round);
  try {
    takeTasks(control, phases, seen);
    while (Atomics.load(control, state) === running) {
      waitWhile(control, round, seen, silenceMilliseconds);
      seen = Atomics.load(control, round);
      if (Atomics.load(control, state) === running) takeTasks(control, phases, seen);
    }
  } catch (error) {
    Atomics.store(control, state, broken);
    Atomics.notify(control, pending);
    throw error;
  }
}
