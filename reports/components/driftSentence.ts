import type { DriftDocument } from "../src/decisions/drift-types.js";
import { byWeight, type Importances } from "./DriftTable.js";

const named = (names: readonly string[], most = 2): string => {
  const shown = names.slice(0, most).map((name) => name.replaceAll("_", " "));
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more === 1 ? "one more column" : `${more} more columns`}`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
};

/** What happened between the two sides, in one sentence written from the document. */
export function driftSentence(
  document: DriftDocument,
  reference: string,
  current: string,
  importance: Importances = {},
): string {
  const judged = byWeight(document.columns, importance).filter(({ role }) => role !== "context");
  const of = (state: string): string[] =>
    judged
      .filter((column) => column.state === state)
      .map(({ name, role }) => (role === "score" ? `the ${name}` : name));
  const [alarms, warnings] = [of("alarm"), of("warn")];
  if (document.state === "too-few-rows") return `${current} has too few rows to compare with ${reference}`;
  if (alarms.length === 0 && warnings.length === 0 && document.multivariate?.state === "alarm")
    return `${current} can be told from ${reference} by all features together; no single one moved far`;
  if (alarms.length === 0 && warnings.length === 0) return `${current} still looks like ${reference}`;
  if (alarms.length === 0) return `${current} may have moved in ${named(warnings)}; these rows cannot settle it`;
  return `${current} moved away from ${reference} in ${named(alarms)}`;
}
