import type { CardDocument } from "../src/cards/types.js";
import {
  formatBytes,
  formatCount,
  formatFixed,
  formatInterval,
  formatSeconds,
  formatValue,
  nothing,
} from "../src/lib/format.js";
import { getMetric } from "../src/metrics/index.js";
import type { MetricName } from "../src/metrics/metric.js";
import { modelColor } from "./chart.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { LearningCurves } from "./LearningCurves.js";
import { Columns, Headline, MethodNote, Panel, Section } from "./Panel.js";
import { picture } from "./picture.js";
import type { ProjectWords } from "./projectWords.js";
import { Definitions, Hash } from "./Provenance.js";
import { hasInterval } from "./quantities.js";
import { methodWords, spanWords } from "./words.js";
import { claims, readingOf, figures, size, segmentTable, importance, fairness } from "./CardSections.js";

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
