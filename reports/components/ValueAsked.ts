import type { PairDocument } from "../src/decisions/documents.js";
import { whatIfCostCurve, whatIfValue, type ErrorCosts } from "../src/decisions/what-if.js";
import { formatFixed, formatInterval, formatNumber } from "../src/lib/format.js";
import type { Costs } from "../src/metrics/metric.js";
import { NumberField } from "./controls.js";
import { element, type Child } from "./element.js";
import { LineChart } from "./LineChart.js";
import { primaryOf, type PairContext } from "./PairEvidence.js";
import { sized } from "./sized.js";
import { askedCosts, askedSettings, usualCost, type WhatIfState } from "./whatIfState.js";

/** Costs are written per so many rows: a row's own is too small to read. */
const per = 1000;

function costFields(
  pair: PairDocument,
  state: WhatIfState,
  { positive, unit }: { positive: string; unit: string },
): Child {
  const field = (name: keyof Costs | keyof ErrorCosts, label: string): HTMLElement =>
    NumberField(label, state, name, { value: usualCost(pair.whatIf, name), step: 0.1 });
  if (pair.whatIf.errors) {
    const one = unit ? unit.replace(/s$/, "") : "unit";
    return element(
      "div",
      { class: "controls" },
      element(
        "label",
        { class: "control" },
        element("span", {}, `A ${one} too high costs`),
        field("tooHigh", `Cost of a ${one} too high`),
      ),
      element(
        "label",
        { class: "control" },
        element("span", {}, `A ${one} too low costs`),
        field("tooLow", `Cost of a ${one} too low`),
      ),
    );
  }
  const row = (title: string, ...fields: HTMLElement[]): HTMLElement =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, title),
      fields.map((each) => element("td", {}, each)),
    );
  return element(
    "table",
    { class: "costs", "aria-label": "What each answer costs" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("td", {}, "Your costs"),
        element("th", { scope: "col" }, `named ${positive}`),
        element("th", { scope: "col" }, "named otherwise"),
      ),
    ),
    element(
      "tbody",
      {},
      row(`is ${positive}`, field("truePositive", "Cost of a right yes"), field("falseNegative", "Cost of a miss")),
      row("is otherwise", field("falsePositive", "Cost of a false alarm"), field("trueNegative", "Cost of a right no")),
    ),
  );
}

/** What each model costs under the reader's own costs, and over all thresholds. Null where there is nothing to count. */
export function ValueAsked(pair: PairDocument, context: PairContext, state: WhatIfState): Child {
  const { champion, challenger } = pair.compare;
  const ask = () => {
    const { tooHigh, tooLow, ...answers } = askedCosts(pair, state);
    const costs: Costs | ErrorCosts = pair.whatIf.errors ? { tooHigh, tooLow } : answers;
    return { answers, value: whatIfValue(pair, costs, askedSettings(pair, state)) };
  };
  if (!ask().value) return null;
  const unit = primaryOf(pair, context).quantity.targetUnit;
  const answer = element("p", { class: "answer", "aria-live": "polite" });
  const show = (): void => {
    const value = ask().value!;
    const { estimate, lower, upper } = value.gain;
    answer.replaceChildren(
      element(
        "span",
        {},
        `Per ${formatFixed(per, 0)} ${context.rows}, `,
        element("strong", { style: "color: var(--champion)" }, champion.name),
        ` costs ${formatNumber(per * value.champion)} and `,
        element("strong", { style: "color: var(--challenger)" }, challenger.name),
        ` ${formatNumber(per * value.challenger)}: the challenger ${estimate < 0 ? "costs" : "saves"} `,
        element("strong", {}, formatNumber(Math.abs(per * estimate))),
        ...(estimate < 0
          ? [` more ${formatInterval(-per * upper, -per * lower)}.`]
          : [` ${formatInterval(per * lower, per * upper)}.`]),
      ),
    );
  };
  show();
  state.onChange(show);
  return [
    costFields(pair, state, { positive: context.positive, unit }),
    element("p", { class: "small" }, "In any unit. A benefit is a cost below 0."),
    answer,
    pair.whatIf.thresholds
      ? sized(
          (width) => CostCurve(pair, context, { ...ask(), threshold: askedSettings(pair, state).threshold }, { width }),
          {
            onChange: state.onChange,
          },
        )
      : null,
  ];
}

/** Cost over thresholds, with the threshold that is asked for as a dotted line. */
function CostCurve(
  { compare, whatIf }: PairDocument,
  { rows }: PairContext,
  { answers, threshold = whatIf.official?.champion ?? 0.5 }: { answers: Costs; threshold?: number | undefined },
  { width }: { width: number },
): HTMLElement {
  const { points, best } = whatIfCostCurve({ compare, whatIf }, answers)!;
  const all = points.flatMap((point) => [per * point.champion, per * point.challenger]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const said = (["champion", "challenger"] as const)
    .map(
      (role) =>
        `${compare[role].name} at ${formatFixed(best[role].threshold, 2)}, ${formatNumber(per * best[role].cost)}`,
    )
    .join("; ");
  return element(
    "div",
    {},
    LineChart(
      {
        series: (["champion", "challenger"] as const).map((role) => ({
          title: compare[role].name,
          color: `var(--${role})`,
          points: points.map((point) => ({ x: point.threshold, y: per * point[role] })),
        })),
        xTitle: "positive from a probability of",
        yTitle: `cost per ${formatFixed(per, 0)} ${rows}`,
        label: `Cost per ${formatFixed(per, 0)} ${rows} by threshold. Cheapest on these rows: ${said}.`,
        xDomain: [0, 1],
        yDomain: [Math.min(0, low), high * 1.04],
        reference: { from: [threshold, Math.min(0, low)], to: [threshold, high] },
        names: "top-right",
        height: 260,
      },
      { width },
    ),
    element(
      "p",
      { class: "small" },
      `Cheapest on these rows: ${said}. Picked on the rows that judge, so a little too good; choose a threshold on validation rows.`,
    ),
  );
}
