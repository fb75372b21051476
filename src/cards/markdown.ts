import { formatCount, formatInterval, formatNumber, formatPercent, formatSeconds } from "../lib/format.js";
import type { Estimate } from "../stats/estimate.js";
import type { CardDocument, Claim } from "./types.js";

const escape = (text: string): string =>
  text
    .replaceAll(/\p{Cc}/gu, " ")
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");

const table = (header: string[], rows: string[][]): string[] => [
  `| ${header.join(" | ")} |`,
  `| ${header.map(() => "---").join(" | ")} |`,
  ...rows.map((row) => `| ${row.map(escape).join(" | ")} |`),
];

const section = (title: string, lines: string[]): string[] =>
  lines.length > 0 ? ["", `## ${title}`, "", ...lines] : [];

const claims = (list: Claim[]): string[] => list.map(({ text, evidence }) => `- ${escape(text)} (\`${evidence}\`)`);

const estimate = ({ estimate: value, lower, upper, n, units }: Estimate): string[] => [
  formatNumber(value),
  formatInterval(lower, upper),
  formatCount(n),
  formatCount(units),
];

/** The model card as Markdown; every claim carries the JSON pointer of its number. */
export function cardMarkdown(document: CardDocument): string {
  const { details, intendedUse, data, training, provenance } = document;
  const date = (text: string | null): string => text?.slice(0, 10) ?? "–";
  return [
    `# ${escape(details.title)}`,
    "",
    escape(`${details.question} ${details.description}`.trim()),
    ...section("In plain words", claims(document.plainWords)),
    ...section("Intended use", [intendedUse.text === null ? "Not stated." : escape(intendedUse.text)]),
    ...section(
      "Metrics",
      table(
        ["metric", "rows", "segment", "value", "interval", "n", "units"],
        document.metrics.map(({ name, split, segment, value }) => [
          name,
          split,
          segment ? `${segment.column} = ${segment.value}` : "all",
          ...estimate(value),
        ]),
      ),
    ),
    ...section("Limits", claims(document.limits)),
    ...section("Recommendations", claims(document.recommendations)),
    ...section(
      "Differences between groups",
      document.fairness.length > 0
        ? table(
            ["attribute", "metric", "difference", "interval", "n", "units"],
            document.fairness.map(({ attribute, metric, difference }) => [attribute, metric, ...estimate(difference)]),
          )
        : [],
    ),
    ...section(
      "Data",
      table(
        ["split", "rows", "from", "to"],
        data.splits.map(({ name, rows, from, to }) => [name, formatCount(rows), date(from), date(to)]),
      ),
    ),
    ...section(
      "Importance",
      document.importance.length > 0
        ? table(
            ["feature", "share", "method"],
            document.importance.map(({ feature, value, method }) => [feature, formatPercent(value), method]),
          )
        : [],
    ),
    ...section(
      "Parameters",
      document.hyperparameters.length > 0
        ? table(
            ["name", "value"],
            document.hyperparameters.map(({ name, value }) => [name, value]),
          )
        : [],
    ),
    ...section("Provenance", [
      `- run ${document.runId}, trained ${details.trainedAt} in ${formatSeconds(training.seconds)} on ${formatCount(training.rows)} rows`,
      `- back end ${provenance.backend ?? "–"}, seed ${provenance.seed ?? "–"}, commit ${provenance.gitCommit ?? "–"}`,
      `- data ${provenance.dataSha256 || "–"}`,
      `- code ${provenance.codeSha256 || "–"}`,
    ]),
    "",
  ].join("\n");
}
