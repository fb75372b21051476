import type { Disagreement } from "../src/evaluation/types.js";
import { formatFixed } from "../src/lib/format.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { element } from "./element.js";

type Example = Disagreement["examples"][number];

export interface ExampleRowsData {
  examples: readonly Example[];
  champion: string;
  challenger: string;
  task: "classification" | "regression";
  /** Unit of label and prediction, empty for classes. */
  unit: string;
}

/** Rows shown for each side: enough to see a pattern, few enough to read. */
const eachWay = 6;

/** The rows on which the losses of two models differ most, both ways. */
export function ExampleRows({ examples, champion, challenger, task, unit }: ExampleRowsData): HTMLElement {
  const largest = (side: number): Example[] =>
    examples
      .filter(({ gain }) => gain * side > 0)
      .sort((a, b) => side * (b.gain - a.gain))
      .slice(0, eachWay);
  const rows = [...largest(1), ...largest(-1).toReversed()];
  const decimals =
    task === "classification"
      ? 2
      : Math.max(
          0,
          ...examples.map(({ label }) => Math.min(2, (String(label).split(".")[1] ?? "").length)),
          Math.max(...examples.map(({ label }) => Math.abs(label)), 0) < 10 ? 2 : 1,
        );
  const number = (value: number): string => formatFixed(value, decimals);
  const inUnit = unit ? `, ${unit}` : "";
  const better = (row: Example): "champion" | "challenger" => (row.gain > 0 ? "challenger" : "champion");
  return EvidenceTable<Example>({
    caption: "Rows on which the two models differ most",
    rows,
    columns: [
      { title: "Row", cell: ({ id }) => element("span", { class: "id" }, id) },
      ...Object.keys(examples[0]?.segments ?? {})
        .slice(0, 3)
        .map((column) => ({ title: column, cell: ({ segments }: Example) => segments[column] ?? "" })),
      {
        title: `actual${inUnit}`,
        kind: "number",
        cell: ({ label }) =>
          task === "classification" ? String(label) : formatFixed(label, Number.isInteger(label) ? 0 : decimals),
      },
      { title: champion, kind: "number", color: "var(--champion)", cell: (row) => number(row.champion) },
      { title: challenger, kind: "number", color: "var(--challenger)", cell: (row) => number(row.challenger) },
      {
        title: "nearer",
        cell: (row) =>
          element(
            "span",
            { style: `color: var(--${better(row)})` },
            better(row) === "champion" ? champion : challenger,
          ),
      },
    ],
  });
}
