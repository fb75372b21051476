import * as Plot from "@observablehq/plot";
import type { CalibrationBin, ClassificationCurves, LeaderboardRun } from "../src/evaluation/types.js";
import { formatCount, formatFixed, formatInterval } from "../src/lib/format.js";
import { chart, dashes, fitted, modelColor } from "./chart.js";
import { LineChart, type Series } from "./LineChart.js";
import { hasInterval } from "./quantities.js";

/** What a curve needs of a run. */
export type CurveRun = Pick<LeaderboardRun, "title" | "isChampion" | "isChallenger" | "metrics">;
export type ClassifierRun = CurveRun & { classification: ClassificationCurves };

/** Runs with curves of a classifier; champion and challenger last, so that they are drawn on top. */
export const classifiers = (runs: readonly LeaderboardRun[]): (LeaderboardRun & ClassifierRun)[] =>
  runs
    .filter((run): run is LeaderboardRun & ClassifierRun => run.classification !== null)
    .sort((a, b) => Number(a.isChampion || a.isChallenger) - Number(b.isChampion || b.isChallenger));

const series = (runs: readonly ClassifierRun[], points: (run: ClassifierRun) => Series["points"]): Series[] =>
  runs.map((run, index) => ({
    title: run.title,
    color: modelColor(run),
    dash: run.isChampion || run.isChallenger ? "none" : dashes[2 + (index % 4)]!,
    points: points(run),
  }));

/** True positives against false positives, over all thresholds. */
export const RocChart = (runs: readonly ClassifierRun[], { width }: { width: number }): HTMLElement =>
  LineChart(
    {
      series: series(runs, ({ classification }) =>
        classification.roc.map((point) => ({ x: point.falsePositiveRate, y: point.truePositiveRate })),
      ),
      xTitle: "false positive rate",
      yTitle: "true positive rate",
      label: `ROC curves of ${runs.map(({ title }) => title).join(", ")}${runs.map(({ title, metrics }) => (metrics.rocAuc ? `; area ${formatFixed(metrics.rocAuc.estimate, 3)} for ${title}` : "")).join("")}.`,
      xDomain: [0, 1],
      yDomain: [0, 1],
      reference: { from: [0, 0], to: [1, 1] },
      names: "bottom-right",
    },
    { width },
  );

/** Precision against recall, over all thresholds; the dotted line is what naming everyone positive gives. */
export function PrecisionRecallChart(runs: readonly ClassifierRun[], { width }: { width: number }): HTMLElement {
  const scores = runs[0]?.classification.scores ?? [];
  const positives = scores.reduce((sum, { positive }) => sum + positive, 0);
  const share = positives / (positives + scores.reduce((sum, { negative }) => sum + negative, 0));
  return LineChart(
    {
      series: series(runs, ({ classification }) =>
        classification.precisionRecall.map((point) => ({ x: point.recall, y: point.precision })),
      ),
      xTitle: "recall",
      yTitle: "precision",
      label: `Precision against recall of ${runs.map(({ title }) => title).join(", ")}. The share of positives is ${formatFixed(share, 3)}.`,
      xDomain: [0, 1],
      yDomain: [0, 1],
      ...(Number.isFinite(share) ? { reference: { from: [0, share], to: [1, share] } as const } : {}),
      names: "bottom-left",
    },
    { width },
  );
}

/** Heights of the strips that hold the scores, in units of the axis: one run's, or one above the other. */
const strip = { first: -0.03, one: 0.22, many: 0.13, gap: 0.02 };

/**
 * Observed against predicted probability with intervals, and under it how the scores of each run are spread. More than
 * two runs in one frame cannot be told apart.
 */
