import { decide } from "../src/decisions/verdict.js";
import type { CompareDocument } from "../src/decisions/documents.js";
import { formatDifference } from "../src/lib/format.js";
import { addressState } from "./addressState.js";
import { element } from "./element.js";
import { hasInterval, onAxis, type Reading } from "./quantities.js";
import { StatePill } from "./StatePill.js";

const normal975 = 1.959963984540054;

/** The verdict at another margin, by the code that made the official one. */
export function verdictAtMargin(compare: CompareDocument, readings: readonly Reading[], margin: number) {
  const primary = readings.find(({ name }) => name === compare.policy.primaryMetric)!;
  const { gain } = compare.verdict;
  return decide({
    gain,
    standardError: (gain.upper - gain.lower) / (2 * normal975),
    guardrails: compare.policy.guardrails.flatMap((guardrail) => {
      const metric = compare.metrics.find(({ name }) => name === guardrail.metric);
      const reading = readings.find(({ name }) => name === guardrail.metric);
      if (!metric || !reading) return [];
      return [
        { ...guardrail, title: reading.title, gain: metric.gain, worsePValue: Number.NaN, quantity: reading.quantity },
      ];
    }),
    gates: compare.gates,
    policy: { smallestWorthwhileGain: margin, level: compare.policy.level },
    costs: null,
    quantity: primary.quantity,
  });
}

/** A slider over the smallest worthwhile gain. It asks "what if" and never changes the official verdict. */
export function WhatIf({
  compare,
  readings,
}: {
  compare: CompareDocument;
  readings: readonly Reading[];
}): HTMLElement | null {
  const reading = readings.find(({ name }) => name === compare.policy.primaryMetric);
  const { gain } = compare.verdict;
  if (!reading || !hasInterval(gain)) return null;
  const official = compare.policy.smallestWorthwhileGain;
  const most = 1.5 * Math.max(Math.abs(gain.lower), Math.abs(gain.upper), official);
  const step = 10 ** Math.floor(Math.log10(most / 60));
  const state = addressState({ margin: { fallback: "" } });
  const asked = Number(state.get("margin"));
  const start = asked > 0 && asked <= most ? asked : official;
  const answer = element("div", { class: "answer", "aria-live": "polite" });
  const show = (margin: number): void => {
    const verdict = verdictAtMargin(compare, readings, margin);
    const same = verdict.decision === compare.verdict.decision;
    answer.replaceChildren(
      StatePill(verdict.decision),
      element(
        "span",
        {},
        ` ${verdict.reason} `,
        element("span", { class: "muted" }, same ? "The same as the official verdict." : "The official verdict stays."),
      ),
    );
  };
  const output = element("output", { class: "figure" }, formatDifference(start, reading.quantity));
  const slider = element("input", {
    type: "range",
    min: step,
    max: most,
    step,
    value: start,
    "aria-label": `What if a gain counted from this many ${onAxis(1, reading.quantity) === 100 ? "points" : reading.quantity.targetUnit} on`,
    oninput: () => {
      const margin = Number(slider.value);
      output.textContent = formatDifference(margin, reading.quantity);
      state.set({ margin: Math.abs(margin - official) < step ? "" : String(Number(margin.toPrecision(6))) });
      show(margin);
    },
  });
  show(start);
  return element(
    "div",
    { class: "what-if" },
    element("label", { class: "control" }, element("span", {}, "What if a gain counted from"), slider, output),
    answer,
  );
}
