import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.js";

async function run(
  ...args: string[]
): Promise<{ code: number; error: { code: string; message: string; hint: string } }> {
  const out: string[] = [];
  const quiet = { out: (text: string) => void out.push(text), err: () => {}, onProgress: () => {} };
  const code = await main(["train", ...args, "--json"], quiet);
  return { code, ...(JSON.parse(out.join("")) as { error: { code: string; message: string; hint: string } }) };
}

describe("assay train", () => {
  it.each([
    [["telco-churn", "--seed", "-1"], "--seed is -1, expected a whole number from 0"],
    [["telco-churn", "--folds", "1"], "--folds is 1, expected a whole number from 2"],
    [["telco-churn", "--repeats", "2"], "--repeats goes with --folds"],
    [["telco-churn", "--trials", "9"], "--trials goes with --search"],
    [["telco-churn", "--name", "mine"], "--name goes with --onnx"],
    [["telco-churn", "--search"], "--search needs one --learner"],
    [["telco-churn", "--search", "--learner", "boosted-trees", "--strategy", "best"], '--strategy is "best", expected halving or random'],
    [["telco-churn", "--search", "--learner", "boosted-trees", "--trials", "1"], "--trials is 1, expected a whole number from 2"],
    [["telco-churn", "--search", "--learner", "boosted-trees", "--folds", "5"], "--folds does not go with --search"],
    [["telco-churn", "--search", "--learner", "class-prior"], "class-prior has nothing to search"],
    [["telco-churn", "--window", "2013-01-01..2013-02-01"], "telco-churn has no time, so there is no window to train on"],
    [["nyc-flights", "--window", "2013-01-01..2013-09-02"], "the window ends at 2013-09-02, and the rows that judge begin at 2013-09-01"],
    [["nyc-flights", "--folds", "5", "--window", "2013-01-01..2013-09-01"], "--window does not go with --folds"],
    [["telco-churn", "--onnx", "none.onnx", "--seed", "1"], "--seed does not go with --onnx"],
    [["telco-churn", "--onnx", "none.onnx"], "none.onnx: no such file"],
  ])("%j is bad input", async (args, message) => {
    const { code, error } = await run(...args);
    expect([code, error.message.endsWith(message)]).toEqual([2, true]);
    expect(error.hint).not.toBe("");
  }); // prettier-ignore
});
