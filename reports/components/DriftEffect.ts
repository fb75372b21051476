import type { DriftEvidence } from "../src/cards/evidence-types.js";
import type { DriftDocument } from "../src/decisions/drift-types.js";
import { formatPercent, formatValue } from "../src/lib/format.js";
import { DriftOverTime } from "./DriftOverTime.js";
import { medianOfBins } from "./driftWords.js";
import { element, type Child } from "./element.js";
import { Facts, Section, type Fact } from "./Panel.js";
import { performanceFrame, PerformanceOverTime } from "./PerformanceOverTime.js";
import { picture } from "./picture.js";
import { inSentence, type Reading } from "./quantities.js";

export interface DriftEffectData {
  evidence: DriftEvidence;
  /** The window as it is judged officially. */
  document: DriftDocument;
  selected: number;
  metric: Reading;
  /** The window's name, as short as it can be. */
  name: string;
}

type Points = DriftEvidence["performance"]["series"][number]["points"];

const mean = (points: Points): number =>
  points.reduce((sum, { value, n }) => sum + value * n, 0) / points.reduce((sum, { n }) => sum + n, 0);

/** What the champion's metric was in the window, and before it on rows that it was not fitted on. */
function metricFact({ evidence, selected, metric, name }: DriftEffectData): Fact[] {
  const window = evidence.windows[selected]!;
  const points = (evidence.performance.series[0]?.points ?? []).filter(({ value }) => Number.isFinite(value));
  const inside = points.filter(({ from }) =>
    evidence.replay ? from === window.name : from >= window.from! && from < window.to!,
  );
  const before = points.filter(({ from, split }) => !evidence.replay && split !== "train" && from < window.from!);
  if (inside.length === 0) return [];
  return [
    {
      value: formatValue(mean(inside), metric.quantity),
      text: `${inSentence(metric.title)} in ${name}${before.length > 0 ? `; ${formatValue(mean(before), metric.quantity)} before, since training ended` : ""}`,
    },
  ];
}

/** The middle of label and prediction, now and in training: whether the window ran high or low. */
function medianFacts({ document, metric, name }: DriftEffectData): Fact[] {
  const quantity = { unit: "target" as const, targetUnit: metric.quantity.targetUnit };
  return document.columns
    .filter(({ role }) => role === "label" || role === "score")
    .flatMap((column): Fact[] => {
      const [before, now] = [medianOfBins(column, "reference"), medianOfBins(column, "current")];
      if (!Number.isFinite(before) || !Number.isFinite(now)) return [];
      return [
        {
          value: formatValue(now, quantity),
          text: `is the middle ${column.name.replaceAll("_", " ")} in ${name}; ${formatValue(before, quantity)} in training`,
        },
      ];
    });
}

/** What drift did: how much of the model is in columns that alarm, and the error, over one axis of time. */
export function DriftEffect(data: DriftEffectData): Child {
  const { evidence, document, selected, metric, name } = data;
  const { windows, performance, replay } = evidence;
  const window = windows[selected]!;
  const unit = metric.quantity.unit === "target" && metric.quantity.targetUnit ? `, ${metric.quantity.targetUnit}` : "";
  const facts: Fact[] = [
    {
      value: formatPercent(window.shares.alarm, 0),
      text: `of what the model rests on is in features that alarm in ${name}`,
    },
    ...metricFact(data),
    ...medianFacts(data),
  ];
  return Section(
    metric.direction === "minimize" ? "What it did to the error" : "What it did to the quality",
    `Above: what moved. Below: ${inSentence(metric.title)} ${replay ? "per part" : "per week"}${unit}; ${name} shaded.`,
    picture((width) => {
      const frame = performanceFrame({ series: performance.series, replay }, windows, width);
      return element(
        "div",
        {},
        DriftOverTime({ windows, selected, ...frame }, { width }),
        PerformanceOverTime(
          {
            series: performance.series,
            metric,
            window: { ...window, alarm: document.state === "alarm" },
            replay,
            frame,
          },
          { width },
        ),
      );
    }),
    Facts(facts.slice(0, 4)),
  );
}
