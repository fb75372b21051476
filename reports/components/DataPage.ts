import type { DataDocument } from "../src/features/types.js";
import type { Project } from "../src/projects/types.js";
import { formatBytes, formatCount, formatPercent } from "../src/lib/format.js";
import { addressState } from "./addressState.js";
import { live } from "./controls.js";
import { DataTable } from "./DataTable.js";
import { dayRange } from "./dates.js";
import { element, type Child } from "./element.js";
import { featureDictionary } from "./FeatureDictionary.js";
import { Columns, Headline, MethodNote, Panel, Section } from "./Panel.js";
import { columnProfiles } from "./ColumnProfiles.js";

/** What cleaning did and what is left, in one sentence. */
export function dataSentence({ rows }: Pick<Project, "rows">, { cleaning }: DataDocument): string {
  const removed = cleaning.rowsBefore - cleaning.rowsAfter;
  const left = `${formatCount(cleaning.rowsAfter)} ${rows}`;
  if (removed <= 0) return `Cleaning kept every row: ${left}`;
  return `Cleaning removed ${formatCount(removed)} of ${formatCount(cleaning.rowsBefore)} ${rows}; ${formatCount(cleaning.rowsAfter)} are left`;
}

function removals({ cleaning }: DataDocument, rows: string): Child {
  if (cleaning.removed.length === 0) return element("p", { class: "muted" }, "Nothing was removed.");
  const most = Math.max(...cleaning.removed.map((reason) => reason.rows));
  return element(
    "ul",
    { class: "breakdown" },
    cleaning.removed.map(({ reason, rows: count }) =>
      element(
        "li",
        null,
        element("span", null, reason),
        element(
          "span",
          { class: "count" },
          `${formatCount(count)} `,
          element("span", { class: "muted" }, formatPercent(count / cleaning.rowsBefore, 2)),
        ),
        element(
          "div",
          { class: "track", role: "img", "aria-label": `${formatCount(count)} ${rows}` },
          element("span", { style: `width:${((100 * count) / most).toFixed(1)}%` }),
        ),
      ),
    ),
  );
}

function splits(project: Project, { splits }: DataDocument): HTMLElement {
  const grouped = splits.some(({ rows, units }) => units !== rows);
  const unit = grouped ? project.columns.unit?.plural : undefined;
  const timed = splits.some(({ from }) => from !== null);
  const isClass = project.task === "classification";
  return DataTable(
    splits,
    [
      { name: "split", title: "Split", cell: ({ name }) => name[0]!.toUpperCase() + name.slice(1) },
      { name: "rows", title: project.rows, align: "right", cell: ({ rows }) => formatCount(rows) },
      ...(unit
        ? [
            {
              name: "units",
              title: unit,
              align: "right" as const,
              cell: (row: DataDocument["splits"][number]) => formatCount(row.units),
            },
          ]
        : []),
      ...(timed
        ? [
            {
              name: "period",
              title: "Period",
              wideOnly: true,
              cell: (row: DataDocument["splits"][number]) => dayRange(row.from, row.to),
            },
          ]
        : []),
      {
        name: "label",
        title: isClass ? `Share ${project.target.positive ?? "positive"}` : `Mean, ${project.target.unit || "label"}`,
        align: "right",
        cell: ({ labelMean }) =>
          isClass ? formatPercent(labelMean) : labelMean === null ? "–" : labelMean.toFixed(1).replace("-", "−"),
      },
    ],
    { caption: "Splits with their rows" },
  );
}

/** The page `data`: may these rows be trusted? */
export function DataPage(project: Project, data: DataDocument): HTMLElement {
  document.title = `${project.title}: data · Assay`;
  const groups = [...new Set(data.features.map(({ group }) => group))];
  const columns = [
    ...new Set([...data.before.flatMap((table) => table.columns), ...data.after.columns].map(({ name }) => name)),
  ];
  const tables = ["clean", ...data.before.map(({ table }) => table)];
  const state = addressState({
    search: { fallback: "" },
    group: { fallback: "all", allowed: ["all", ...groups] },
    sort: { fallback: "" },
    table: { fallback: "clean", allowed: tables },
    column: { fallback: "", allowed: ["", ...columns] },
  });
  const dictionary = featureDictionary(data, state);
  const profiles = columnProfiles(data, state);
  const kept = data.cleaning.rowsAfter / data.cleaning.rowsBefore;
  return element(
    "div",
    null,
    Headline(dataSentence(project, data), {
      above: project.question,
      evidence: [
        element("b", null, formatPercent(kept)),
        ` of the rows are kept. ${data.features.length} features in ${groups.length} groups, each known when the prediction is made. `,
        project.moment,
      ],
    }),
    Columns(
      Section(
        "What was removed, and why",
        "A row has one reason, the first that applies.",
        Panel(removals(data, project.rows)),
      ),
      Section(
        "Splits",
        "Training rows fit, validation rows tune and choose, test rows judge.",
        Panel(splits(project, data)),
      ),
    ),
    Section(
      "Features",
      "What the models are told about each row.",
      dictionary.controls,
      live(state as never, dictionary.table),
    ),
    Section(
      "Every column, before and after cleaning",
      "Raw tables as they came, and the rows that cleaning kept.",
      profiles.controls,
      live(state as never, profiles.draw),
    ),
    Section(
      "Sources",
      "The hash is of the file's bytes; every run carries it.",
      Panel(
        DataTable(
          data.sources,
          [
            { name: "table", title: "Table", cell: ({ table }) => table },
            { name: "file", title: "File", cell: ({ path }) => element("code", null, path) },
            { name: "rows", title: "Rows", align: "right", cell: ({ rows }) => formatCount(rows) },
            { name: "size", title: "Size", align: "right", wideOnly: true, cell: ({ bytes }) => formatBytes(bytes) },
            {
              name: "hash",
              title: "SHA-256",
              wideOnly: true,
              cell: ({ sha256 }) => element("code", { title: sha256 }, sha256.slice(0, 12)),
            },
          ],
          { caption: "Source files" },
        ),
      ),
      sqlDetails("clean.sql, as it ran", data.sql.clean),
      sqlDetails("features.sql, as it ran", data.sql.features),
    ),
    MethodNote(
      "Method: SQL over the source files; nothing is sampled. Quantiles are exact, histograms have equal bins between the 1st and 99th percentile or all values. How rows are split: ",
      element("a", { href: "../methods/splits.html" }, "splits"),
      ".",
    ),
  );
}

const sqlDetails = (title: string, sql: string): HTMLElement =>
  element(
    "details",
    null,
    element("summary", null, title),
    element("pre", { tabindex: "0" }, element("code", null, sql)),
  );
