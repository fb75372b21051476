import type { PairDocument } from "../src/decisions/documents.js";
import type { WhatIfGain } from "../src/decisions/what-if.js";
import { formatGain, formatInterval, formatValue } from "../src/lib/format.js";
import type { MetricName } from "../src/metrics/metric.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import type { Reading } from "./quantities.js";
import type { WhatIfState } from "./whatIfState.js";

type Row = { metric: MetricName } & WhatIfGain;

export interface ThresholdMetricsOptions {
  pair: PairDocument;
  readings: readonly Reading[];
  state: WhatIfState;
}

/** The metrics that a threshold moves, for both models, drawn again as it moves. */
export function ThresholdMetrics(
  ask: () => readonly Row[],
  { pair, readings, state }: ThresholdMetricsOptions,
): HTMLElement {
  const block = element("div");
  const { champion, challenger } = pair.compare;
  const quantityOf = ({ metric }: Row) => readings.find(({ name }) => name === metric)!.quantity;
  const show = (): void =>
    block.replaceChildren(
      EvidenceTable<Row>({
        caption: "Metrics at this threshold",
        rows: ask().filter(({ metric }) => readings.some(({ name }) => name === metric)),
        columns: [
          { title: "at this threshold", cell: ({ metric }) => readings.find(({ name }) => name === metric)!.title },
          {
            title: champion.name,
            kind: "number",
            color: "var(--champion)",
            cell: (row) => formatValue(row.champion, quantityOf(row)),
          },
          {
            title: challenger.name,
            kind: "number",
            color: "var(--challenger)",
            cell: (row) => formatValue(row.challenger, quantityOf(row)),
          },
          {
            title: "gain",
            kind: "number",
            cell: (row) => [
              formatGain(row.gain.estimate, quantityOf(row)),
              element(
                "span",
                { class: "muted" },
                ` ${formatInterval(row.gain.lower, row.gain.upper, quantityOf(row))}`,
              ),
            ],
          },
        ],
      }),
    );
  show();
  state.onChange(show);
  return element("details", { open: true }, element("summary", {}, "Every metric that the threshold moves"), block);
}
