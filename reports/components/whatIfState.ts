import type { PairDocument } from "../src/decisions/documents.js";
import type { ErrorCosts, WhatIfSettings } from "../src/decisions/what-if.js";
import type { Costs } from "../src/metrics/metric.js";
import { addressState, type AddressState } from "./addressState.js";
import { numberFrom } from "./controls.js";

const names = [
  "margin",
  "level",
  "threshold",
  "falsePositive",
  "falseNegative",
  "truePositive",
  "trueNegative",
  "tooHigh",
  "tooLow",
] as const;

/** What a reader may move: settings of the verdict, and what answers or errors cost. */
export type Movable = (typeof names)[number];

export type WhatIfState = AddressState<Movable>;

/** The state in the address; nothing is there until a reader moves something. */
export const whatIfState = (): WhatIfState =>
  addressState(Object.fromEntries(names.map((name) => [name, { fallback: "" }])) as Record<Movable, { fallback: "" }>);

/** Whether the address asks for anything but the official settings. */
export const isAsked = (state: Pick<WhatIfState, "get">): boolean => names.some((name) => state.get(name) !== "");

/** The levels that a reader may ask for. */
export const levelRange = [0.5, 0.999] as const;

/** How far the margin's slider goes, and in which steps. */
export function marginRange({ policy, verdict }: PairDocument["compare"]): { most: number; step: number } {
  const most =
    1.5 * Math.max(Math.abs(verdict.gain.lower), Math.abs(verdict.gain.upper), policy.smallestWorthwhileGain);
  return { most, step: 10 ** Math.floor(Math.log10(most / 60)) };
}

/** What the address asks, as far as it differs from the official settings and is within bounds. */
export function askedSettings({ compare }: PairDocument, state: Pick<WhatIfState, "get">): WhatIfSettings {
  const { most, step } = marginRange(compare);
  const bounds = { margin: [step / 2, most], level: levelRange, threshold: [0, 1] } as const;
  const settings: WhatIfSettings = {};
  for (const name of ["margin", "level", "threshold"] as const) {
    const value = numberFrom(state.get(name), Number.NaN, bounds[name]);
    if (!Number.isNaN(value)) settings[name] = value;
  }
  return settings;
}

/** The costs that the address asks for, else the policy's, else 1 for each error. */
export function askedCosts({ whatIf }: PairDocument, state: Pick<WhatIfState, "get">): Required<Costs> & ErrorCosts {
  const of = (name: keyof Costs | keyof ErrorCosts): number => numberFrom(state.get(name), usualCost(whatIf, name));
  return {
    falsePositive: of("falsePositive"),
    falseNegative: of("falseNegative"),
    truePositive: of("truePositive"),
    trueNegative: of("trueNegative"),
    tooHigh: of("tooHigh"),
    tooLow: of("tooLow"),
  };
}

/** What an answer or a unit of error costs before a reader says so. */
export const usualCost = ({ costs }: PairDocument["whatIf"], name: keyof Costs | keyof ErrorCosts): number =>
  name === "tooHigh" || name === "tooLow" ? 1 : (costs?.[name] ?? (name.startsWith("false") && !costs ? 1 : 0));
