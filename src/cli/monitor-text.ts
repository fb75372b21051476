import type { JudgedWindow, MonitorDocument } from "../decisions/monitor-types.js";
import { formatCount, formatInterval, formatPercent, formatValue, type Quantity } from "../lib/format.js";
import { getMetric } from "../metrics/index.js";
import type { Estimate } from "../stats/estimate.js";

const sources = {
  log: "the prediction log",
  "held-out": "held-out rows in the order of time",
  replay: "a replay of held-out rows, in no order of time",
};

const shownValue = (value: Estimate | null, quantity: Quantity): string =>
  value && Number.isFinite(value.estimate)
    ? `${formatValue(value.estimate, quantity)}${value.lower <= value.upper ? ` ${formatInterval(value.lower, value.upper, quantity)}` : ""}`
    : "–";

const cells = (window: JudgedWindow, quantity: Quantity): string[] => [
  window.name,
  formatCount(window.rows),
  formatCount(window.labelled),
  formatPercent(window.rows > 0 ? window.risk.high / window.rows : Number.NaN),
  shownValue(window.realised, quantity),
  window.performance.state,
  shownValue(window.expected, quantity),
  window.expectedPerformance.state,
];

const header = ["window", "rows", "labels", "high risk", "realised", "state", "expected without labels", "state"];

/** The document as Markdown, for a terminal, a summary of CI or a pull request. */
export function monitorMarkdown(document: MonitorDocument, targetUnit: string): string {
  const { log, policy, alerts, retraining, windows } = document;
  const quantity: Quantity = { unit: getMetric(log.metric.name).unit, targetUnit };
  const line = (values: readonly string[]): string => `| ${values.join(" | ")} |`;
  const open = alerts.filter(({ until }) => until === null);
  const past = alerts.length - open.length;
  return [
    `# ${document.project}: ${document.state}`,
    "",
    `${retraining.advised ? "Retraining is advised." : "Retraining is not advised."} ${retraining.reason}`,
    "",
    `${log.run.title} on ${sources[log.source]}. ${log.metric.title} on the ${log.reference.name} is ${shownValue(log.reference.window.realised, quantity)}; worse than ${formatValue(document.limit, quantity)} is more than the policy allows (${policy.source}). Intervals at ${formatPercent(policy.level, 0)}, over ${log.unit}.`,
    ...(log.record
      ? [
          "",
          `The estimate without labels was off by ${formatValue(log.record.meanGap, quantity)} on average; in ${log.record.inside} of ${log.record.windows} windows the labels fell inside its interval.`,
        ]
      : []),
    ...(log.notes.length > 0 ? ["", ...log.notes.map((note) => `- ${note}`)] : []),
    "",
    line(header),
    line(header.map(() => "---")),
    ...windows.map((window) => line(cells(window, quantity))),
    ...(open.length > 0
      ? [
          "",
          "## Open alerts",
          "",
          ...open.map(
            ({ what, column, state, since, reason }) => `- ${state}, ${column ?? what}, since ${since}: ${reason}`,
          ),
        ]
      : []),
    ...(past > 0 ? ["", `${past} earlier ${past === 1 ? "alert has" : "alerts have"} ended.`] : []),
    "",
  ].join("\n");
}
