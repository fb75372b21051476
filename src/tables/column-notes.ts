import type { ColumnSummary } from "./column-summary.js";

const idLike = /(^|[_ -])(id|key|number|nr|uuid|code)$|Id$|ID$/;

/** What is worth knowing about a column, in plain words. */
export function columnNotes(name: string, { kind, present, finite, distinct }: ColumnSummary, rows: number): string[] {
  if (present === 0) return ["all missing"];
  const notes: string[] = [];
  if (distinct === 1) notes.push(present === rows ? "constant" : "one value, or missing");
  if (finite < present) notes.push("holds NaN or infinite values");
  if (distinct === rows && rows > 1 && (kind === "categorical" || idLike.test(name))) notes.push("looks like an id");
  if (present < rows / 2) notes.push("missing in more than half of the rows");
  return notes;
}
