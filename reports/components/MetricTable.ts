import { formatCount, formatNumber } from "../src/lib/format.js";
import { getMetric, type Metric, type MetricName } from "../src/metrics/index.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";

const limit = (value: number): string => (Number.isInteger(value) ? formatCount(value) : formatNumber(value));

const best = ({ direction, signed }: Metric): string =>
  signed ? "nearest 0" : direction === "maximize" ? "largest" : "smallest";

/** What each metric computes, in its own words: the table on the page of its family. */
export const MetricTable = (names: readonly MetricName[]): HTMLElement =>
  EvidenceTable<Metric>({
    caption: "Metrics of this family",
    rows: names.map(getMetric),
    columns: [
      {
        title: "Metric",
        cell: ({ title, name }) => [title, element("span", { class: "note" }, element("code", {}, name))],
      },
      {
        title: "Formula and convention",
        short: "",
        cell: ({ formula, convention }) => [formula, element("span", { class: "note" }, convention)],
      },
      { title: "Range", kind: "number", cell: ({ range }) => range.map(limit).join(" to ") },
      { title: "Best", cell: best },
    ],
  });
