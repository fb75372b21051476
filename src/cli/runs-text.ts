import { formatNumber } from "../lib/format.js";
import { assayVersion } from "../lib/version.js";
import { projects } from "../projects/index.js";
import type { Run, RunList } from "../tracking/types.js";

/** `assay runs --json`: contract §2. */
export const runsDocument = ({ store, runs, total, warnings }: RunList): object => ({
  schemaVersion: 1,
  assayVersion,
  warnings,
  store,
  runs,
  total,
});

const primaryMetricOf = (run: Run): string | null =>
  projects.find(({ id }) => id === run.project)?.policy.primaryMetric ?? null;

/** The primary metric on rows of a split, by its name and value; empty where there is none. */
function scoreOn(split: "test" | "validation", run: Run): string {
  const primary = primaryMetricOf(run);
  const value = primary === null ? undefined : run.metrics[`${split}_${primary}`]?.last;
  return value === undefined ? "" : `${primary} ${formatNumber(value)}`;
}

/** Mean over folds, and its error. */
function crossValidated(run: Run): string {
  const primary = primaryMetricOf(run);
  const [mean, error] = ["mean", "error"].map((part) => run.metrics[`cv_${primary}_${part}`]?.last);
  if (mean === undefined) return "";
  return `${primary} ${formatNumber(mean)}${error === undefined ? "" : ` ± ${formatNumber(error)}`}`;
}

const columns: [string, (run: Run) => string][] = [
  ["run", ({ runId }) => runId.slice(0, 8)],
  ["project", ({ project }) => project],
  ["name", ({ name }) => name],
  ["aliases", ({ aliases, archived }) => [...aliases, ...(archived ? ["archived"] : [])].join(", ")],
  ["on test rows", (run) => scoreOn("test", run)],
  ["on validation rows", (run) => (scoreOn("test", run) === "" ? scoreOn("validation", run) : "")],
  ["cross-validated", crossValidated],
  ["under", ({ parentRunId }) => parentRunId?.slice(0, 8) ?? ""],
  ["back end", ({ backend }) => backend ?? ""],
  ["seed", ({ seed }) => String(seed ?? "")],
  ["status", ({ status }) => status.toLowerCase()],
  ["started", ({ startedAt }) => `${startedAt.slice(0, 16).replace("T", " ")} UTC`],
];

/** Runs as a table of text, one a line. */
export function runsTable(runs: readonly Run[]): string {
  const rows = [columns.map(([title]) => title), ...runs.map((run) => columns.map(([, text]) => text(run)))];
  const used = columns.map((_, column) => rows.slice(1).some((row) => row[column] !== ""));
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((text, column) => (used[column] ? text.padEnd(widths[column]!) : null))
        .filter((text) => text !== null)
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
