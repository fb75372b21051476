import type { HyperparameterEffect } from "../src/evaluation/many-types.js";
import { formatGain, formatInterval, formatSeconds, formatValue, nothing } from "../src/lib/format.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { fairDomain, IntervalMark } from "./IntervalMark.js";
import type { Reading } from "./quantities.js";

type Level = HyperparameterEffect["levels"][number];

/** What one parameter does: in words, then level by level with the gain over the level before. */
function Effect(effect: HyperparameterEffect, { quantity, title }: Reading): HTMLElement {
  const domain = fairDomain(
    effect.steps.map(({ gain }) => gain),
    [0],
  );
  const stepTo = (level: Level) => effect.steps.find(({ to }) => to === level.value);
  return element(
    "div",
    { class: "effect" },
    element("h3", {}, `${effect.title}: ${effect.parameter}`),
    element("p", {}, effect.sentence),
    effect.confounded.length > 0
      ? element(
          "p",
          { class: "small" },
          `These runs differ in ${effect.confounded.join(", ")} too, so the effect is theirs as well.`,
        )
      : null,
    EvidenceTable<Level>({
      caption: `${effect.parameter} of ${effect.title}`,
      rows: effect.levels,
      columns: [
        { title: effect.parameter, cell: ({ value }) => value },
        { title, kind: "number", cell: ({ metric }) => formatValue(metric, quantity) },
        {
          title: "gain over the level before",
          kind: "picture",
          short: "",
          cell: (level) => {
            const step = stepTo(level);
            return step ? IntervalMark(step.gain, { domain, color: "var(--ink)", reference: 0 }) : null;
          },
        },
        {
          title: "[95 %]",
          kind: "number",
          short: "gain",
          cell: (level) => {
            const step = stepTo(level);
            return step
              ? [
                  formatGain(step.gain.estimate, quantity),
                  element("span", { class: "muted" }, ` ${formatInterval(step.gain.lower, step.gain.upper, quantity)}`),
                ]
              : nothing;
          },
        },
        {
          title: "Training",
          short: "trained in",
          kind: "number",
          cell: ({ trainingSeconds }) => formatSeconds(trainingSeconds),
        },
      ],
    }),
  );
}

/** What each parameter does, for every learner of which several runs differ in it. */
export const HyperparameterEffects = (
  effects: readonly HyperparameterEffect[],
  readings: readonly Reading[],
): HTMLElement =>
  element(
    "div",
    {},
    effects.flatMap((effect) => {
      const reading = readings.find(({ name }) => name === effect.metric);
      return reading ? [Effect(effect, reading)] : [];
    }),
  );
