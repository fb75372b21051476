import { judge } from "../../src/decisions/gates/judge.js";
import { majorityOfMetrics } from "../../src/decisions/majority.js";
import { gain } from "../../src/metrics/gain.js";
import { getMetric } from "../../src/metrics/index.js";
import type { MetricName } from "../../src/metrics/metric.js";
import { wilsonInterval } from "../../src/stats/wilson.js";
import { gainsOf, verdictOn } from "./judged.js";
import type { Setting } from "./setting.js";
import { classifiers, regressions } from "./synthetic.js";

const rarely = { least: null, most: 0.025 };
const seven: readonly MetricName[] = ["accuracy", "f1", "rocAuc", "averagePrecision", "logLoss", "brier", "recall"];

/** A gain that counts for sure, and guardrails whose true loss is exactly their margin. */
const guarded: Setting = {
  question: "false-decision",
  setting: "three guardrails of accuracy, each with a true loss = margin = 3 points; a large gain",
  n: 500,
  units: 500,
  cases: 4000,
  promise: rarely,
  once(random) {
    const [primary] = gainsOf(regressions(random, { gain: 2, shape: "normal", n: 200 }), { metrics: ["mae"] });
    const guardrails = [0, 1, 2].map(
      () =>
        gainsOf(classifiers(random, 500, { both: 0.7, onlyChampion: 0.08, onlyChallenger: 0.05 }), {
          metrics: ["accuracy"],
        })[0]!,
    );
    const one = verdictOn([primary!, guardrails[0]!], 0.25, { margins: [0.03] });
    const three = verdictOn([primary!, ...guardrails], 0.25, { margins: [0.03, 0.03, 0.03] });
    return {
      "promoted past one guardrail": one.decision === "promote",
      "kept by one of three guardrails (Holm)": three.rule === "1-guardrail-worse",
    };
  },
};

const gated: Setting = {
  question: "false-decision",
  setting: "fifteen gates, each true value exactly at its limit of 80 %",
  n: 500,
  units: 500,
  cases: 6000,
  promise: rarely,
  once(random) {
    const gates = judge(
      Array.from({ length: 15 }, (_, k) => {
        let right = 0;
        for (let row = 0; row < 500; row++) right += Number(random() < 0.8);
        return {
          name: `gate ${k}`,
          gate: "performance" as const,
          bound: "at-least" as const,
          limit: 0.8,
          value: wilsonInterval(right, 500),
          quantity: { unit: "rate", targetUnit: "" } as const,
          isDifference: false,
          finding: "",
        };
      }),
    );
    return { "some gate fails (Holm)": gates.some(({ state }) => state === "fail") };
  },
};

const equivalent: Setting = {
  question: "false-decision",
  setting: "accuracy, true gain = δ = 2 points",
  n: 2000,
  units: 2000,
  cases: 3000,
  promise: rarely,
  once(random) {
    const pair = classifiers(random, 2000, { both: 0.75, onlyChampion: 0.02, onlyChallenger: 0.04 });
    const { rule } = verdictOn(gainsOf(pair, { metrics: ["accuracy"] }), 0.02);
    return { "declared equivalent": rule === "4-equivalent", "declared not worth it": rule === "5-not-worth-it" };
  },
};

const majority = "majority of metrics";

/** Equal models, or a challenger that is a little worse: what the seed rule promotes, beside the verdict. */
const luck = (n: number, worse: number, cases: number): Setting => ({
  question: "false-promotion",
  setting: `seven metrics, the challenger ${worse === 0 ? "as good as the champion" : `${100 * worse} points less accurate`}, δ = 1 point`,
  n,
  units: n,
  cases,
  promise: rarely,
  others: [majority],
  once(random) {
    const pair = classifiers(random, n, { both: 0.7, onlyChampion: 0.06 + worse, onlyChallenger: 0.06 });
    const { label } = pair.rows;
    const won = seven.map((name) => {
      const metric = getMetric(name);
      const value = ({ prediction }: typeof pair.champion): number => metric.prepare({ label, prediction })();
      return { gain: { estimate: gain(metric, value(pair.champion), value(pair.challenger)) } };
    });
    return {
      verdict: verdictOn(gainsOf(pair, { metrics: ["accuracy"] }), 0.01).decision === "promote",
      [majority]: majorityOfMetrics(won).decision === "promote",
    };
  },
});

/** What gates, guardrails and equivalence decide where the truth lies on their limit; and the seed rule's luck. */
export const decisions: Setting[] = [
  guarded,
  gated,
  equivalent,
  luck(500, 0, 2500),
  luck(5000, 0, 800),
  luck(500, 0.01, 2500),
];
