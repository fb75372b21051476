import * as Plot from "@observablehq/plot";
import type { LeaderboardRun, RegressionCurves } from "../src/evaluation/types.js";
import { formatCount, formatGain, formatNumber, type Quantity } from "../src/lib/format.js";
import { chart, dashes, fitted, modelColor } from "./chart.js";
import type { CurveRun } from "./ClassificationCharts.js";
import { axisFormat } from "./GainChart.js";
import { LineChart } from "./LineChart.js";
import { bulk, opacity } from "./PredictionGrid.js";
import { hasInterval, withUnit } from "./quantities.js";

export type RegressorRun = CurveRun & { regression: RegressionCurves };

export const regressors = (runs: readonly LeaderboardRun[]): (LeaderboardRun & RegressorRun)[] =>
  runs.filter((run): run is LeaderboardRun & RegressorRun => run.regression !== null);

/** How often each pair of predicted and actual value occurs; on the dotted line the prediction is right. */
export function PredictedActualChart(run: RegressorRun, unit: string, { width }: { width: number }): HTMLElement {
  const { predictedActual: all, cell } = run.regression;
  const color = run.isChampion || run.isChallenger ? modelColor(run) : "var(--ink)";
  const x = bulk(all, ({ predicted }) => predicted, cell.predicted);
  const y = bulk(all, ({ actual }) => actual, cell.actual);
  const cells = all.filter(
    ({ predicted, actual }) => predicted >= x[0] && predicted < x[1] && actual >= y[0] && actual < y[1],
  );
  const [low, high] = [Math.max(x[0], y[0]), Math.min(x[1], y[1])];
  return chart({
    label: `Predicted against actual of ${run.title}: ${formatCount(all.reduce((sum, { count }) => sum + count, 0))} rows in cells of ${cell.predicted} by ${cell.actual} ${unit}.`,
    width,
    height: 310,
    marginLeft: 48,
    marginBottom: 46,
    marginTop: 24,
    marginRight: 12,
    x: { domain: x, label: null },
    y: { domain: y, label: null },
    marks: [
      Plot.rect(cells, {
        x1: "predicted",
        x2: (d: { predicted: number }) => d.predicted + cell.predicted,
        y1: "actual",
        y2: (d: { actual: number }) => d.actual + cell.actual,
        fill: color,
        fillOpacity: opacity(cells),
        inset: 0.3,
      }),
      Plot.link([0], { x1: low, y1: low, x2: high, y2: high, stroke: "var(--ink)", strokeDasharray: "2 3" }),
      Plot.axisX({
        anchor: "bottom",
        ticks: 5,
        tickFormat: axisFormat(x, 5, false),
        fontSize: 12,
        tickSize: 5,
        color: "var(--ink)",
      }),
      Plot.axisY({ ticks: 5, tickFormat: axisFormat(y, 5, false), fontSize: 12, tickSize: 4, color: "var(--ink)" }),
      Plot.text([0], {
        frameAnchor: "top-left",
        dx: -44,
        dy: -18,
        textAnchor: "start",
        text: () => `↑ ${withUnit("actual", unit)}`,
        fontSize: 12,
        fill: "var(--muted)",
      }),
      Plot.text([0], {
        frameAnchor: "bottom-right",
        dy: 40,
        text: () => `${withUnit("predicted", unit)} →`,
        fontSize: 12,
        fill: "var(--muted)",
      }),
    ],
  });
}

/** Bins without the open ones at the ends, which hold all that lies far out. */
function inner({ regression }: RegressorRun): RegressionCurves["residuals"] {
  const widths = regression.residuals.map(({ lower, upper }) => upper - lower).sort((a, b) => a - b);
  const usual = widths[Math.floor(widths.length / 2)] ?? 0;
  return regression.residuals.filter(({ lower, upper }) => upper - lower <= 1.5 * usual);
}

