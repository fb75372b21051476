import type { PairDocument } from "../src/decisions/documents.js";
import { whatIfMetrics, whatIfVerdict } from "../src/decisions/what-if.js";
import { formatDifference, formatFixed } from "../src/lib/format.js";
import { Slider } from "./controls.js";
import { element, type Child } from "./element.js";
import { GainChart } from "./GainChart.js";
import { primaryOf, type PairContext } from "./PairEvidence.js";
import { Panel, Section } from "./Panel.js";
import { hasInterval } from "./quantities.js";
import { sized } from "./sized.js";
import { StatePill } from "./StatePill.js";
import { ThresholdMetrics } from "./ThresholdMetrics.js";
import { ValueAsked } from "./ValueAsked.js";
import { askedSettings, levelRange, marginRange, whatIfState, type WhatIfState } from "./whatIfState.js";

/** Margin, level and threshold on sliders, with the verdict that the code which judges would give. */
function VerdictAsked(pair: PairDocument, context: PairContext, state: WhatIfState): Child {
  const { compare, whatIf } = pair;
  const { policy, verdict, rows } = compare;
  const { quantity, title } = primaryOf(pair, context);
  const { most, step } = marginRange(compare);
  const answer = element("div", { class: "answer", "aria-live": "polite" });
  const show = (): void => {
    const { decision, reason } = whatIfVerdict(pair, askedSettings(pair, state));
    const same = decision === verdict.decision ? "The same as the official verdict." : "The official verdict stays.";
    answer.replaceChildren(
      StatePill(decision),
      element("span", {}, ` ${reason} `, element("span", { class: "muted" }, same)),
    );
  };
  show();
  state.onChange(show);
  return [
    element(
      "div",
      { class: "controls" },
      Slider("A gain counts from", state, "margin", {
        min: step,
        max: most,
        step,
        value: policy.smallestWorthwhileGain,
        format: (value) => formatDifference(value, quantity),
      }),
      Slider("How sure", state, "level", {
        min: levelRange[0],
        max: levelRange[1],
        step: 0.001,
        value: verdict.gain.level,
        format: (value) => `${formatFixed(100 * value, 1).replace(/\.0$/, "")} %`,
      }),
      whatIf.thresholds && whatIf.official
        ? Slider("Positive from a probability of", state, "threshold", {
            min: 0,
            max: 1,
            step: 0.01,
            value: whatIf.official.champion,
            format: (value) => formatFixed(value, 2),
          })
        : null,
    ),
    answer,
    sized(
      (width) => {
        const settings = askedSettings(pair, state);
        return GainChart(
          {
            gain: whatIfVerdict(pair, settings).gain,
            naive: null,
            corrected: null,
            margin: settings.margin ?? policy.smallestWorthwhileGain,
            metricTitle: title,
            quantity,
            rows: context.rows,
            unit: rows.unit,
          },
          { width },
        );
      },
      { onChange: state.onChange },
    ),
    whatIf.thresholds
      ? ThresholdMetrics(() => whatIfMetrics(pair, askedSettings(pair, state)), {
          pair,
          readings: context.readings,
          state,
        })
      : null,
  ];
}

/** Level, margin, threshold and costs to move. The code that judges answers at once; the official verdict stays. */
export function WhatIf(pair: PairDocument, context: PairContext): Child {
  const state = whatIfState();
  const verdict = hasInterval(pair.compare.verdict.gain) ? VerdictAsked(pair, context, state) : null;
  const value = ValueAsked(pair, context, state);
  if (!verdict && !value) return null;
  return Section(
    "What if",
    "Move a control, and the code that judges answers. The official verdict stays as it is; the address keeps your settings.",
    verdict ? Panel(element("div", { class: "what-if" }, verdict)) : null,
    value ? Panel(element("div", { class: "what-if value" }, value)) : null,
  );
}
