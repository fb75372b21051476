import { isMoreThanChance, rowsToRelyOn, smallGroups } from "../decisions/card-limits.js";
import type { RowsJudged } from "../evaluation/types.js";
import {
  formatCount,
  formatDifference,
  formatInterval,
  formatPercent,
  formatValue,
  type Quantity,
} from "../lib/format.js";
import { getMetric, type Metric } from "../metrics/index.js";
import type { CardDocument, Claim } from "./types.js";

/** What sentences are written from: the document so far, and how to read its numbers. */
export interface Subject {
  document: CardDocument;
  primary: Metric;
  targetUnit: string;
  rows: RowsJudged;
  /** What a row is, in the plural: `flights`. */
  rowsName: string;
}

const quantity = (metric: Metric, targetUnit: string): Quantity => ({ unit: metric.unit, targetUnit });

/** A list in words: `a, b and c`. */
function inWords(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)!}`;
}

/** What the card says in plain words; each sentence names the number that it rests on. */
export function plainWordsOf({ document, primary, targetUnit, rows, rowsName }: Subject): Claim[] {
  const { question, family } = document.details;
  const foreign = family === "onnx";
  const claims: Claim[] = [
    {
      text: foreign
        ? `It answers the question “${question}”. Another tool trained it, and how many ${rowsName} it learned from is not known.`
        : `It answers the question “${question}” and learned from ${formatCount(document.training.rows)} ${rowsName}.`,
      evidence: "/training/rows",
    },
  ];
  const main = document.metrics.findIndex(({ name, segment }) => name === primary.name && segment === null);
  if (main >= 0) {
    const { value } = document.metrics[main]!;
    const shown = quantity(primary, targetUnit);
    const interval = Number.isFinite(value.lower)
      ? ` (${formatPercent(value.level, 0)} interval ${formatInterval(value.lower, value.upper, shown)}, over ${formatCount(value.units)} ${rows.unit})`
      : "";
    const judged =
      rows.evidence === "cross-fitted"
        ? `${primary.title} of the recipe on ${formatCount(value.n)} ${rowsName}, each judged by a model that had not seen it`
        : foreign
          ? `${primary.title} on the ${formatCount(value.n)} ${rowsName} of the test split`
          : `${primary.title} on ${formatCount(value.n)} ${rowsName} that it did not learn from`;
    claims.push({
      text: `${judged}: ${formatValue(value.estimate, shown)}${interval}.`,
      evidence: `/metrics/${main}/value`,
    });
  }
  if (document.importance.length > 0) {
    const first = document.importance.slice(0, 3).map(({ feature }) => feature);
    claims.push({ text: `It leans most on ${inWords(first)}.`, evidence: "/importance/0" });
  }
  for (const [i, { attribute, metric, difference }] of document.fairness.entries()) {
    const read = quantity(getMetric(metric), targetUnit);
    const interval = Number.isFinite(difference.lower)
      ? `, interval ${formatInterval(difference.lower, difference.upper, read)}`
      : "";
    claims.push({
      text: `Between groups of ${attribute}, ${getMetric(metric).title.toLowerCase()} differs by ${formatDifference(difference.estimate, read)}${interval}.`,
      evidence: `/fairness/${i}/difference`,
    });
  }
  return claims;
}

/** Metrics of groups that are too small to rely on, the smallest first, with their place in the document. */
const smallGroupsOf = ({ metrics }: CardDocument): (CardDocument["metrics"][number] & { i: number })[] =>
  smallGroups(metrics.map((metric, i) => ({ ...metric, i })).filter(({ segment }) => segment !== null));

/** Where the card's numbers end. */
export function limitsOf({ document, rows, rowsName }: Subject): Claim[] {
  const claims: Claim[] = [];
  const small = smallGroupsOf(document);
  const least = small[0];
  if (least) {
    claims.push({
      text: `${small.length === 1 ? "One group has" : `${small.length} groups have`} fewer than ${rowsToRelyOn} ${rowsName} that judge; the smallest, ${least.segment!.column} = ${least.segment!.value}, has ${formatCount(least.value.n)}.`,
      evidence: `/metrics/${least.i}/value/n`,
    });
  }
  const train = document.data.splits.findIndex(({ name }) => name === "train");
  const learned = document.data.splits[train];
  if (document.details.family === "onnx")
    claims.push({
      text: "Rows that judge it may be among those that it learned from: then it looks better than it is. Only Node scores it; no page can.",
      evidence: "/training/backend",
    });
  else if (learned?.from && learned.to)
    claims.push({
      text: `It learned from ${learned.from.slice(0, 10)} to ${learned.to.slice(0, 10)}; what came later may differ.`,
      evidence: `/data/splits/${train}`,
    });
  else if (learned)
    claims.push({
      text: "Rows carry no time, so nothing here says how it holds up later.",
      evidence: `/data/splits/${train}/from`,
    });
  if (rows.units < rows.n && document.metrics.length > 0)
    claims.push({
      text: `${formatCount(rows.n)} ${rowsName} judge, but only ${formatCount(rows.units)} ${rows.unit} are independent.`,
      evidence: "/metrics/0/value/units",
    });
  if (rows.evidence === "cross-fitted" && document.metrics.length > 0)
    claims.push({
      text: "The numbers are of models of the same recipe, each judged on rows that it did not see, not of this one fitted model.",
      evidence: "/metrics/0/split",
    });
  if (document.importance.length > 0)
    claims.push({ text: "Importance is shown without an interval.", evidence: "/importance/0/lower" });
  claims.push({ text: "Robustness to noise, missing values and shifts is not checked.", evidence: "/robustness" });
  if (document.fairness.length === 0)
    claims.push({ text: "Differences between protected groups are not checked.", evidence: "/fairness" });
  return claims;
}

/** What to do about it, each with the number that says so. */
export function recommendationsOf({ document, rowsName }: Subject): Claim[] {
  const claims: Claim[] = [];
  if (document.intendedUse.missing)
    claims.push({
      text: "Write down what the model is meant for: intendedUse in the project's file is empty.",
      evidence: "/intendedUse/missing",
    });
  for (const [i, { attribute, difference }] of document.fairness.entries())
    if (isMoreThanChance(difference))
      claims.push({
        text: `Look into ${attribute}: the difference between its groups is larger than chance explains.`,
        evidence: `/fairness/${i}/difference/lower`,
      });
  const smallest = smallGroupsOf(document)[0];
  if (smallest)
    claims.push({
      text: `Collect more ${rowsName} with ${smallest.segment!.column} = ${smallest.segment!.value} before relying on it there: ${formatCount(smallest.value.n)} judge now.`,
      evidence: `/metrics/${smallest.i}/value/n`,
    });
  return claims;
}
