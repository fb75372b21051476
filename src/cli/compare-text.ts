import type { CompareDocument } from "../decisions/documents.js";
import { quantityOf } from "../decisions/quantity-of.js";
import { decisionWords, headline, type Words } from "../decisions/headline.js";
import {
  formatCount,
  formatDifference,
  formatGain,
  formatInterval,
  formatPercent,
  formatPValue,
  formatValue,
} from "../lib/format.js";
import type { GateState } from "../decisions/types.js";
import { getMetric } from "../metrics/index.js";
import { testTable } from "./compare-tests-text.js";

/** One line per metric: name, both values, gain, interval. */
function metricRows(document: CompareDocument, targetUnit: string): string[][] {
  return document.metrics.map(({ name, champion, challenger, gain }) => {
    const quantity = quantityOf(name, targetUnit);
    return [
      `${getMetric(name).title}${name === document.policy.primaryMetric ? " *" : ""}`,
      formatValue(champion.estimate, quantity),
      formatValue(challenger.estimate, quantity),
      formatGain(gain.estimate, quantity),
      formatInterval(gain.lower, gain.upper, quantity),
    ];
  });
}

const header = ({ champion, challenger, policy }: CompareDocument): string[] => [
  "Metric",
  champion.name,
  challenger.name,
  "Gain",
  `${formatPercent(policy.level, 0)} interval`,
];

function padded(rows: readonly string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
}

const pValue = (value: number): string => {
  const text = formatPValue(value);
  return text.startsWith("<") ? `p ${text}` : `p = ${text}`;
};

/** How many gates hold, and which do not; nothing where there are none. */
function gateFacts({ gates }: CompareDocument): string[] {
  if (gates.length === 0) return [];
  const of = (wanted: GateState): string[] => gates.flatMap(({ name, state }) => (state === wanted ? [name] : []));
  const [failed, open] = [of("fail"), of("unsettled")];
  return [
    `Gates: ${formatCount(of("pass").length)} of ${formatCount(gates.length)} pass${failed.length > 0 ? `; failed: ${failed.join(", ")}` : ""}${open.length > 0 ? `; open: ${open.join(", ")}` : ""}.`,
  ];
}

/** Facts beside the verdict: what the rows resolve, what would settle it, where it tips. */
function facts(document: CompareDocument, targetUnit: string): string[] {
  const { verdict, policy, rows, tests } = document;
  const quantity = quantityOf(policy.primaryMetric, targetUnit);
  const { smallestDetectableGain, moreUnits, tippingMargins, preferred } = verdict;
  const exact = tests.find(({ name }) => name === "mcnemar-exact");
  return [
    ...gateFacts(document),
    ...(Number.isFinite(smallestDetectableGain)
      ? [`Smallest gain that these rows resolve (80 % power): ${formatDifference(smallestDetectableGain, quantity)}.`]
      : []),
    ...(moreUnits.ifGainTwiceMargin !== null
      ? [
          `To settle it: ${formatCount(moreUnits.ifGainTwiceMargin)} more ${rows.unit} if the true gain is ${formatDifference(2 * policy.smallestWorthwhileGain, quantity)}${moreUnits.ifGainZero === null ? "" : `, ${formatCount(moreUnits.ifGainZero)} if there is none`}.`,
        ]
      : []),
    ...(verdict.gain.method === "no-discordant-rows" && moreUnits.ifGainZero !== null
      ? [
          `To settle it: ${formatCount(moreUnits.ifGainZero)} more ${rows.unit} on each of which both models are right or wrong together.`,
        ]
      : []),
    ...tippingMargins.map(
      ({ margin, decision }) =>
        `Were the smallest gain that counts above ${formatDifference(margin, quantity)}, the verdict would be: ${decisionWords[decision].toLowerCase()}.`,
    ),
    ...(preferred ? [`Preferred: the ${preferred}.`] : []),
    ...(exact ? [`McNemar's exact test (accuracy): ${pValue(exact.pValue)}.`] : []),
    ...besideTheVerdict(document, targetUnit),
  ];
}

/** What other readings of the same numbers say; none of them decides. */
function besideTheVerdict({ policy, bayesian, power, majority }: CompareDocument, targetUnit: string): string[] {
  const quantity = quantityOf(policy.primaryMetric, targetUnit);
  const margin = policy.smallestWorthwhileGain;
  const twice = power?.curve.length ? powerAt(power, 2 * margin) : null;
  return [
    ...(bayesian
      ? [
          `Bayesian view: the challenger is better with probability ${formatPercent(bayesian.probabilityBetter)}, by more than ${formatDifference(margin, quantity)} with ${formatPercent(bayesian.rope.above)}; promoting loses ${formatDifference(bayesian.expectedLoss.challenger, quantity)} on average, keeping ${formatDifference(bayesian.expectedLoss.champion, quantity)}.`,
        ]
      : []),
    ...(twice === null
      ? []
      : [
          `Power: a true gain of ${formatDifference(2 * margin, quantity)} is shown to count in ${formatPercent(twice, 0)} of cases.`,
        ]),
    ...(majority
      ? [
          `Majority of metrics, the seed rule, would say: ${decisionWords[majority.decision].toLowerCase()} (${formatCount(majority.won)} of ${formatCount(majority.of)} won).`,
        ]
      : []),
  ];
}

/** The power curve between its points. */
function powerAt({ curve }: NonNullable<CompareDocument["power"]>, gain: number): number {
  const above = Math.max(
    1,
    curve.findIndex((point) => point.gain >= gain),
  );
  const [left, right] = [curve[above - 1]!, curve[above]!];
  const share = (gain - left.gain) / (right.gain - left.gain);
  return left.aboveMargin + share * (right.aboveMargin - left.aboveMargin);
}

/** The verdict first, then the numbers, for a terminal. */
export function compareText(document: CompareDocument, words: Words): string {
  const { sentence, evidence } = headline(document, words);
  const { verdict, warnings } = document;
  return [
    `${decisionWords[verdict.decision].toUpperCase()}  ${sentence}.`,
    "",
    evidence,
    verdict.reason,
    "",
    ...padded([header(document), ...metricRows(document, words.targetUnit)]),
    "* decides; a gain above 0 means that the challenger is better",
    "",
    ...facts(document, words.targetUnit),
    ...(warnings.length > 0 ? ["", ...warnings.map(({ message }) => `Note: ${message}.`)] : []),
    "",
  ].join("\n");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");

/** The same as Markdown, for a pull request. */
export function compareMarkdown(document: CompareDocument, words: Words): string {
  const { sentence, evidence } = headline(document, words);
  const { verdict, warnings } = document;
  const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [
    `### ${decisionWords[verdict.decision]}: ${cell(sentence)}`,
    "",
    `${cell(evidence)} ${cell(verdict.reason)}`,
    "",
    row(header(document)),
    "| --- | ---: | ---: | ---: | ---: |",
    ...metricRows(document, words.targetUnit).map(row),
    "",
    "\\* decides; a gain above 0 means that the challenger is better.",
    "",
    ...facts(document, words.targetUnit).map((fact) => `- ${cell(fact)}`),
    ...warnings.map(({ message }) => `- Note: ${cell(message)}.`),
    "",
    ...testTable(document, row),
  ].join("\n");
}
