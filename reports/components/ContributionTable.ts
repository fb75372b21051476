import type { PredictFeature, PredictRun } from "../src/cards/predict-types.js";
import type { RowValue } from "../src/features/row-values.js";
import { formatFixed, formatGain, formatNumber, formatPercent, formatValue, type Quantity } from "../src/lib/format.js";
import { element, svg, type Child } from "./element.js";
import { EvidenceTable, type EvidenceColumn } from "./EvidenceTable.js";
import { shownValue, spaced } from "./FeatureControl.js";
import type { Said } from "./predictor.js";
import { inSentence } from "./quantities.js";
import { orderOf, shownOutput, spanOf, valuesOf, waterfall, type Waterfall } from "./waterfall.js";

const shownFeatures = 10;

/** A run, with what it says of the row. */
export interface SaidBy {
  run: PredictRun;
  color: string;
  said: Said;
}

export interface ContributionData {
  features: readonly PredictFeature[];
  values: readonly RowValue[];
  /** Of the prediction. */
  quantity: Quantity;
}

type Line = { title: Child; note?: Child; bar: number | "base" | "score" };

const unitOf = (scale: Waterfall["scale"]): string =>
  scale === "log-odds" ? "log-odds" : scale === "class-scores" ? "class score" : "";

/** A score where it stands: base and end of a waterfall. */
function scoreText(score: number, { scale }: Waterfall, quantity: Quantity): Child {
  if (scale === "value") return formatValue(score, quantity);
  if (scale === "probability") return formatPercent(score);
  const text = formatFixed(score, 2);
  return scale === "log-odds"
    ? [text, element("span", { class: "muted" }, ` → ${formatPercent(1 / (1 + Math.exp(-score)))}`)]
    : text;
}

function changeText(value: number, { scale }: Waterfall, quantity: Quantity): string {
  if (scale === "value") return formatGain(value, quantity);
  if (scale === "probability") return formatGain(value, { unit: "rate", targetUnit: "" });
  return value === 0 ? "0" : `${value < 0 ? "−" : "+"}${formatNumber(Math.abs(value))}`;
}

/** A bar from where the last one ended, with a line at the base; solid up, pale down. */
function Bar(fall: Waterfall, bar: Line["bar"], [low, high]: readonly [number, number], color: string): SVGElement {
  const share = (x: number): number => Math.min(100, Math.max(0, (100 * (x - low)) / (high - low)));
  const at = (x: number): string => `${share(x).toFixed(2)}%`;
  const { from, to } =
    bar === "base"
      ? { from: fall.base, to: fall.base }
      : bar === "score"
        ? { from: fall.base, to: fall.score }
        : fall.bars[bar]!;
  const [left, right] = from < to ? [from, to] : [to, from];
  return svg(
    "svg",
    { class: "fall", width: "100%", height: 22, "aria-hidden": "true", overflow: "visible" },
    svg("line", { x1: at(fall.base), x2: at(fall.base), y1: -5, y2: 27, stroke: "var(--rule)", "stroke-width": 1.5 }),
    typeof bar === "number"
      ? svg("rect", {
          x: at(left),
          y: 4,
          width: `${Math.max(0.6, share(right) - share(left)).toFixed(2)}%`,
          height: 14,
          rx: 2,
          fill: color,
          stroke: color,
          "fill-opacity": to < from ? 0.18 : 0.85,
        })
      : svg("circle", { cx: at(to), cy: 11, r: 5, fill: bar === "base" ? "var(--edge)" : color }),
  );
}

/**
 * Champion beside challenger: where each starts, what each feature adds, and where it ends. Models whose family has no
 * contributions yet stand in a sentence.
 */
export function ContributionTable(models: readonly SaidBy[], { features, values, quantity }: ContributionData): Child {
  const explained = models.flatMap(({ run, color, said }) =>
    said.contributions
      ? [{ run, color, contributions: said.contributions, output: shownOutput(said.contributions, said.outputs) }]
      : [],
  );
  const silent = models.filter(({ said }) => !said.contributions);
  const sentence =
    silent.length > 0
      ? element(
          "p",
          { class: "muted" },
          `Contributions are exact for linear models and trees. Those of ${silent.map(({ run }) => inSentence(run.title)).join(" and ")} are not here yet.`,
        )
      : null;
  if (explained.length === 0) return sentence;
  const order = orderOf(
    explained.map(({ contributions, output }) => valuesOf(contributions, output)),
    shownFeatures,
  );
  const falls = explained.map(({ contributions, output }) => waterfall(contributions, output, order));
  const alike = new Set(falls.map(({ scale }) => scale)).size === 1;
  const left = features.length - order.length;
  const lines: Line[] = [
    { title: "Average of the training rows", bar: "base" },
    ...order.map((f, place): Line => ({
      title: spaced(features[f]!.name),
      note: shownValue(values[f] ?? null),
      bar: place,
    })),
    ...(left > 0 ? [{ title: `${left} other features`, bar: order.length } as Line] : []),
    { title: "Prediction", bar: "score" },
  ];
  const columns = explained.flatMap(({ run, color }, k): EvidenceColumn<Line>[] => {
    const fall = falls[k]!;
    const span = spanOf(alike ? falls : [fall]);
    const unit = unitOf(fall.scale);
    return [
      {
        title: unit ? `${run.title}, ${unit}` : run.title,
        kind: "number",
        color,
        short: run.title,
        cell: ({ bar }) =>
          typeof bar === "number"
            ? element("data", { value: fall.bars[bar]!.value }, changeText(fall.bars[bar]!.value, fall, quantity))
            : scoreText(bar === "base" ? fall.base : fall.score, fall, quantity),
      },
      { title: "", kind: "picture", short: "", cell: ({ bar }) => Bar(fall, bar, span, color) },
    ];
  });
  return [
    EvidenceTable<Line>({
      caption: `Contributions of features to the predictions of ${explained.map(({ run }) => run.title).join(" and ")}`,
      rows: lines,
      rowClass: ({ bar }) => (typeof bar === "number" ? "" : "end"),
      columns: [
        {
          title: "Feature",
          cell: ({ title, note }) => [
            title,
            note === undefined ? null : element("span", { class: "note" }, "= ", note),
          ],
        },
        ...columns,
      ],
    }),
    sentence,
  ];
}
