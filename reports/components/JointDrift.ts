import type { DriftDocument } from "../src/decisions/drift-types.js";
import { formatFixed, formatInterval, formatPercent, nothing } from "../src/lib/format.js";
import { element, type Child } from "./element.js";
import { Panel, Section } from "./Panel.js";
import { StatePill } from "./StatePill.js";

/** Columns named at most: those that gave the window away. */
const mostColumns = 6;

/** All features at once: can the two sides be told apart, and by what. Null where nobody looked. */
export function JointDrift(
  { multivariate }: DriftDocument,
  { sides, onColumn }: { sides: readonly [string, string]; onColumn: ((column: string) => void) | null },
): Child {
  if (!multivariate) return null;
  const { auc, columns, state, threshold } = multivariate;
  const most = Math.max(1e-9, ...columns.map(({ importance }) => importance));
  const name = (column: string): Child =>
    onColumn
      ? element(
          "button",
          { type: "button", class: "link", onclick: () => onColumn(column) },
          column.replaceAll("_", " "),
        )
      : column.replaceAll("_", " ");
  return Section(
    "All features at once",
    `Boosted trees try to tell ${sides[1]} from ${sides[0].toLowerCase() === "training" ? "training" : sides[0]}, on rows that they did not learn from: 0.5 is a guess, 1 certainty.`,
    Panel(
      element(
        "p",
        {},
        StatePill(state),
        ` Area under the ROC curve ${`${formatFixed(auc.estimate, 3)} ${formatInterval(auc.lower, auc.upper)}`.replace(` ${nothing}`, "")}; the limit is ${formatFixed(threshold, 2)}. ${columns.length > 0 ? "What gave it away:" : ""}`,
      ),
      columns.length > 0
        ? element(
            "ul",
            { class: "shares" },
            columns
              .slice(0, mostColumns)
              .map(({ name: column, importance }) =>
                element(
                  "li",
                  {},
                  element("span", { class: "name" }, name(column)),
                  element(
                    "span",
                    { class: "track", "aria-hidden": "true" },
                    element("span", { style: `width: ${((100 * importance) / most).toFixed(1)}%` }),
                  ),
                  element("span", { class: "muted" }, formatPercent(importance, 0)),
                ),
              ),
          )
        : null,
    ),
  );
}
