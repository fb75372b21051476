import { takeRows } from "../../src/features/dataset.js";
import { getLearner } from "../../src/models/index.js";
import { treeExplainer, treeShap } from "../../src/models/trees/shap.js";
import { median, type Benchmark } from "./measure.js";
import { problem } from "./trees.js";

export const benchmark: Benchmark = {
  name: "shap",
  async run() {
    const train = problem(50_000, 20);
    const { model } = await getLearner("gradient-boosted-trees").fit({
      train,
      parameters: { trees: 300, depth: 6 },
      seed: 1,
      task: "bench",
    });
    const document = model.toJSON();
    const many = takeRows(
      train.data,
      Int32Array.from({ length: 10_000 }, (_, i) => i),
    );
    const one = takeRows(train.data, Int32Array.of(0));
    const explain = treeExplainer(document);
    return [
      {
        what: "Tree SHAP, 10,000 rows × 300 trees of depth 6",
        measured: await median(3, () => treeShap(document, many)),
        budget: 5,
        unit: "s",
      },
      {
        what: "Tree SHAP, one row, as a page asks for it",
        measured: 1000 * (await median(9, () => explain(one))),
        budget: 50,
        unit: "ms",
      },
    ];
  },
};
