import type { CardDocument, Claim } from "../src/cards/types.js";
import { formatCount, formatDifference, formatInterval, formatPercent, formatValue } from "../src/lib/format.js";
import { getMetric } from "../src/metrics/index.js";
import type { MetricName } from "../src/metrics/metric.js";
import type { Estimate } from "../src/stats/estimate.js";
import { element, svg, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { IntervalMark } from "./IntervalMark.js";
import { Panel, Section } from "./Panel.js";
import { hasInterval, reading, type Reading } from "./quantities.js";

type CardMetric = CardDocument["metrics"][number];

/** A place of the page for a place of the document: `/metrics/3/value` stands in the row `metrics-3`. */
function anchor(pointer: string): string {
  const parts = pointer.split("/").filter(Boolean);
  const item = parts.findIndex((part) => /^\d+$/.test(part));
  return parts.slice(0, item >= 0 ? item + 1 : 2).join("-");
}

/** Places that are always on the page; those of what is absent (`/robustness`) have nothing to show. */
const shown = (place: string): boolean =>
  /-\d+$/.test(place) || ["training-rows", "training-seconds", "intendedUse-missing"].includes(place);

/** Sentences of a card, each leading to its evidence on the page where it is shown there. */
export function claims(list: readonly Claim[], none: string): HTMLElement {
  if (list.length === 0) return element("p", { class: "muted" }, none);
  const source = (evidence: string): Child =>
    shown(anchor(evidence))
      ? [
          " ",
          element(
            "a",
            { class: "small", href: `#${anchor(evidence)}`, title: `what this rests on: ${evidence}` },
            "number",
          ),
        ]
      : null;
  return element(
    "ul",
    { class: "claims" },
    list.map(({ text, evidence }) => element("li", {}, text, source(evidence))),
  );
}

/** A metric as the card speaks of it. */
export const readingOf = (name: string, targetUnit: string): Reading =>
  reading(getMetric(name as MetricName), targetUnit);

/** A value with its interval in grey. */
export const figures = (value: Estimate, { quantity }: Reading): Child => [
  formatValue(value.estimate, quantity),
  hasInterval(value)
    ? element("span", { class: "muted" }, ` ${formatInterval(value.lower, value.upper, quantity)}`)
    : null,
];

/** Rows, and units where they are fewer. */
export const size = ({ n, units }: Estimate): string =>
  n === units ? formatCount(n) : `${formatCount(n)} / ${formatCount(units)}`;

function domainOf(values: readonly Estimate[]): [number, number] {
  const ends = values.filter(hasInterval).flatMap(({ lower, upper }) => [lower, upper]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const pad = (high - low || 1) * 0.06;
  return ends.length > 0 ? [low - pad, high + pad] : [0, 1];
}

/** The metric of each group of a column, with the overall value as the line to compare with. */
export function segmentTable(
  column: string,
  metrics: readonly (CardMetric & { index: number })[],
  overall: Estimate | undefined,
  color: string,
  targetUnit: string,
): HTMLElement {
  const first = readingOf(metrics[0]!.name, targetUnit);
  const domain = domainOf(metrics.map(({ value }) => value));
  return EvidenceTable({
    caption: `${first.title} by ${column}`,
    rows: metrics,
    columns: [
      {
        title: column.replaceAll("_", " "),
        cell: ({ segment, index }) => element("span", { id: `metrics-${index}` }, segment!.value),
      },
      { title: first.title, kind: "number", short: "", cell: ({ value }) => figures(value, first) },
      {
        title: "line: all rows",
        kind: "picture",
        short: "",
        cell: ({ value }) =>
          hasInterval(value) ? IntervalMark(value, { domain, color, reference: overall?.estimate ?? null }) : null,
      },
      { title: "n", kind: "number", cell: ({ value }) => size(value) },
    ],
  });
}

/** How much each feature matters to the model, the most first. */
export function importance(card: CardDocument, color: string): HTMLElement {
  const most = Math.max(1e-12, ...card.importance.map(({ value }) => value));
  return EvidenceTable({
    caption: "What the model leans on",
    rows: card.importance.slice(0, 15).map((item, index) => ({ ...item, index })),
    columns: [
      {
        title: "Feature",
        cell: ({ feature, index }) => element("span", { id: `importance-${index}` }, feature.replaceAll("_", " ")),
      },
      { title: "share", kind: "number", short: "", cell: ({ value }) => formatPercent(value) },
      {
        title: card.importance[0]!.method,
        kind: "picture",
        short: "",
        cell: ({ value }) =>
          svg(
            "svg",
            { width: "100%", height: 16, "aria-hidden": "true" },
            svg("rect", {
              x: 0,
              y: 3,
              width: `${((100 * value) / most).toFixed(1)}%`,
              height: 10,
              rx: 2,
              fill: color,
              opacity: 0.75,
            }),
          ),
      },
    ],
  });
}

/** The metric across the groups of each protected attribute. */
export function fairness(card: CardDocument, color: string, targetUnit: string): Child {
  if (card.fairness.length === 0) return null;
  return Section(
    "Fairness",
    "The largest difference between groups of a protected attribute, with its interval.",
    card.fairness.map(({ attribute, metric, difference, groups }, index) => {
      const read = readingOf(metric, targetUnit);
      const domain = domainOf(groups.map(({ estimate }) => estimate));
      return Panel(
        element(
          "p",
          { id: `fairness-${index}` },
          `${attribute.replaceAll("_", " ")}: ${read.title} differs by `,
          element("strong", {}, formatDifference(difference.estimate, read.quantity)),
          hasInterval(difference) ? ` ${formatInterval(difference.lower, difference.upper, read.quantity)}` : null,
          ".",
        ),
        EvidenceTable({
          caption: `${read.title} by ${attribute}`,
          rows: groups,
          columns: [
            { title: "Group", cell: ({ value }) => value },
            { title: read.title, kind: "number", short: "", cell: ({ estimate }) => figures(estimate, read) },
            {
              title: "",
              kind: "picture",
              cell: ({ estimate }) => (hasInterval(estimate) ? IntervalMark(estimate, { domain, color }) : null),
            },
            { title: "n", kind: "number", cell: ({ estimate }) => size(estimate) },
          ],
        }),
      );
    }),
  );
}
