import type { LeaderboardRun } from "../src/evaluation/types.js";
import { formatNumber } from "../src/lib/format.js";
import { modelColor } from "./chart.js";
import { LineChart } from "./LineChart.js";

/** How a metric fell, or rose, while one model learned; validation drawn full, training dashed. */
export function LearningCurves(
  {
    title,
    curves,
    run,
  }: { title: string; curves: LeaderboardRun["learningCurves"]; run: { isChampion?: boolean; isChallenger?: boolean } },
  { width }: { width: number },
): HTMLElement {
  const kind = (metric: string): string =>
    training(metric) ? "training" : /valid/i.test(metric) ? "validation" : short(metric);
  const training = (metric: string): boolean => /train/i.test(metric);
  const short = (metric: string): string => metric.replaceAll("_", " ");
  const yTitle = curves.length > 0 ? short(curves[0]!.metric).replace(/^(train(ing)?|valid(ation)?)\s+/i, "") : "";
  return LineChart(
    {
      series: curves.map(({ metric, points }) => ({
        title: kind(metric),
        color: training(metric) ? "var(--muted)" : modelColor(run),
        dash: training(metric) ? "5 3" : "none",
        points: points.map(({ step, value }) => ({ x: step, y: value })),
      })),
      xTitle: "step",
      yTitle,
      label: `Learning curve of ${title}: ${curves.map(({ metric, points }) => `${short(metric)} from ${formatNumber(points[0]?.value)} to ${formatNumber(points.at(-1)?.value)} in ${points.length} steps`).join("; ")}.`,
      height: 230,
    },
    { width },
  );
}
