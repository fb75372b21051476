import type { RepeatedRuns } from "../src/evaluation/many-types.js";
import {
  formatDifference,
  formatFixed,
  formatInterval,
  formatPercent,
  formatValue,
  nothing,
} from "../src/lib/format.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import type { Reading } from "./quantities.js";

/** How much runs that differ in the seed alone differ: how far a result may be the seed's. */
export const RepeatedRunsTable = (repeats: readonly RepeatedRuns[], readings: readonly Reading[]): HTMLElement => {
  const quantityOf = ({ metric }: RepeatedRuns) => readings.find(({ name }) => name === metric)!.quantity;
  return EvidenceTable<RepeatedRuns>({
    caption: "Repeated runs",
    rows: repeats.filter(({ metric }) => readings.some(({ name }) => name === metric)),
    columns: [
      { title: "Runs", cell: ({ title, runs }) => `${title}, ${runs.length} seeds` },
      {
        title: "mean",
        kind: "number",
        cell: (row) => [
          formatValue(row.mean.estimate, quantityOf(row)),
          element("span", { class: "muted" }, ` ${formatInterval(row.mean.lower, row.mean.upper, quantityOf(row))}`),
        ],
      },
      {
        title: "standard deviation",
        kind: "number",
        cell: (row) => formatDifference(row.standardDeviation, quantityOf(row)),
      },
      { title: "largest less smallest", kind: "number", cell: (row) => formatDifference(row.range, quantityOf(row)) },
      {
        title: "decide alike",
        kind: "number",
        cell: ({ agreement }) => (agreement === null ? nothing : formatPercent(agreement)),
      },
      { title: "correlation", kind: "number", cell: ({ correlation }) => formatFixed(correlation, 3) },
    ],
  });
};
