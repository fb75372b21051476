import type { DriftDocument } from "../decisions/drift-types.js";
import { formatCount, formatFixed, formatPValue } from "../lib/format.js";

type Column = DriftDocument["columns"][number];

export const words = { ok: "ok", warn: "warn", alarm: "ALARM", "too-few-rows": "too few rows" } as const;
const stateOf = ({ role, state }: Column): string => (role === "context" ? "context" : words[state]);
const psi = (value: number): string => formatFixed(value, 3);
const interval = ({ effect: { lower, upper } }: Column): string =>
  Number.isFinite(lower) ? `${psi(lower)} to ${psi(upper)}` : "–";

/** The answer in one sentence. */
export function driftSentence({ state, summary, policy, multivariate, columns, constraints }: DriftDocument): string {
  const { alarms, tested } = summary;
  const limit = policy.limits === "resampled" ? "its own limit" : policy.threshold;
  switch (state) {
    case "alarm":
      if (alarms === 0 && constraints) return `${constraints.source} does not hold`;
      return `${alarms} of ${tested} columns ${alarms === 1 ? "has" : "have"} moved: PSI is over ${limit}, interval and test included`;
    case "warn":
      return multivariate?.state === "alarm" && columns.every(({ state: own }) => own !== "warn")
        ? `none of ${tested} columns has moved by itself, but all of them together tell the sides apart`
        : `no column has moved for certain, but PSI is over ${limit} in at least one of ${tested}`;
    case "too-few-rows":
      return "too few rows to tell";
    case "ok":
      return `none of ${tested} columns has moved by more than PSI ${limit}`;
  }
}

function evidence({ reference, current, units, summary, policy }: DriftDocument): string {
  const counted =
    units.name === "row"
      ? ""
      : ` (${formatCount(units.current)} against ${formatCount(units.reference)} by ${units.name})`;
  const chance = Number.isFinite(summary.expectedByChance)
    ? `; ${formatFixed(summary.expectedByChance, 1)} alarms expected by chance`
    : "";
  return `${formatCount(current.rows)} rows against ${formatCount(reference.rows)}${counted}; intervals ${formatFixed(100 * policy.level, policy.level === 0.95 ? 0 : 1)} %${chance}`;
}

function cells(column: Column): string[] {
  return [
    column.name,
    column.role,
    stateOf(column),
    psi(column.effect.estimate),
    interval(column),
    formatPValue(column.role === "context" ? column.test.pValue : column.test.adjustedPValue),
    column.reason,
  ];
}

/** What a constraints.json says, line by line. */
const constraintLines = ({ constraints }: DriftDocument): string[] =>
  constraints
    ? [
        `${constraints.source}: ${formatCount(constraints.violations.length)} violations in ${formatCount(constraints.checked)} columns`,
        ...constraints.violations.map(({ column, check, reason }) => `${check}: ${column}: ${reason}`),
      ]
    : [];

const header = ["column", "role", "state", "PSI, bias removed", "interval", "adjusted p", "why"];
/** All features at once, in one line. */
const joint = ({ multivariate }: DriftDocument): string[] =>
  multivariate ? [`all features at once: ${words[multivariate.state]}; ${multivariate.reason}`] : [];
/** Control characters would move the cursor of a terminal. */
export const plain = (text: string): string => text.replaceAll(/\p{Cc}/gu, "�");
const shorten = (text: string): string => (text.length > 32 ? `${text.slice(0, 31)}…` : text);

/** The document as a terminal shows it: the state first, then one line per column, sorted by what matters. */
export function driftText(document: DriftDocument): string {
  const rows = [header, ...document.columns.map(cells)].map((row) => [
    shorten(plain(row[0]!)),
    ...row.slice(1, -1),
    plain(row.at(-1)!),
  ]);
  const widths = header.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) =>
        i === 3 || i === 5 ? cell.padStart(widths[i]!) : i === row.length - 1 ? cell : cell.padEnd(widths[i]!),
      )
      .join("  ")
      .trimEnd(),
  );
  return [
    `${words[document.state].toUpperCase()}: ${driftSentence(document)}`,
    evidence(document),
    ...[...joint(document), ...constraintLines(document)].map(plain),
    ...document.warnings.map(({ message }) => `note: ${plain(message)}`),
    "",
    ...lines,
    "",
  ].join("\n");
}

export const escape = (text: string): string =>
  plain(text).replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The document as Markdown, for a pull request. */
export function driftMarkdown(document: DriftDocument): string {
  const line = (row: string[]): string => `| ${row.join(" | ")} |`;
  return [
    `**${words[document.state]}**: ${driftSentence(document)}`,
    "",
    evidence(document),
    ...[...joint(document), ...constraintLines(document)].flatMap((line) => ["", escape(line)]),
    ...document.warnings.flatMap(({ message }) => ["", `Note: ${escape(message)}`]),
    "",
    line(header),
    line(["---", "---", "---", "---:", "---", "---:", "---"]),
    ...document.columns.map((column) => line(cells(column).map(escape))),
    "",
  ].join("\n");
}
