import { element } from "./element.js";

/** Every state that the site names, with its word and its colour. */
const states = {
  promote: { word: "Promote", tone: "promote" },
  keep: { word: "Keep", tone: "keep" },
  equivalent: { word: "Equivalent", tone: "equivalent" },
  "collect-more-data": { word: "Collect more data", tone: "collect" },
  ok: { word: "OK", tone: "promote" },
  warn: { word: "Warn", tone: "collect" },
  alarm: { word: "Alarm", tone: "alarm" },
  "too-few-rows": { word: "Too few rows", tone: "keep" },
  context: { word: "Context", tone: "keep" },
  pass: { word: "Pass", tone: "promote" },
  fail: { word: "Fail", tone: "alarm" },
  unsettled: { word: "Unsettled", tone: "collect" },
  low: { word: "Low", tone: "keep" },
  medium: { word: "Medium", tone: "collect" },
  high: { word: "High", tone: "alarm" },
} as const;

export type State = keyof typeof states;

/** A state as a word in its colour; `text` overrides the word. */
export function StatePill(state: State, { text, title }: { text?: string; title?: string } = {}): HTMLElement {
  const { word, tone } = states[state];
  return element(
    "span",
    { class: `pill ${tone}`, title },
    element("span", { class: "dot", "aria-hidden": "true" }),
    text ?? word,
  );
}
