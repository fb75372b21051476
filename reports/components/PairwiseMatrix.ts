import * as Plot from "@observablehq/plot";
import type { PairwiseMatrix as Matrix } from "../src/evaluation/many-types.js";
import type { LeaderboardRun } from "../src/evaluation/types.js";
import { formatGain, formatGainInterval, formatPValue } from "../src/lib/format.js";
import { chart, fitted } from "./chart.js";
import type { Reading } from "./quantities.js";

export interface PairwiseMatrixData {
  matrix: Matrix;
  /** In the order of the leader board: the best first. */
  runs: readonly LeaderboardRun[];
  reading: Reading;
}

/** How strong a cell's colour is: nothing at p = 1, full from p = 0.001 down. */
const strength = (pValue: number): number =>
  Number.isFinite(pValue) ? 0.38 * Math.min(1, -Math.log10(Math.max(pValue, 1e-3)) / 3) : 0;

/**
 * The gain of each row's model over each column's, as colour: the stronger, the smaller the adjusted p-value. Figures
 * stand in the cells where there is room.
 */
export function PairwiseMatrix(
  { matrix, runs, reading }: PairwiseMatrixData,
  { width }: { width: number },
): HTMLElement {
  const { quantity } = reading;
  const number = new Map(runs.map(({ runId }, index) => [runId, index + 1]));
  const title = (runId: string): string => runs[number.get(runId)! - 1]!.title;
  const cells = matrix.cells
    .filter(({ champion, challenger }) => number.has(champion) && number.has(challenger))
    .map((cell) => ({
      ...cell,
      x: number.get(cell.champion)!,
      y: number.get(cell.challenger)!,
      strength: strength(cell.adjustedPValue),
      better: cell.gain.estimate > 0,
    }));
  const once = cells.filter(({ x, y }) => y < x);
  const strongest = [...once].sort((a, b) => a.adjustedPValue - b.adjustedPValue).slice(0, 12);
  const marginLeft = Math.min(width * 0.4, 44 + 6.8 * Math.max(6, ...runs.map((run) => run.title.length)));
  const size = (width - marginLeft - 4) / runs.length;
  const height = Math.min(44, Math.max(22, size));
  const roomy = size >= 58;
  return chart({
    label: `Gain in ${reading.title} of each model over each other, p adjusted by Holm over ${once.length} pairs. The smallest: ${strongest
      .map(
        ({ champion, challenger, gain, adjustedPValue }) =>
          `${title(challenger)} over ${title(champion)}: ${formatGain(gain.estimate, quantity)}, p ${formatPValue(adjustedPValue)}`,
      )
      .join("; ")}.`,
    width,
    height: 26 + height * runs.length,
    marginLeft,
    marginRight: 4,
    marginTop: 26,
    marginBottom: 0,
    x: { type: "band", domain: runs.map((_, index) => index + 1), label: null, axis: null, padding: 0.06 },
    y: { type: "band", domain: runs.map((_, index) => index + 1), label: null, axis: null, padding: 0.06 },
    marks: [
      Plot.cell(cells, { x: "x", y: "y", fill: "var(--wash)", rx: 3 }),
      Plot.cell(cells, {
        x: "x",
        y: "y",
        fill: (cell: { better: boolean }) => (cell.better ? "var(--promote)" : "var(--alarm)"),
        fillOpacity: "strength",
        rx: 3,
        title: (cell: (typeof cells)[number]) =>
          `${title(cell.challenger)} over ${title(cell.champion)}: ${formatGainInterval(cell.gain.lower, cell.gain.upper, quantity)}, adjusted p ${formatPValue(cell.adjustedPValue)}`,
      }),
      ...(roomy
        ? [
            Plot.text(cells, {
              x: "x",
              y: "y",
              text: (cell: (typeof cells)[number]) => formatGain(cell.gain.estimate, quantity).replace(/ .*/, ""),
              fill: "var(--ink)",
              fontSize: 12,
              dy: height >= 34 ? -6 : 0,
            }),
            height >= 34
              ? Plot.text(cells, {
                  x: "x",
                  y: "y",
                  text: (cell: (typeof cells)[number]) => `p ${formatPValue(cell.adjustedPValue)}`,
                  fill: "var(--muted)",
                  fontSize: 10.5,
                  dy: 8,
                })
              : null,
          ]
        : [
            Plot.text(cells, {
              x: "x",
              y: "y",
              text: (cell: (typeof cells)[number]) => (cell.better ? "+" : "−"),
              fillOpacity: (cell: { strength: number }) => 0.35 + 1.7 * cell.strength,
              fill: "var(--ink)",
              fontSize: 12,
            }),
          ]),
      Plot.text(runs, {
        x: (_: LeaderboardRun, index: number) => index + 1,
        frameAnchor: "top",
        dy: -13,
        text: (_: LeaderboardRun, index: number) => String(index + 1),
        fill: "var(--muted)",
        fontSize: 12,
      }),
      Plot.text(runs, {
        y: (_: LeaderboardRun, index: number) => index + 1,
        frameAnchor: "left",
        dx: -marginLeft,
        textAnchor: "start",
        text: (run: LeaderboardRun, index: number) => fitted(`${index + 1} ${run.title}`, marginLeft - 8),
        fill: (run: LeaderboardRun) =>
          run.isChampion ? "var(--champion)" : run.isChallenger ? "var(--challenger)" : "var(--ink)",
        fontSize: 12,
      }),
    ],
  });
}
