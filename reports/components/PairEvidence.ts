import type { PairDocument } from "../src/decisions/documents.js";
import { formatCount, formatDifference, formatInterval } from "../src/lib/format.js";
import { element, type Child } from "./element.js";
import { GainChart } from "./GainChart.js";
import { MajorityNote } from "./MajorityNote.js";
import { Headline, Panel } from "./Panel.js";
import { picture } from "./picture.js";
import { counted, differenceUnit, hasInterval, inSentence, type Reading } from "./quantities.js";
import { StatePill } from "./StatePill.js";
import { VerdictFacts } from "./VerdictFacts.js";
import { lookWords } from "./words.js";

export interface PairContext {
  /** The metrics compared, with their units. */
  readings: readonly Reading[];
  /** The quotable sentence. */
  sentence: string;
  /** What a row is, in the plural: `flights`. */
  rows: string;
  /** What a positive row is: `churned`. */
  positive: string;
  /** When the rows were, in words; empty where unknown. */
  span: string;
  /** What is estimated: fitted models, or the recipes behind them. */
  evidence: "test" | "cross-fitted" | "file";
  /** False for pairs that a reader chose. */
  official: boolean;
  /** The address of a method's page; null in a file that stands alone. */
  methodHref: ((method: string) => string) | null;
  /** Where SQL over the rows on which the two part opens; null in a file that stands alone. */
  rowsHref: string | null;
}

/** The metric that decides. */
export const primaryOf = ({ compare }: PairDocument, { readings }: PairContext): Reading =>
  readings.find(({ name }) => name === compare.policy.primaryMetric)!;

/** One line: interval, what counts, rows and units, which look, how many models were judged. */
export function EvidenceLine(pair: PairDocument, context: PairContext): Child {
  const { rows, policy, verdict } = pair.compare;
  const primary = primaryOf(pair, context);
  const { gain } = verdict;
  const level = `${Math.round(100 * policy.level)} %`;
  const over = rows.units === rows.compared ? `over ${context.rows}` : `over ${rows.unit}`;
  const unit = differenceUnit(primary.quantity);
  const between = formatInterval(gain.lower, gain.upper, primary.quantity).slice(1, -1).replace(", ", " and ");
  const size =
    rows.units === rows.compared
      ? `${formatCount(rows.compared)} ${context.rows}`
      : `${formatCount(rows.compared)} ${context.rows} on ${counted(formatCount(rows.units), rows.unit)}`;
  return [
    hasInterval(gain)
      ? [
          `The gain in ${inSentence(primary.title)} lies between `,
          element("strong", {}, `${between}${unit ? ` ${unit}` : ""}`),
          ` (${level}, ${over}). `,
        ]
      : "These rows define no interval. ",
    "A gain counts from ",
    element("strong", {}, formatDifference(policy.smallestWorthwhileGain, primary.quantity)),
    ` on. ${size}${context.span ? `, ${context.span}` : ""}. `,
    `${lookWords(rows.look)}; ${context.evidence === "cross-fitted" ? "these rows have" : "this test set has"} judged ${rows.modelsJudged === 1 ? "1 model" : `${formatCount(rows.modelsJudged)} models`}.`,
  ];
}

/** The answer: state, sentence, evidence, and the picture that decides. */
export function VerdictBlock(pair: PairDocument, context: PairContext): Child {
  const { compare, naive, corrected } = pair;
  const { verdict, policy, rows } = compare;
  const primary = primaryOf(pair, context);
  const dependent = rows.units !== rows.compared;
  return [
    Headline(context.sentence, {
      above: [
        StatePill(verdict.decision),
        context.official ? null : element("span", { class: "aside" }, "not the official comparison"),
      ],
      evidence: EvidenceLine(pair, context),
    }),
    Panel(
      picture((width) =>
        GainChart(
          {
            gain: verdict.gain,
            naive: dependent ? naive : null,
            corrected,
            margin: policy.smallestWorthwhileGain,
            metricTitle: primary.title,
            quantity: primary.quantity,
            rows: context.rows,
            unit: rows.unit,
          },
          { width },
        ),
      ),
      element(
        "p",
        { class: "reason" },
        verdict.reason,
        verdict.preferred ? ` Preferred: ${compare[verdict.preferred].name}.` : null,
      ),
      VerdictFacts({
        verdict,
        margin: policy.smallestWorthwhileGain,
        units: rows.units,
        unit: rows.unit,
        quantity: primary.quantity,
      }),
      compare.majority
        ? MajorityNote({
            majority: compare.majority,
            decision: verdict.decision,
            href: context.methodHref?.("majority-of-metrics") ?? null,
          })
        : null,
    ),
  ];
}