/** How errors are spread: density, so that bins of different width compare; the far tails are left out. */
export function ResidualChart(runs: readonly RegressorRun[], unit: string, { width }: { width: number }): HTMLElement {
  const total = (run: RegressorRun): number => run.regression.residuals.reduce((sum, { count }) => sum + count, 0) || 1;
  const series = runs.map((run, index) => ({
    title: run.title,
    color: modelColor(run),
    dash: run.isChampion || run.isChallenger ? "none" : dashes[2 + (index % 4)]!,
    points: inner(run).map(({ lower, upper, count }) => ({
      x: (lower + upper) / 2,
      y: (100 * count) / total(run) / (upper - lower),
    })),
  }));
  const peak = (run: RegressorRun): string => {
    const [most] = [...inner(run)].sort((a, b) => b.count / (b.upper - b.lower) - a.count / (a.upper - a.lower));
    return most
      ? `${run.title} most often between ${formatNumber(most.lower)} and ${formatNumber(most.upper)} ${unit}`
      : run.title;
  };
  return LineChart(
    {
      series,
      xTitle: withUnit("error", unit),
      yTitle: unit ? `per cent of rows per ${unit.replace(/s$/, "")}` : "per cent of rows per unit",
      label: `Errors: ${runs.map(peak).join("; ")}.`,
      names: "top-right",
      yDomain: [0, 1.05 * Math.max(...series.flatMap(({ points }) => points.map(({ y }) => y)))],
    },
    { width },
  );
}

/** Mean error by tenth of the prediction, with intervals: a model that is right on average may still lean. */
export function ErrorByDecile(
  runs: readonly RegressorRun[],
  quantity: Quantity,
  { width }: { width: number },
): HTMLElement {
  const drawn = runs.map((run) => ({
    run,
    color: run.isChampion || run.isChallenger ? modelColor(run) : "var(--ink)",
    points: run.regression.byPrediction
      .filter(({ meanError }) => Number.isFinite(meanError.estimate))
      .map((point) => ({
        ...point,
        estimate: point.meanError.estimate,
        lower: hasInterval(point.meanError) ? point.meanError.lower : null,
        upper: hasInterval(point.meanError) ? point.meanError.upper : null,
      })),
  }));
  const all = drawn.flatMap(({ points }) => points);
  const ends = [0, ...all.flatMap(({ estimate, lower, upper }) => [lower ?? estimate, upper ?? estimate])];
  const y: [number, number] = [Math.min(...ends) - 0.3, Math.max(...ends) + 0.3];
  const xs = all.map(({ predicted }) => predicted);
  const unit = quantity.targetUnit;
  const above = 24 + (runs.length > 1 ? 15 * (runs.length - 1) : 0);
  return chart({
    label: drawn
      .map(
        ({ run, points }) =>
          `Mean error of ${run.title} by tenth of the prediction: ${points.map(({ predicted, estimate }) => `${formatGain(estimate, quantity)} around ${Math.round(predicted)}`).join("; ")}.`,
      )
      .join(" "),
    width,
    height: 250,
    marginLeft: 48,
    marginBottom: 46,
    marginTop: above,
    marginRight: 12,
    x: { label: null, inset: 10 },
    y: { domain: y, label: null },
    marks: [
      Plot.ruleY([0], { stroke: "var(--faint)" }),
      ...drawn.flatMap(({ run, points, color }, index) => [
        Plot.ruleX(
          points.filter(({ lower }) => lower !== null),
          { x: "predicted", y1: "lower", y2: "upper", stroke: color, strokeWidth: 2.5, strokeOpacity: 0.55 },
        ),
        Plot.dot(points, { x: "predicted", y: "estimate", r: 4.5, fill: color, stroke: "var(--ground)" }),
        runs.length > 1
          ? Plot.text([0], {
              frameAnchor: "top-right",
              dx: 0,
              dy: 6 - above + 15 * index,
              text: () => fitted(run.title, width / 2),
              textAnchor: "end",
              fill: color,
              fontSize: 12,
              stroke: "var(--ground)",
              strokeWidth: 3,
            })
          : null,
      ]),
      Plot.axisX({
        anchor: "bottom",
        ticks: 5,
        tickFormat: axisFormat([Math.min(...xs), Math.max(...xs)], 5, false),
        fontSize: 12,
        tickSize: 5,
        color: "var(--ink)",
      }),
      Plot.axisY({ ticks: 5, tickFormat: axisFormat(y, 5), fontSize: 12, tickSize: 4, color: "var(--ink)" }),
      Plot.text([0], {
        frameAnchor: "top-left",
        dx: -44,
        dy: -18,
        textAnchor: "start",
        text: () => `↑ ${withUnit("mean error", unit)}`,
        fontSize: 12,
        fill: "var(--muted)",
      }),
      Plot.text([0], {
        frameAnchor: "bottom-right",
        dy: 40,
        text: () => `${withUnit("predicted", unit)} →`,
        fontSize: 12,
        fill: "var(--muted)",
      }),
    ],
  });
}
