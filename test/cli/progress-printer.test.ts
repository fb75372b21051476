import { expect, it } from "vitest";
import { progressPrinter } from "../../src/cli/progress-printer.js";
import { secondsLeft } from "../../src/lib/progress.js";

const record = (
  isTTY: boolean,
): { text: string; screen: { isTTY: boolean; columns: number; write(text: string): void } } => {
  const state = { text: "", screen: { isTTY, columns: 80, write: (text: string) => void (state.text += text) } };
  return state;
};
const event = (done: number) => ({
  task: "flights · trees",
  stage: "tree",
  done,
  total: 300,
  detail: "validation rmse 16",
});

it("says the time left from the mean speed", () => {
  expect(secondsLeft(event(100), 0, 10_000)).toBe(20);
  expect(secondsLeft(event(0), 0, 10_000)).toBeNaN();
});

it("prints plain lines where there is no terminal: the first step and the last", () => {
  const state = record(false);
  const printer = progressPrinter(state.screen);
  for (let done = 1; done <= 300; done++) printer.onProgress(event(done));
  const lines = state.text.trim().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("flights · trees: tree 1/300 · validation rmse 16");
  expect(lines[1]).toContain("tree 300/300");
});

it("rewrites one line on a terminal, cut to its width, and clears it before other text", () => {
  const state = record(true);
  const printer = progressPrinter(state.screen);
  printer.onProgress({ ...event(1), detail: "x".repeat(200) });
  printer.line("done");
  expect(state.text).not.toContain("x".repeat(80));
  expect(state.text.endsWith("\r\u001b[2Kdone\n")).toBe(true);
});
