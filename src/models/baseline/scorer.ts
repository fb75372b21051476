import type { CategoricalColumn } from "../../features/dataset.js";
import { findColumns } from "../columns.js";
import { expectBody, type MakeScorer } from "../model.js";

export interface ClassPriorBody {
  /** One share a class. */
  priors: number[];
}

export interface MeanBody {
  mean: number;
}

/** A group and the groups within it; `children` pairs a category with its group. */
export interface GroupNode {
  median: number;
  children: [string, GroupNode][];
}

export interface GroupMedianBody {
  /** Columns that group, outermost first. */
  groups: string[];
  root: GroupNode;
}

/** Gives every row the class shares of the training rows. */
export const classPriorScorer: MakeScorer = (document) => {
  const { priors } = document.body as ClassPriorBody;
  expectBody(Array.isArray(priors) && priors.length === document.classes?.length, document, "one prior a class");
  return {
    predict: (data) => Float64Array.from({ length: data.rows * priors.length }, (_, i) => priors[i % priors.length]!),
    importance: () => [],
  };
};

/** Gives every row the mean of the training rows. */
export const meanScorer: MakeScorer = (document) => {
  const { mean } = document.body as MeanBody;
  expectBody(Number.isFinite(mean), document, "a mean");
  return { predict: (data) => new Float64Array(data.rows).fill(mean), importance: () => [] };
};

interface Lookup {
  median: number;
  children: Map<string, Lookup>;
}

const lookupOf = ({ median, children }: GroupNode): Lookup => ({
  median,
  children: new Map(children.map(([category, child]) => [category, lookupOf(child)])),
});

/** Gives each row the median of the smallest training group that it belongs to. */
export const groupMedianScorer: MakeScorer = (document) => {
  const { groups, root } = document.body as GroupMedianBody;
  expectBody(Array.isArray(groups) && Number.isFinite(root?.median), document, "groups and their medians");
  const lookup = lookupOf(root);
  return {
    predict(data) {
      const columns = findColumns(
        data,
        groups.map((name) => ({ name, kind: "categorical" as const })),
      ) as CategoricalColumn[];
      return Float64Array.from({ length: data.rows }, (_, i) => {
        let node = lookup;
        for (const column of columns) {
          const code = column.codes[i]!;
          const child = code < 0 ? undefined : node.children.get(column.categories[code]!);
          if (!child) break;
          node = child;
        }
        return node.median;
      });
    },
    importance: () => [],
  };
};
