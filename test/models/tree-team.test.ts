import { expect, it } from "vitest";
import { startTeam } from "../../src/models/trees/start-team.js";

const tasks = 8;

/** Runs rounds until they are 200, or one goes wrong: the task is to add 1, slowly, so that a helper gets some. */
async function rounds(name: string): Promise<{ done: Int32Array; own: number }> {
  const done = new Int32Array(new SharedArrayBuffer(4 * tasks));
  const still = new Int32Array(new SharedArrayBuffer(4));
  let own = 0;
  const work = (task: number): void => {
    Atomics.add(done, task, 1);
    Atomics.wait(still, 0, 0, 1);
    own++;
  };
  const task = { module: "test/models/team-tasks.ts", name };
  const team = startTeam(task, done, [work], 2, undefined);
  try {
    for (let round = 0; round < 200; round++) {
      await team.run(0, tasks);
      await team.listen();
    }
    await team.end();
  } catch (error) {
    await team.end(error);
    throw error;
  }
  return { done, own };
}

it("a team does each task of each round once, in both threads", async () => {
  const { done, own } = await rounds("count");
  expect(Array.from(done)).toStrictEqual(Array.from({ length: tasks }, () => 200));
  expect(own).toBeLessThan(200 * tasks);
});

it("a helper that ends in the middle of a step is noticed at once", async () => {
  await expect(rounds("exit")).rejects.toMatchObject({
    code: "worker-lost",
    message: "the worker that ran exit ended with code 7",
  });
}, 20_000);

it("a helper's own error is the team's", async () => {
  await expect(rounds("fail")).rejects.toMatchObject({ code: "of-the-helper", message: "the helper's own words" });
}, 20_000);

it("a helper that cannot be started is not missed", async () => {
  const { done, own } = await rounds("missing");
  expect(Array.from(done)).toStrictEqual(Array.from({ length: tasks }, () => 200));
  expect(own).toBe(200 * tasks);
});
