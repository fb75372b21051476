import type { CompareDocument } from "../src/decisions/documents.js";
import { formatDifference, formatFixed, formatGain, formatInterval, nothing } from "../src/lib/format.js";
import type { Estimate } from "../src/stats/estimate.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { fairDomain, IntervalMark } from "./IntervalMark.js";
import { hasInterval, onAxis, signed, type Reading } from "./quantities.js";

interface Row {
  reading: Reading;
  champion: Estimate;
  challenger: Estimate;
  gain: Estimate;
  /** The gain as a fraction of the champion's value; null where that is zero or near it. */
  relative: Pick<Estimate, "estimate" | "lower" | "upper"> | null;
  decides: boolean;
}

function relativeGain(champion: Estimate, gain: Estimate): Row["relative"] {
  const base = Math.abs(champion.estimate);
  if (!hasInterval(gain) || !(base > 1e-12)) return null;
  return { estimate: gain.estimate / base, lower: gain.lower / base, upper: gain.upper / base };
}

const percent = (value: number, decimals: number): string => signed(value, formatFixed(100 * value, decimals));

function gainText({ relative, gain, reading }: Row): Child {
  if (!hasInterval(gain)) return nothing;
  const absolute = `${formatGain(gain.estimate, reading.quantity)} ${formatInterval(gain.lower, gain.upper, reading.quantity)}`;
  if (!relative) return absolute;
  const decimals = Math.abs(relative.upper - relative.lower) < 0.002 ? 2 : 1;
  return [
    `${percent(relative.estimate, decimals)} % `,
    element(
      "span",
      { class: "muted", title: absolute },
      `[${percent(relative.lower, decimals)}, ${percent(relative.upper, decimals)}]`,
    ),
  ];
}

/** Both values with as many decimals as the gain's interval deserves, so that the difference can be seen. */
function value(estimate: Estimate, { reading, gain }: Row): Child {
  const { quantity } = reading;
  const width = onAxis(gain.upper - gain.lower, quantity);
  const decimals = width > 0 ? Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(width)))) : 2;
  const text = Number.isFinite(estimate.estimate)
    ? `${formatFixed(onAxis(estimate.estimate, quantity), decimals)}${quantity.unit === "rate" ? " %" : ""}`
    : nothing;
  return element(
    "span",
    {
      title: hasInterval(estimate)
        ? `${formatInterval(estimate.lower, estimate.upper, quantity)}, ${estimate.method}`
        : null,
    },
    text,
  );
}

/** Every metric on the same rows, with the paired gain in per cent of the champion's value. */
export function MetricComparison({
  compare,
  readings,
}: {
  compare: CompareDocument;
  readings: readonly Reading[];
}): HTMLElement {
  const rows = compare.metrics.flatMap((metric): Row[] => {
    const found = readings.find(({ name }) => name === metric.name);
    if (!found) return [];
    return [
      {
        ...metric,
        reading: found,
        relative: relativeGain(metric.champion, metric.gain),
        decides: metric.name === compare.policy.primaryMetric,
      },
    ];
  });
  rows.sort((a, b) => Number(b.decides) - Number(a.decides));
  const domain = fairDomain(
    rows.flatMap(({ relative }) => (relative ? [relative] : [])),
    [0],
  );
  const guardrails = new Map(compare.policy.guardrails.map(({ metric, margin }) => [metric, margin]));
  return EvidenceTable<Row>({
    caption: `Every metric: ${compare.champion.name} and ${compare.challenger.name} on the same rows`,
    rows,
    columns: [
      {
        title: "Metric",
        cell: ({ reading, decides }) => [
          reading.title,
          reading.quantity.unit === "target" && reading.quantity.targetUnit
            ? element("span", { class: "muted" }, `, ${reading.quantity.targetUnit}`)
            : null,
          decides ? element("span", { class: "note" }, "decides") : null,
          guardrails.has(reading.name)
            ? element(
                "span",
                { class: "note" },
                `guardrail, at most ${formatDifference(guardrails.get(reading.name), reading.quantity)} worse`,
              )
            : null,
        ],
      },
      {
        title: compare.champion.name,
        kind: "number",
        color: "var(--champion)",
        cell: (row) => value(row.champion, row),
      },
      {
        title: compare.challenger.name,
        kind: "number",
        color: "var(--challenger)",
        cell: (row) => value(row.challenger, row),
      },
      {
        title: "gain, % of champion",
        kind: "picture",
        short: "",
        cell: ({ relative }) =>
          relative ? IntervalMark(relative, { domain, color: "var(--challenger)", reference: 0 }) : null,
      },
      { title: `gain [${Math.round(100 * compare.policy.level)} %]`, kind: "number", cell: gainText },
    ],
  });
}
