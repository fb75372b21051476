import type { DriftPageDocument } from "../src/decisions/drift-types.js";
import { formatFixed, formatPValue, formatValue } from "../src/lib/format.js";
import { day } from "./dates.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { Panel, Section } from "./Panel.js";
import type { Reading } from "./quantities.js";

type ChangePoint = DriftPageDocument["changePoints"][number];

/** Changes shown at once; more are folded away. */
const most = 8;

/** Where a level changed: of the metric first, then of columns, the surest first. Null where nothing did. */
export function ChangePoints(changes: readonly ChangePoint[], metric: Reading): Child {
  if (changes.length === 0) return null;
  const sorted = [...changes].sort(
    (a, b) => Number(a.what === "drift") - Number(b.what === "drift") || a.pValue - b.pValue,
  );
  const level = ({ what }: ChangePoint, value: number): string =>
    what === "performance" ? formatValue(value, metric.quantity) : formatFixed(value, 3);
  const table = (rows: readonly ChangePoint[], caption: string): HTMLElement =>
    EvidenceTable<ChangePoint>({
      caption,
      rows,
      columns: [
        {
          title: "What",
          cell: ({ what, name }) => [
            name.replaceAll("_", " "),
            element("span", { class: "note" }, what === "performance" ? metric.title : "PSI"),
          ],
        },
        { title: "From", cell: ({ at }) => day(at) },
        { title: "before", kind: "number", cell: (change) => level(change, change.before) },
        { title: "after", kind: "number", cell: (change) => level(change, change.after) },
        { title: "p", kind: "number", cell: ({ pValue }) => formatPValue(pValue) },
      ],
    });
  return Section(
    "When levels changed",
    "The middle value before and after; a week that is only odd is no change.",
    Panel(
      table(sorted.slice(0, most), "When levels changed"),
      sorted.length > most
        ? element(
            "details",
            {},
            element("summary", {}, `More changes (${sorted.length - most})`),
            table(sorted.slice(most), "More changes"),
          )
        : null,
    ),
  );
}
