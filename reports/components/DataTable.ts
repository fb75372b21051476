import type { AddressState } from "./addressState.js";
import { element, type Child } from "./element.js";

export interface TableColumn<Row> {
  /** Unique, kebab-case; names the column in the address where the table sorts. */
  name: string;
  title: Child;
  /** Numbers are right-aligned. */
  align?: "left" | "right";
  cell(row: Row, index: number): Child;
  /** What the column sorts by; a column without it does not sort. Missing values come last either way. */
  sort?(row: Row): number | string | null;
  /** Left out on narrow screens. */
  wideOnly?: boolean;
  width?: string;
}

export interface TableOptions<Row> {
  /** Read to those who cannot see the table's surroundings. */
  caption: string;
  /** Where the order is kept: `name` holds `column` or `-column` (descending). */
  order?: { state: AddressState<never>; name: string };
  rowClass?(row: Row): string | null;
  empty?: string;
}

const isMissing = (value: number | string | null): boolean => value === null || Number.isNaN(value);

export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  order: string,
): readonly Row[] {
  const descending = order.startsWith("-");
  const by = columns.find(({ name }) => name === order.replace(/^-/, ""))?.sort;
  if (!by) return rows;
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: by(row) }))
    .sort((a, b) => {
      if (isMissing(a.key) || isMissing(b.key)) return Number(isMissing(a.key)) - Number(isMissing(b.key));
      if (typeof a.key === "string" || typeof b.key === "string")
        return sign * String(a.key).localeCompare(String(b.key), "en", { numeric: true });
      return sign * (a.key! - b.key!);
    })
    .map(({ row }) => row);
}

/**
 * A table whose numbers line up. With `order`, a click on a heading sorts: first the way that suits the column (numbers
 * from large, text from A), then the other way round.
 */
export function DataTable<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  { caption, order, rowClass, empty = "Nothing matches." }: TableOptions<Row>,
): HTMLElement {
  const state = order?.state as AddressState<string> | undefined;
  const current = state && order ? state.get(order.name) : "";
  const heading = (column: TableColumn<Row>): HTMLElement => {
    const classes = [column.align === "right" ? "right" : "", column.wideOnly ? "wide-only" : ""].join(" ").trim();
    const direction = current === column.name ? "ascending" : current === `-${column.name}` ? "descending" : null;
    const attributes = { scope: "col", class: classes || null, style: column.width ? `width:${column.width}` : null };
    if (!column.sort || !state || !order) return element("th", attributes, column.title);
    const first = column.align === "right" ? `-${column.name}` : column.name;
    const second = column.align === "right" ? column.name : `-${column.name}`;
    return element(
      "th",
      { ...attributes, "aria-sort": direction },
      element(
        "button",
        { type: "button", onclick: () => state.set({ [order.name]: current === first ? second : first }) },
        column.title,
        element(
          "span",
          { class: "arrow", "aria-hidden": "true" },
          direction ? (direction === "ascending" ? "↑" : "↓") : "",
        ),
      ),
    );
  };
  const sorted = sortRows(rows, columns, current);
  return element(
    "div",
    { class: "table", role: "region", "aria-label": caption, tabindex: "0" },
    element(
      "table",
      null,
      element("caption", { class: "hidden" }, caption),
      element("thead", null, element("tr", null, columns.map(heading))),
      element(
        "tbody",
        null,
        sorted.length === 0
          ? element("tr", null, element("td", { colspan: columns.length, class: "muted" }, empty))
          : null,
        sorted.map((row, index) =>
          element(
            "tr",
            { class: rowClass?.(row) },
            columns.map((column) =>
              element(
                "td",
                {
                  class:
                    [column.align === "right" ? "right" : "", column.wideOnly ? "wide-only" : ""].join(" ").trim() ||
                    null,
                },
                column.cell(row, index),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
