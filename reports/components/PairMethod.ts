import type { PairDocument } from "../src/decisions/documents.js";
import { element } from "./element.js";
import type { PairContext } from "./PairEvidence.js";
import { MethodNote } from "./Panel.js";
import { methodPages, methodWords } from "./words.js";

/** What is estimated, and how, with a link to the method. */
export function PairMethod(pair: PairDocument, context: PairContext): HTMLElement {
  const href = context.methodHref;
  const { gain } = pair.compare.verdict;
  const method = methodWords[gain.method] ?? gain.method;
  const estimated =
    context.evidence === "cross-fitted"
      ? "This judges the recipes that train such models, on predictions for rows that each fold's model had not seen."
      : context.evidence === "test"
        ? `This estimates the gain of these two fitted models on ${context.rows} like these.`
        : "This estimates the gain of these two sets of predictions on rows like these.";
  return MethodNote(
    `Method: ${method}, ${pair.compare.rows.units === pair.compare.rows.compared ? "rows" : pair.compare.rows.unit} taken as independent. ${estimated} `,
    href
      ? [
          element("a", { href: href("verdict") }, "How the verdict is reached"),
          " · ",
          element("a", { href: href(methodPages[gain.method] ?? "paired-bootstrap") }, "how the interval is made"),
        ]
      : null,
  );
}
