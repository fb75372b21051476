import type { PairDocument } from "../src/decisions/documents.js";
import { formatCount, formatDifference, formatInterval, formatNumber } from "../src/lib/format.js";
import { Contingency } from "./Contingency.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { ExampleRows } from "./ExampleRows.js";
import { GainBySegment } from "./GainBySegment.js";
import { GainChart } from "./GainChart.js";
import { GainOverTime } from "./GainOverTime.js";
import { MetricComparison } from "./MetricComparison.js";
import { Columns, Headline, Panel, Section } from "./Panel.js";
import { picture } from "./picture.js";
import { PredictionGrid } from "./PredictionGrid.js";
import { counted, differenceUnit, hasInterval, inSentence, valueUnit, type Reading } from "./quantities.js";
import { StatePill } from "./StatePill.js";
import { TestTable } from "./TestTable.js";
import { VerdictFacts } from "./VerdictFacts.js";
import { lookWords } from "./words.js";

export interface PairContext {
  /** The metrics compared, with their units. */
  readings: readonly Reading[];
  /** The quotable sentence. */
  sentence: string;
  /** What a row is, in the plural: `flights`. */
  rows: string;
  /** When the rows were, in words; empty where unknown. */
  span: string;
  /** What is estimated: fitted models, or the recipes behind them. */
  evidence: "test" | "cross-fitted" | "file";
  /** False for pairs that a reader chose. */
  official: boolean;
}

const primaryOf = ({ compare }: PairDocument, { readings }: PairContext): Reading =>
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
export function VerdictBlock(pair: PairDocument, context: PairContext, beside?: Child): Child {
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
      beside,
    ),
  ];
}

/** The gates of the policy, each with what was measured and why it stands as it does. */
const GateSection = (gates: PairDocument["compare"]["gates"]): Child =>
  gates.length === 0
    ? null
    : Section(
        "Gates",
        "A gate that fails keeps the champion, whatever the gain.",
        Panel(
          EvidenceTable({
            caption: "Gates",
            rows: gates,
            columns: [
              { title: "Gate", cell: ({ name, reason }) => [name, element("span", { class: "note" }, reason)] },
              { title: "State", short: "", cell: ({ state }) => StatePill(state) },
              {
                title: "measured",
                kind: "number",
                cell: ({ value }) => [
                  formatNumber(value.estimate),
                  element("span", { class: "muted" }, ` ${formatInterval(value.lower, value.upper)}`),
                ],
              },
              { title: "limit", kind: "number", cell: ({ limit }) => formatNumber(limit) },
            ],
          }),
        ),
      );

/** Every metric, and for classes who is right where. */
export function MetricSections(pair: PairDocument, context: PairContext): Child {
  const table = Contingency({ compare: pair.compare, rows: context.rows });
  return [
    Section(
      `Every metric, same ${context.rows}`,
      "Gain in per cent of the champion's value; right is better for the challenger. Only the first decides.",
      Panel(MetricComparison({ compare: pair.compare, readings: context.readings })),
    ),
    GateSection(pair.compare.gates),
    Columns(
      table
        ? Section("Who is right", "The rows on which the two part are those that McNemar's test counts.", Panel(table))
        : null,
      pair.compare.tests.length > 0
        ? Section(
            "Tests",
            "Shown as agreement; they never decide.",
            Panel(TestTable(pair.compare.tests, context.readings, pair.compare.policy.primaryMetric)),
          )
        : null,
    ),
  ];
}

/** Where the two part: over time, for whom, in their predictions, on which rows. */
export function DisagreementSections(
  pair: PairDocument,
  context: PairContext,
  segmentColumns: readonly string[],
  segmentControl?: Child,
): Child {
  const { disagreement, compare } = pair;
  const primary = primaryOf(pair, context);
  const unit = compare.task === "classification" ? "probability" : primary.quantity.targetUnit;
  const half = { wide: 516 };
  const lossQuantity = primary.quantity;
  return [
    Columns(
      disagreement.overTime.length > 1
        ? Section(
            "Over time",
            `Gain per period${differenceUnit(lossQuantity) ? ` in ${differenceUnit(lossQuantity)}` : ""}, with a moving mean.${disagreement.overTime.some(({ split }) => split === "production") ? " Production came later and is no part of the verdict." : ""}`,
            picture(
              (width) => GainOverTime({ periods: disagreement.overTime, quantity: lossQuantity }, { width }),
              half,
            ),
          )
        : null,
      ...segmentColumns.map((column) => {
        const segments = disagreement.segments.filter((segment) => segment.column === column);
        return segments.length === 0
          ? null
          : Section(
              segmentColumns.length > 1 ? `For whom: ${column}` : "For whom",
              [
                `Gain by ${column}, ${segments.length === 1 ? "one group" : `${segments.length} groups`}. `,
                segments.length > 1 ? "With many groups some intervals miss by chance." : null,
              ],
              segmentControl,
              picture((width) => GainBySegment({ segments, quantity: lossQuantity }, { width }), half),
            );
      }),
      disagreement.predictions.length > 0
        ? Section(
            "Prediction against prediction",
            "On the diagonal both say the same; stronger is more often.",
            picture(
              (width) =>
                PredictionGrid(
                  {
                    cells: disagreement.predictions,
                    cell: disagreement.cell,
                    champion: compare.champion.name,
                    challenger: compare.challenger.name,
                    unit,
                  },
                  { width },
                ),
              { ...half, wide: 440 },
            ),
          )
        : null,
    ),
    disagreement.examples.length > 0
      ? Section(
          "Where they disagree most",
          `The ${context.rows} on which the two errors differ most, both ways.`,
          Panel(
            ExampleRows({
              examples: disagreement.examples,
              champion: compare.champion.name,
              challenger: compare.challenger.name,
              task: compare.task,
              unit: compare.task === "classification" ? "" : valueUnit(primary.quantity),
            }),
          ),
        )
      : null,
  ];
}
