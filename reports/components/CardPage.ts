import type { CardDocument, Claim } from "../src/cards/types.js";
import {
  formatBytes,
  formatCount,
  formatDifference,
  formatFixed,
  formatInterval,
  formatPercent,
  formatSeconds,
  formatValue,
  nothing,
} from "../src/lib/format.js";
import { getMetric } from "../src/metrics/index.js";
import type { MetricName } from "../src/metrics/metric.js";
import type { Estimate } from "../src/stats/estimate.js";
import { modelColor } from "./chart.js";
import { element, svg, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { IntervalMark } from "./IntervalMark.js";
import { LearningCurves } from "./LearningCurves.js";
import { Columns, Headline, MethodNote, Panel, Section } from "./Panel.js";
import { picture } from "./picture.js";
import type { ProjectWords } from "./projectWords.js";
import { Definitions, Hash } from "./Provenance.js";
import { hasInterval, reading, type Reading } from "./quantities.js";
import { methodWords, spanWords } from "./words.js";

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

function claims(list: readonly Claim[], none: string): HTMLElement {
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

const readingOf = (name: string, targetUnit: string): Reading => reading(getMetric(name as MetricName), targetUnit);

const figures = (value: Estimate, { quantity }: Reading): Child => [
  formatValue(value.estimate, quantity),
  hasInterval(value)
    ? element("span", { class: "muted" }, ` ${formatInterval(value.lower, value.upper, quantity)}`)
    : null,
];

const size = ({ n, units }: Estimate): string =>
  n === units ? formatCount(n) : `${formatCount(n)} / ${formatCount(units)}`;

function domainOf(values: readonly Estimate[]): [number, number] {
  const ends = values.filter(hasInterval).flatMap(({ lower, upper }) => [lower, upper]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const pad = (high - low || 1) * 0.06;
  return ends.length > 0 ? [low - pad, high + pad] : [0, 1];
}

/** The metric of each group of a column, with the overall value as the line to compare with. */
function segmentTable(
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

function importance(card: CardDocument, color: string): HTMLElement {
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

function fairness(card: CardDocument, color: string, targetUnit: string): Child {
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

/** The model card of one run: what it is, for whom, how good, for whom not, and where every number comes from. */
export function CardPage(card: CardDocument, project: ProjectWords, download: string | null): HTMLElement {
  const { details, training, provenance, data } = card;
  const color = modelColor(details) === "var(--muted)" ? "var(--ink)" : modelColor(details);
  const indexed = card.metrics.map((metric, index) => ({ ...metric, index }));
  const overall = indexed.filter(({ segment }) => segment === null);
  const columns = [...new Set(indexed.flatMap(({ segment }) => (segment ? [segment.column] : [])))];
  const main = overall[0];
  const rows = main?.split === "cross-fitted" ? "cross-fitted rows" : "test rows";
  const role = details.isChampion ? "champion" : details.isChallenger ? "challenger" : null;
  return element(
    "div",
    { class: "page" },
    Headline(details.title, {
      above: ["Model card", role ? [" ", element("span", { class: `role ${role}` }, role)] : null],
      evidence: [
        `${details.question} ${details.description} `,
        main
          ? [
              `${readingOf(main.name, project.targetUnit).title} on ${rows}: `,
              element(
                "strong",
                {},
                formatValue(main.value.estimate, readingOf(main.name, project.targetUnit).quantity),
              ),
              hasInterval(main.value)
                ? ` ${formatInterval(main.value.lower, main.value.upper, readingOf(main.name, project.targetUnit).quantity)}`
                : null,
              ".",
            ]
          : null,
      ],
    }),
    download
      ? element(
          "p",
          {},
          element("a", { href: download, download: `${details.name}.json` }, "Download this card as JSON"),
        )
      : null,
    Section("In plain words", null, claims(card.plainWords, "Nothing to add.")),
    Columns(
      Section(
        "Intended use",
        null,
        card.intendedUse.missing || card.intendedUse.text === null
          ? element(
              "p",
              { class: "missing", id: "intendedUse-missing" },
              "Missing: nobody has said for whom this model is meant.",
            )
          : element("p", { id: "intendedUse-missing" }, card.intendedUse.text),
      ),
      Section("Limits", null, claims(card.limits, "No limit was found in the evidence.")),
    ),
    Section("Recommendations", null, claims(card.recommendations, "None.")),
    Section(
      "How good it is",
      `On ${rows}, with ${main ? Math.round(100 * main.value.level) : 95} % intervals.`,
      Panel(
        EvidenceTable({
          caption: "Metrics overall",
          rows: overall,
          columns: [
            {
              title: "Metric",
              cell: ({ name, index }) =>
                element("span", { id: `metrics-${index}` }, readingOf(name, project.targetUnit).title),
            },
            {
              title: "value",
              kind: "number",
              short: "",
              cell: ({ name, value }) => figures(value, readingOf(name, project.targetUnit)),
            },
            {
              title: "better is",
              cell: ({ name }) => (getMetric(name as MetricName).direction === "maximize" ? "higher" : "lower"),
            },
            { title: "interval by", cell: ({ value }) => methodWords[value.method] ?? value.method },
            { title: "n", kind: "number", cell: ({ value }) => size(value) },
          ],
        }),
      ),
    ),
    columns.length > 0
      ? Section(
          "For whom",
          "The same metric in parts of the rows. Few rows make wide intervals, not bad models.",
          columns.map((column) => {
            const inColumn = indexed.filter(({ segment }) => segment?.column === column);
            return Panel(
              element("h3", { class: "at-narrow" }, column.replaceAll("_", " ")),
              segmentTable(
                column,
                inColumn,
                overall.find(({ name }) => name === inColumn[0]!.name)?.value,
                color,
                project.targetUnit,
              ),
            );
          }),
        )
      : null,
    fairness(card, color, project.targetUnit),
    Columns(
      card.importance.length > 0
        ? Section(
            "What it leans on",
            "A share of the whole; it says what the model uses, not what causes what.",
            Panel(importance(card, color)),
          )
        : null,
      training.curves.some(({ points }) => points.length > 1)
        ? Section(
            "How it learned",
            null,
            picture(
              (width) => LearningCurves({ title: details.title, curves: training.curves, run: details }, { width }),
              { wide: 516 },
            ),
          )
        : null,
    ),
    Columns(
      Section(
        "What it was trained on",
        null,
        Definitions([
          ["Rows that fitted it", element("span", { id: "training-rows" }, formatCount(training.rows))],
          ...data.splits.map(
            (split, index) =>
              [
                split.name,
                element(
                  "span",
                  { id: `data-splits-${index}` },
                  `${formatCount(split.rows)} rows${spanWords(split.from, split.to) ? `, ${spanWords(split.from, split.to)}` : ""}`,
                ),
              ] as const,
          ),
          ["Training took", element("span", { id: "training-seconds" }, formatSeconds(training.seconds))],
          ["Back end", training.backend],
          ["passed over", training.backendNotes.join("; ")],
          ["Size", formatBytes(details.modelBytes)],
        ]),
      ),
      Section(
        "Hyperparameters",
        null,
        card.hyperparameters.length > 0
          ? Definitions(
              card.hyperparameters.map(
                ({ name, value, effect }) =>
                  [name, [value, effect ? element("span", { class: "muted" }, ` ${effect}`) : null]] as const,
              ),
            )
          : element("p", { class: "muted" }, "None."),
      ),
    ),
    Section(
      "Where this comes from",
      null,
      Definitions([
        ["Run", element("span", { class: "hash" }, card.runId)],
        ["Data, SHA-256", Hash(provenance.dataSha256)],
        ["Code, SHA-256", Hash(provenance.codeSha256)],
        ["Seed", provenance.seed === null ? nothing : formatFixed(provenance.seed, 0)],
        ["Trained", details.trainedAt.slice(0, 16).replace("T", " ")],
        ["Git commit", provenance.gitCommit ? element("span", { class: "hash" }, provenance.gitCommit) : null],
        [
          "Versions",
          Object.entries(provenance.versions)
            .map(([name, version]) => `${name} ${version}`)
            .join(", "),
        ],
      ]),
    ),
    Section(
      "Use it",
      null,
      element("pre", { tabindex: "0" }, element("code", {}, card.usage.typescript)),
      element("pre", { tabindex: "0" }, element("code", {}, card.usage.cli)),
    ),
    MethodNote(
      `${main?.split === "cross-fitted" ? "What the numbers estimate: the recipe that trains such models." : "What the numbers estimate: this fitted model on rows like these."} Protected attributes: ${
        card.factors
          .filter((factor) => factor.protected)
          .map(({ column }) => column.replaceAll("_", " "))
          .join(", ") || "none named"
      }.`,
    ),
  );
}