export function CalibrationChart(runs: readonly ClassifierRun[], { width }: { width: number }): HTMLElement {
  const tall = runs.length === 1 ? strip.one : strip.many;
  const drawn = runs.map((run, index) => {
    const { calibration, scores } = run.classification;
    const bins = calibration.filter(({ n, observed }) => n > 0 && Number.isFinite(observed.estimate));
    const most = Math.max(1, ...scores.map(({ negative, positive }) => negative + positive));
    const base = strip.first - index * (tall + strip.gap);
    const bars = scores.map((score) => ({
      ...score,
      base,
      top: base - (tall * (score.negative + score.positive)) / most,
      split: base - (tall * score.positive) / most,
    }));
    return { run, bins, bars, color: modelColor(run) };
  });
  const floor = strip.first - runs.length * (tall + strip.gap);
  const said = drawn.map(({ run, bins }) => {
    const worst = bins.reduce<CalibrationBin | null>(
      (found, bin) =>
        found && Math.abs(found.observed.estimate - found.predicted) >= Math.abs(bin.observed.estimate - bin.predicted)
          ? found
          : bin,
      null,
    );
    return `Calibration of ${run.title}: ${bins.map(({ predicted, observed, n }) => `predicted ${formatFixed(predicted, 2)}, observed ${formatFixed(observed.estimate, 2)} ${formatInterval(observed.lower, observed.upper)} on ${formatCount(n)}`).join("; ")}.${worst ? ` Farthest apart at ${formatFixed(worst.predicted, 2)}.` : ""}`;
  });
  return chart({
    label: said.join(" "),
    width,
    height: 310,
    marginLeft: 42,
    marginBottom: 46,
    marginTop: 24,
    marginRight: 12,
    x: { domain: [0, 1], label: null },
    y: { domain: [floor, 1], label: null },
    marks: [
      ...drawn.flatMap(({ bars, color }) => [
        Plot.rect(bars, {
          x1: "lower",
          x2: "upper",
          y1: "base",
          y2: "top",
          fill: "var(--histogram)",
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        Plot.rect(bars, {
          x1: "lower",
          x2: "upper",
          y1: "base",
          y2: "split",
          fill: color,
          fillOpacity: 0.75,
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
      ]),
      Plot.link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: "var(--edge)", strokeDasharray: "2 3" }),
      ...drawn.flatMap(({ run, bins, color }, index) => [
        Plot.ruleX(
          bins.filter(({ observed }) => hasInterval(observed)),
          {
            x: "predicted",
            y1: (bin: CalibrationBin) => bin.observed.lower,
            y2: (bin: CalibrationBin) => bin.observed.upper,
            stroke: color,
            strokeWidth: 2,
            strokeOpacity: 0.55,
          },
        ),
        Plot.line(bins, {
          x: "predicted",
          y: (bin: CalibrationBin) => bin.observed.estimate,
          stroke: color,
          strokeWidth: 1.5,
        }),
        Plot.dot(bins, {
          x: "predicted",
          y: (bin: CalibrationBin) => bin.observed.estimate,
          r: 4,
          fill: color,
          stroke: "var(--ground)",
        }),
        runs.length > 1
          ? Plot.text([0], {
              frameAnchor: "top-left",
              dx: 10,
              dy: 8 + 17 * index,
              text: () => fitted(run.title, width / 2),
              textAnchor: "start",
              fill: color,
              fontSize: 12,
              stroke: "var(--ground)",
              strokeWidth: 3,
            })
          : null,
      ]),
      Plot.text([0], {
        x: 1,
        y: floor + 0.04,
        text: () => "scores; filled: positive",
        textAnchor: "end",
        fill: "var(--muted)",
        fontSize: 11.5,
      }),
      Plot.axisX({
        anchor: "bottom",
        ticks: 5,
        tickFormat: (value: number) => formatFixed(value, 1),
        fontSize: 12,
        tickSize: 5,
        color: "var(--ink)",
      }),
      Plot.axisY([0, 0.2, 0.4, 0.6, 0.8, 1], {
        tickFormat: (value: number) => formatFixed(value, 1),
        fontSize: 12,
        tickSize: 4,
        color: "var(--ink)",
      }),
      Plot.text([0], {
        frameAnchor: "top-left",
        dx: -38,
        dy: -18,
        textAnchor: "start",
        text: () => "↑ observed share of positives",
        fontSize: 12,
        fill: "var(--muted)",
      }),
      Plot.text([0], {
        frameAnchor: "bottom-right",
        dy: 40,
        text: () => "predicted probability →",
        fontSize: 12,
        fill: "var(--muted)",
      }),
    ],
  });
}
