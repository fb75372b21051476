import { element, type Child } from "./element.js";

export interface EvidenceColumn<Row> {
  title: Child;
  /** `number` is set right with tabular figures, `picture` takes the room that is left. */
  kind?: "text" | "number" | "picture";
  cell(row: Row): Child;
  /** What stands before the value where the table has become a list; the title by default, `""` for none. */
  short?: string;
  color?: string;
  /** The order this column sorts by, where it is sortable now. */
  sort?: { state: "ascending" | "descending" | "none"; onSort(): void };
}

export interface EvidenceTableData<Row> {
  /** Names the table for a reader who cannot see it. */
  caption: string;
  columns: EvidenceColumn<Row>[];
  rows: readonly Row[];
  rowClass?(row: Row): string;
}

function heading<Row>({ title, kind = "text", color, sort }: EvidenceColumn<Row>): HTMLElement {
  const mark = sort?.state === "ascending" ? " ↑" : sort?.state === "descending" ? " ↓" : "";
  return element(
    "th",
    {
      role: "columnheader",
      scope: "col",
      class: kind,
      ...(color ? { style: `color: ${color}` } : {}),
      ...(sort ? { "aria-sort": sort.state } : {}),
    },
    sort ? element("button", { type: "button", class: "sort", onclick: sort.onSort }, title, mark) : title,
  );
}

/**
 * A table that carries small pictures, and becomes a list of rows where it has no room, so that nothing scrolls
 * sideways. Roles are written out because a table that is laid out as a grid loses them.
 */
export function EvidenceTable<Row>({ caption, columns, rows, rowClass }: EvidenceTableData<Row>): HTMLElement {
  return element(
    "table",
    { class: "evidence", role: "table", "aria-label": caption },
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, columns.map(heading))),
    element(
      "tbody",
      { role: "rowgroup" },
      rows.map((row) =>
        element(
          "tr",
          { role: "row", class: rowClass?.(row) || null },
          columns.map(({ kind = "text", cell, title, short, color }, index) =>
            element(
              index === 0 ? "th" : "td",
              {
                role: index === 0 ? "rowheader" : "cell",
                ...(index === 0 ? { scope: "row" } : {}),
                class: index === 0 ? `${kind} first` : kind,
                "data-title": index === 0 ? null : (short ?? (typeof title === "string" ? title : "")) || null,
                ...(color ? { style: `color: ${color}` } : {}),
              },
              cell(row),
            ),
          ),
        ),
      ),
    ),
  );
}
