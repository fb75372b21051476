import { beforeAll, expect, it } from "vitest";
import type { FeatureTable } from "../../src/features/dataset.js";
import { featureTable, meanOf, scoresOn, splitsOf } from "./project-splits.js";

const churn = splitsOf("telco-churn");
let table: FeatureTable;
beforeAll(async () => {
  table = await featureTable("telco-churn");
});

it.each(churn.cases)("telco-churn: $learner is as accurate as others'", async (one) => {
  const own = meanOf(await scoresOn(table, churn, one));
  for (const [name, scores] of Object.entries(one.references))
    expect(own, name).toBeGreaterThan(meanOf(scores) - 0.005);
});
