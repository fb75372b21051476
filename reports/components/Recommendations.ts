import type { Recommendation } from "../src/decisions/documents.js";
import { element } from "./element.js";

/** The section of the page in which each part of the document is shown. */
const shownIn: Record<string, string> = {
  runs: "quality-against-cost",
  matrix: "every-model-against-every-other",
  confidenceSet: "which-could-be-the-best",
  optimism: "which-could-be-the-best",
  folds: "fold-by-fold",
  repeats: "the-same-run-again",
  hyperparameters: "what-each-parameter-does",
  parallel: "parameters-and-results",
};

/** What to do next. Each names its number, and leads to where the page shows it. */
export const Recommendations = (recommendations: readonly Recommendation[]): HTMLElement =>
  element(
    "ul",
    { class: "claims" },
    recommendations.map(({ text, evidence }) => {
      const section = shownIn[evidence.split("/")[1] ?? ""];
      return element(
        "li",
        { title: evidence },
        text,
        section ? [" ", element("a", { href: `#${section}` }, "See")] : null,
      );
    }),
  );
