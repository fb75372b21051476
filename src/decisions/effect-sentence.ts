import type { MeasuredEffect } from "../evaluation/hyperparameters.js";
import { formatDifference, formatFixed, formatGainInterval, type Quantity } from "../lib/format.js";

/** `minimumChildWeight` as people say it: `minimum child weight`. */
const spoken = (name: string): string => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

type Step = MeasuredEffect["steps"][number];

/** What a step's interval shows. */
const shows = ({ gain }: Step): "helps" | "hurts" | "nothing" =>
  gain.lower > 0 ? "helps" : gain.upper < 0 ? "hurts" : "nothing";

const numbers = ({ gain }: Step, quantity: Quantity): string =>
  `${formatDifference(gain.estimate, quantity)}, ${formatGainInterval(gain.lower, gain.upper, quantity)}`;

/** How much longer training takes at the last level than at a given one; empty where it takes no longer. */
function costBeyond({ levels }: MeasuredEffect, from: string): string {
  const [there, last] = [levels.find(({ value }) => value === from), levels.at(-1)];
  const ratio = (last?.trainingSeconds ?? Number.NaN) / (there?.trainingSeconds ?? Number.NaN);
  return ratio >= 1.2 ? `, and training takes ${formatFixed(ratio, 1)} times as long` : "";
}

/**
 * What a parameter does, in one plain sentence: up to which value raising it is shown to help, and what comes after.
 *
 * @example effectSentence(effect, { unit: "target", targetUnit: "minutes" }) // "Raising depth helps up to 8 (from 6 to 8: 0.21 minutes, [0.11, 0.31] minutes); beyond that no gain is shown, and training takes 2.3 times as long."
 */
export function effectSentence(effect: MeasuredEffect, quantity: Quantity): string {
  const { parameter, levels, steps, confounded } = effect;
  const name = spoken(parameter);
  const values = levels.map(({ value }) => value);
  if (steps.length === 0)
    return `No two runs differ in ${name} alone (${confounded.map(spoken).join(", ")} ${confounded.length === 1 ? "differs" : "differ"} too), so what ${name} does cannot be told.`;
  const ordered = values.every((value) => Number.isFinite(Number(value)));
  if (!ordered)
    return `${steps
      .map((step) => {
        const shown = shows(step);
        if (shown === "nothing")
          return `between ${step.from} and ${step.to} no difference is shown (${formatGainInterval(step.gain.lower, step.gain.upper, quantity)})`;
        return `${step.to} does ${shown === "helps" ? "better" : "worse"} than ${step.from} (${numbers(step, quantity)})`;
      })
      .join("; ")
      .replace(/^./, (first) => first.toUpperCase())}.`;
  const hurts = steps.find((step) => shows(step) === "hurts");
  const helps = steps.filter((step) => shows(step) === "helps").at(-1);
  if (!helps && !hurts) {
    const widest = steps.map((step) => `${step.from} to ${step.to}: ${formatGainInterval(step.gain.lower, step.gain.upper, quantity)}`);
    return `From ${values[0]} to ${values.at(-1)}, no step of ${name} is shown to change anything (${widest.join("; ")})${costBeyond(effect, values[0]!)}.`;
  } // prettier-ignore
  if (!helps)
    return `Raising ${name} hurts from ${hurts!.from} to ${hurts!.to} (${numbers(hurts!, quantity)}); the lowest value, ${values[0]}, is enough.`;
  const helped = `Raising ${name} helps up to ${helps.to} (from ${helps.from} to ${helps.to}: ${numbers(helps, quantity)})`;
  if (helps.to === values.at(-1)) return `${helped}, the highest value tried: a higher one may help more.`;
  if (hurts && Number(hurts.to) > Number(helps.to))
    return `${helped}, then hurts (from ${hurts.from} to ${hurts.to}: ${numbers(hurts, quantity)}).`;
  return `${helped}; beyond that no gain is shown${costBeyond(effect, helps.to)}.`;
}
