import { formatCount, formatDifference, formatGainInterval, formatPercent } from "../lib/format.js";
import { getMetric } from "../metrics/index.js";
import type { CompareDocument } from "./documents.js";
import { quantityOf } from "./quantity-of.js";

export interface Headline {
  /** One sentence that a reader could quote, without a full stop. */
  sentence: string;
  /** What it rests on: interval, what counts, rows and units, which look. */
  evidence: string;
}

/** Words that the document does not hold. */
export interface Words {
  /** The target's unit in the plural, such as `minutes`. */
  targetUnit: string;
  /** What a row is, in the plural: `flights`; `rows` by default. */
  rows?: string;
}

const lowerFirst = (text: string): string =>
  /^([A-Z]{2}|F\d|R²|Brier|Cohen|Matthews|ROC)/.test(text) ? text : text[0]!.toLowerCase() + text.slice(1);

/** A metric within a sentence: `mean absolute error`. */
export const metricInWords = (name: string): string => lowerFirst(getMetric(name as never).title);

function sentenceFor(document: CompareDocument, { targetUnit, rows = "rows" }: Words): string {
  const { verdict, policy, champion, challenger } = document;
  const quantity = quantityOf(policy.primaryMetric, targetUnit);
  const { gain, rule, blocking } = verdict;
  const size = formatDifference(gain.estimate, quantity);
  const margin = formatDifference(policy.smallestWorthwhileGain, quantity);
  const units =
    document.rows.units === document.rows.compared
      ? `${formatCount(document.rows.compared)} ${rows}`
      : `${formatCount(document.rows.units)} ${document.rows.unit}`;
  const named = (name: string): string =>
    policy.guardrails.some(({ metric }) => metric === name) ? metricInWords(name) : name;
  switch (rule) {
    case "1-gate-failed":
      return `Keep ${champion.name}: ${challenger.name} failed the gate ${blocking[0]}`;
    case "1-guardrail-worse":
      return `Keep ${champion.name}: ${challenger.name} made ${named(blocking[0]!)} worse`;
    case "2-promote":
      return `Promote ${challenger.name}: ${size} better than ${champion.name}, and ${units} show it`;
    case "3-open":
      return `${challenger.name} came out ${size} better, but ${blocking.map(named).join(" and ")} ${blocking.length === 1 ? "is" : "are"} still open`;
    case "4-equivalent":
      return gain.method === "identical-predictions"
        ? `${challenger.name} and ${champion.name} predict the same on all ${formatCount(document.rows.compared)} ${rows}`
        : `${challenger.name} and ${champion.name} do equally well: they differ by less than ${margin}`;
    case "5-not-worth-it":
      return gain.upper < 0
        ? `Keep ${champion.name}: ${challenger.name} came out ${size} worse`
        : `Keep ${champion.name}: the gain from ${challenger.name} is below ${margin}`;
    case "6-unresolved":
      if (!Number.isFinite(gain.estimate)) return `${units} cannot compare ${challenger.name} with ${champion.name}`;
      if (gain.estimate === 0) return `${challenger.name} came out level, and ${units} cannot tell more`;
      return `${challenger.name} came out ${size} ${gain.estimate > 0 ? "better" : "worse"}, but ${units} cannot show it`;
  }
}

const looks = (look: number): string => (look === 1 ? "First look" : `Look ${look}, by a confidence sequence`);

function evidenceFor(document: CompareDocument, { targetUnit, rows = "rows" }: Words): string {
  const { verdict, policy } = document;
  const { gain } = verdict;
  const quantity = quantityOf(policy.primaryMetric, targetUnit);
  const { compared, units, unit, look, modelsJudged } = document.rows;
  const grouped = units !== compared;
  const metric = metricInWords(policy.primaryMetric);
  const interval = Number.isFinite(gain.lower)
    ? `The gain in ${metric} lies in ${formatGainInterval(gain.lower, gain.upper, quantity)} (${formatPercent(gain.level, 0)} interval${grouped ? `, over ${unit}` : ""}).`
    : `The gain in ${metric} has no interval on these rows.`;
  const counted = `${formatCount(compared)} ${rows}${grouped ? ` on ${formatCount(units)} ${unit}` : ""}.`;
  const judged = `${looks(look)}; these rows have judged ${modelsJudged} models.`;
  return `${interval} A gain counts from ${formatDifference(policy.smallestWorthwhileGain, quantity)} on. ${counted} ${judged}`;
}

/**
 * The verdict as one quotable sentence, and the line of evidence under it, written from the document alone.
 *
 * @example headline(document, { targetUnit: "minutes", rows: "flights" }).sentence // "Boosted trees came out 0.16 minutes better, but 61 days cannot show it"
 */
export const headline = (document: CompareDocument, words: Words): Headline => ({
  sentence: sentenceFor(document, words),
  evidence: evidenceFor(document, words),
});

/** A decision as a pill shows it. */
export const decisionWords = {
  promote: "Promote",
  keep: "Keep",
  equivalent: "Equivalent",
  "collect-more-data": "Collect more data",
} as const;
