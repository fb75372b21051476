import type { BayesianView } from "../src/decisions/pair-types.js";
import { formatDifference } from "../src/lib/format.js";
import { element, type Child } from "./element.js";
import { chanceWords, inSentence, type Reading } from "./quantities.js";

export interface BayesianBarData {
  view: BayesianView;
  reading: Reading;
  champion: string;
  challenger: string;
}

/** How probable each model is to be better by what counts, as one bar and in words. */
export function BayesianBar({ view, reading, champion, challenger }: BayesianBarData): HTMLElement {
  const { probabilityBetter, expectedLoss, rope } = view;
  const { quantity } = reading;
  const margin = formatDifference(rope.margin, quantity);
  const parts = [
    { share: rope.below, tone: "champion", text: `${champion} is better by ${margin} or more` },
    { share: rope.within, tone: "same", text: `they differ by less than ${margin}` },
    { share: rope.above, tone: "challenger", text: `${challenger} is better by ${margin} or more` },
  ];
  const loss = (value: number): Child => element("strong", {}, formatDifference(Math.abs(value), quantity));
  return element(
    "div",
    { class: "chances" },
    element(
      "p",
      {},
      `The probability that ${inSentence(challenger)} ${challenger.endsWith("s") ? "are" : "is"} better is `,
      element("strong", {}, chanceWords(probabilityBetter)),
      `. A wrong choice costs on average: `,
      loss(expectedLoss.challenger),
      ` with ${inSentence(challenger)}, `,
      loss(expectedLoss.champion),
      ` with ${inSentence(champion)}.`,
    ),
    element(
      "div",
      {
        class: "stack",
        role: "img",
        "aria-label": parts.map(({ share, text }) => `${chanceWords(share)}: ${text}`).join("; "),
      },
      parts.map(({ share, tone }) =>
        share > 0 ? element("span", { class: tone, style: `flex-grow: ${share.toFixed(4)}` }) : null,
      ),
    ),
    element(
      "ul",
      { class: "keys" },
      parts.map(({ share, tone, text }) =>
        element(
          "li",
          {},
          element("span", { class: `key ${tone}` }),
          element("strong", {}, chanceWords(share)),
          ` ${text}`,
        ),
      ),
    ),
  );
}
