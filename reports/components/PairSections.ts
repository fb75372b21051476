import type { PairDocument } from "../src/decisions/documents.js";
import { BayesianBar } from "./BayesianBar.js";
import { Contingency } from "./Contingency.js";
import { element, type Child } from "./element.js";
import { ExampleRows } from "./ExampleRows.js";
import { GainBySegment } from "./GainBySegment.js";
import { GainOverTime } from "./GainOverTime.js";
import { GateTable } from "./GateTable.js";
import { MarginTests } from "./MarginTests.js";
import { MetricComparison } from "./MetricComparison.js";
import { primaryOf, type PairContext } from "./PairEvidence.js";
import { Columns, Panel, Section } from "./Panel.js";
import { ParameterChanges } from "./ParameterChanges.js";
import { picture } from "./picture.js";
import { PowerCurve, powerWords } from "./PowerCurve.js";
import { PredictionGrid } from "./PredictionGrid.js";
import { differenceUnit, valueUnit } from "./quantities.js";
import { TestTable } from "./TestTable.js";

/** Every metric with the interval of its gain. */
export const MetricSection = ({ compare }: PairDocument, { rows, readings }: PairContext): Child =>
  Section(
    `Every metric, same ${rows}`,
    "Gain in per cent of the champion's value; right is better for the challenger. Only the first decides.",
    Panel(MetricComparison({ compare, readings })),
  );

/** The gates, the paired tests, and for classes who is right where. */
export function TestSections({ compare }: PairDocument, context: PairContext): Child {
  const table = Contingency({ compare, rows: context.rows });
  return [
    compare.gates.length > 0
      ? Section(
          "Gates",
          "A gate that fails keeps the champion, whatever the gain; one that is unsettled withholds promotion.",
          Panel(GateTable(compare.gates)),
        )
      : null,
    Columns(
      table
        ? Section("Who is right", "The rows on which the two part are those that McNemar's test counts.", Panel(table))
        : null,
      compare.tests.length > 0
        ? Section(
            "Tests",
            "Shown as agreement; they never decide.",
            Panel(TestTable(compare.tests, context.readings, compare.policy.primaryMetric, context.methodHref)),
          )
        : null,
    ),
  ];
}

/** Other ways to ask the same: how probable, whether the same or not worse, and what these rows could have shown. */
export function BesideSections(pair: PairDocument, context: PairContext): Child {
  const { bayesian, power, marginTests, policy, rows, champion, challenger } = pair.compare;
  const reading = primaryOf(pair, context);
  const powerData = power ? { power, reading, margin: policy.smallestWorthwhileGain, unit: rows.unit } : null;
  return [
    Columns(
      bayesian
        ? Section(
            "How probable",
            "A Bayesian view of the same rows; it never decides.",
            BayesianBar({ view: bayesian, reading, champion: champion.name, challenger: challenger.name }),
          )
        : null,
      powerData
        ? Section(
            "What these rows could show",
            powerWords(powerData),
            picture((width) => PowerCurve(powerData, { width }), { wide: 516 }),
          )
        : null,
    ),
    marginTests.length > 0
      ? Section(
          "The same, or not worse",
          "A large p of a usual test does not show that two models are equal. These tests ask that.",
          Panel(MarginTests(marginTests, context.readings)),
        )
      : null,
  ];
}

/** The parameters in which the two runs differ. */
export const ParameterSection = ({ parameters, compare }: PairDocument): Child =>
  parameters.length > 0
    ? Section(
        "What was changed",
        "Parameters in which the two runs differ; – where a run has none of that name.",
        Panel(ParameterChanges(parameters, { champion: compare.champion.name, challenger: compare.challenger.name })),
      )
    : null;

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
            context.rowsHref
              ? element("p", { class: "more" }, element("a", { href: context.rowsHref }, "All such rows, by SQL"))
              : null,
          ),
        )
      : null,
  ];
}
