import type { CategoricalColumn } from "../../features/dataset.js";
import { weightedMedian } from "../../features/weighted-median.js";
import { checkFit } from "../checks.js";
import { findColumns } from "../columns.js";
import { fittedModel } from "../model.js";
import { defaultsOf, readParameters, text } from "../parameters.js";
import type { Labelled, Learner } from "../types.js";
import { type GroupMedianBody, type GroupNode, groupMedianScorer } from "./scorer.js";

const rules = { groups: text("", /^/, "column names, separated by commas") };

function groupNode(rows: Int32Array, columns: readonly CategoricalColumn[], part: Labelled): GroupNode {
  const { target, weights } = part;
  const values = (target as { values: Float64Array }).values;
  const node: GroupNode = {
    median: weightedMedian(
      Float64Array.from(rows, (i) => values[i]!),
      weights && Float64Array.from(rows, (i) => weights[i]!),
    ),
    children: [],
  };
  const [column, ...deeper] = columns;
  if (!column) return node;
  const members = new Map<number, number[]>();
  for (const i of rows) {
    const code = column.codes[i]!;
    if (code < 0 || weights?.[i] === 0) continue;
    const group = members.get(code);
    if (group) group.push(i);
    else members.set(code, [i]);
  }
  node.children = [...members]
    .sort(([a], [b]) => a - b)
    .map(([code, group]) => [column.categories[code]!, groupNode(Int32Array.from(group), deeper, part)]);
  return node;
}

/**
 * Predicts the median of the row's group. `groups` names categorical columns, outermost first: `carrier,dest`. A
 * category that is missing, or that training has not seen within its group, falls back to the group around it, at last
 * to the median of all rows.
 */
export const groupMedian: Learner = {
  name: "group-median",
  title: "Group median",
  family: "baseline",
  tasks: ["regression"],
  maxClasses: 0,
  defaults: defaultsOf(rules),
  description: "Gives each row the median of its group in the training rows: the floor for any regression.",
  async fit(input) {
    input.signal?.throwIfAborted();
    const parameters = readParameters("group-median", rules, input.parameters);
    checkFit(groupMedian, input);
    const groups = parameters.groups
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const features = groups.map((name) => ({ name, kind: "categorical" as const }));
    const { data } = input.train;
    const columns = findColumns(data, features) as CategoricalColumn[];
    const everyRow = Int32Array.from({ length: data.rows }, (_, i) => i);
    const body: GroupMedianBody = { groups, root: groupNode(everyRow, columns, input.train) };
    input.onProgress?.({ task: input.task, stage: "grouping", done: 1, total: 1 });
    return {
      model: fittedModel(
        {
          schemaVersion: 1,
          learner: "group-median",
          family: "baseline",
          task: "regression",
          classes: null,
          features,
          body,
        },
        groupMedianScorer,
      ),
      history: {},
      parameters,
      backend: "typescript",
      backendNotes: [],
    };
  },
};
