import type { LeaderboardRun } from "../src/evaluation/types.js";
import {
  formatBytes,
  formatDifference,
  formatFixed,
  formatInterval,
  formatSeconds,
  formatValue,
  nothing,
} from "../src/lib/format.js";
import { modelColor } from "./chart.js";
import { element, type Child } from "./element.js";
import { EvidenceTable, type EvidenceColumn } from "./EvidenceTable.js";
import { IntervalMark } from "./IntervalMark.js";
import { hasInterval, type Reading } from "./quantities.js";

export interface LeaderboardTableData {
  runs: readonly LeaderboardRun[];
  /** The metric whose intervals are drawn. */
  metric: Reading;
  /** `metric`, `name`, `family`, `time`, `speed`, `size`; a leading `-` turns the order round. */
  sort: string;
  /** Called with the order that a heading asks for; without it, headings do not sort. */
  onSort?(sort: string): void;
  /** Names the table for a reader who cannot see it. */
  caption?: string;
}

/** `0.846 ± 0.004`, the mean over folds with its standard error. */
function crossValidated({ crossValidation }: LeaderboardRun, { name, quantity }: Reading): string {
  const found = crossValidation?.metrics[name];
  if (!found) return nothing;
  const error = Number.isFinite(found.error) ? ` ± ${formatDifference(found.error, quantity)}` : "";
  return `${formatValue(found.mean, quantity)}${error}`;
}

/** What the column of cross-validated means stands for; null where no run has one. */
export function crossValidationWords(runs: readonly LeaderboardRun[]): string | null {
  const schemes = runs.flatMap(({ crossValidation }) => crossValidation ?? []);
  if (schemes.length === 0) return null;
  const words = schemes.map(({ folds, repeats, order }) =>
    order === "time"
      ? `${folds} folds in the order of time`
      : `${folds} folds${repeats > 1 ? `, ${repeats} times` : ""}`,
  );
  return `Cross-validated: mean ± standard error over ${[...new Set(words)].join(" or ")}, on training and validation rows; the error allows for the training rows that folds share.`;
}

const roles = (run: LeaderboardRun): Child => [
  run.isChampion ? element("span", { class: "role champion" }, "champion") : null,
  run.isChallenger ? element("span", { class: "role challenger" }, "challenger") : null,
];

/** A run's name with the colour and the role it has everywhere. */
export const RunName = (run: LeaderboardRun, href: string | null): HTMLElement =>
  element(
    "span",
    { class: "run-name", style: `color: ${modelColor(run)}` },
    element("span", { class: "swatch" }),
    href
      ? element("a", { href, style: "color: var(--ink)" }, run.title)
      : element("span", { style: "color: var(--ink)" }, run.title),
    roles(run),
  );

const keys = (metric: Reading): Record<string, (run: LeaderboardRun) => number | string> => {
  const sign = metric.direction === "maximize" ? -1 : 1;
  return {
    metric: (run) => sign * (run.metrics[metric.name]?.estimate ?? Number.NaN),
    name: (run) => run.title,
    family: (run) => run.family ?? "",
    time: (run) => run.cost.trainingSeconds,
    speed: (run) => run.cost.predictionMillisecondsPer1000,
    size: (run) => run.cost.modelBytes,
  };
};

/** Runs in the order asked for, the best first by default; runs without the value come last. */
export function sortRuns(runs: readonly LeaderboardRun[], metric: Reading, sort: string): LeaderboardRun[] {
  const descending = sort.startsWith("-");
  const key = keys(metric)[sort.replace(/^-/, "")] ?? keys(metric)["metric"]!;
  const missing = (value: number | string): boolean => typeof value === "number" && !Number.isFinite(value);
  return [...runs].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (missing(x) || missing(y)) return Number(missing(x)) - Number(missing(y));
    const order = typeof x === "string" ? x.localeCompare(String(y), "en") : x - (y as number);
    return descending ? -order : order;
  });
}

/** Every run with its interval drawn in the row; a heading sorts. */
export function LeaderboardTable({ runs, metric, sort, onSort, caption }: LeaderboardTableData): HTMLElement {
  const values = runs.flatMap((run) => (hasInterval(run.metrics[metric.name]) ? [run.metrics[metric.name]!] : []));
  const ends = values.flatMap(({ lower, upper }) => [lower, upper]);
  const pad = (Math.max(...ends) - Math.min(...ends) || 1) * 0.05;
  const domain: [number, number] = ends.length > 0 ? [Math.min(...ends) - pad, Math.max(...ends) + pad] : [0, 1];
  const champion = runs.find(({ isChampion }) => isChampion)?.metrics[metric.name]?.estimate ?? null;
  const sortable = (name: string): Pick<EvidenceColumn<LeaderboardRun>, "sort"> =>
    onSort
      ? {
          sort: {
            state: sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none",
            onSort: () => onSort(sort === name ? `-${name}` : name),
          },
        }
      : {};
  const isCrossValidated = runs.some(({ crossValidation }) => crossValidation?.metrics[metric.name]);
  return EvidenceTable<LeaderboardRun>({
    caption: caption ?? `Leader board by ${metric.title}`,
    rows: sortRuns(runs, metric, sort),
    rowClass: ({ isChampion, isChallenger }) => (isChampion || isChallenger ? "official" : ""),
    columns: [
      {
        title: "Run",
        ...sortable("name"),
        cell: (run) => RunName(run, `./cards/${run.runId}.html`),
      },
      { title: "Family", ...sortable("family"), short: "", cell: ({ family }) => family ?? nothing },
      {
        title: metric.title,
        kind: "number",
        short: "",
        ...sortable("metric"),
        cell: (run) => {
          const value = run.metrics[metric.name];
          return [
            formatValue(value?.estimate, metric.quantity),
            " ",
            hasInterval(value)
              ? element("span", { class: "muted" }, formatInterval(value.lower, value.upper, metric.quantity))
              : null,
          ];
        },
      },
      {
        title: metric.direction === "maximize" ? "right is better" : "left is better",
        kind: "picture",
        short: "",
        cell: (run) => {
          const value = run.metrics[metric.name];
          return hasInterval(value)
            ? IntervalMark(value, { domain, color: modelColor(run), reference: champion })
            : null;
        },
      },
      ...(isCrossValidated
        ? [
            {
              title: "cross-validated",
              kind: "number" as const,
              cell: (run: LeaderboardRun) => crossValidated(run, metric),
            },
          ]
        : []),
      {
        title: "Training",
        short: "trained in",
        kind: "number",
        ...sortable("time"),
        cell: ({ cost }) => formatSeconds(cost.trainingSeconds),
      },
      {
        title: "per 1,000 rows",
        kind: "number",
        ...sortable("speed"),
        cell: ({ cost }) =>
          `${formatFixed(cost.predictionMillisecondsPer1000, cost.predictionMillisecondsPer1000 < 10 ? 2 : 0)} ms`,
      },
      { title: "Size", kind: "number", ...sortable("size"), cell: ({ cost }) => formatBytes(cost.modelBytes) },
    ],
  });
}
