import { decisionWords } from "../src/decisions/headline.js";
import type { Verdict } from "../src/decisions/types.js";
import { formatCount, formatDifference, nothing, type Quantity } from "../src/lib/format.js";
import { Facts, type Fact } from "./Panel.js";

export interface VerdictFactsData {
  verdict: Verdict;
  margin: number;
  units: number;
  /** Plural: `days`. */
  unit: string;
  quantity: Quantity;
}

function settling({ verdict, margin, unit, quantity }: VerdictFactsData): Fact {
  const { ifGainZero, ifGainTwiceMargin } = verdict.moreUnits;
  const twice = formatDifference(2 * margin, quantity);
  if (verdict.decision !== "collect-more-data")
    return { value: "settled", text: `these rows answer at this margin; no more ${unit} are needed` };
  if (ifGainZero !== null && ifGainTwiceMargin !== null)
    return {
      value: `${formatCount(ifGainTwiceMargin)} or ${formatCount(ifGainZero)} more ${unit}`,
      text: `would settle a true gain of ${twice}, or of none (80 % power)`,
    };
  if (ifGainZero !== null && verdict.gain.method === "no-discordant-rows")
    return {
      value: `${formatCount(ifGainZero)} more ${unit}`,
      text: "would settle it if both models stay right or wrong together on each",
    };
  const known = ifGainTwiceMargin ?? ifGainZero;
  if (known === null)
    return {
      value: nothing,
      text:
        verdict.blocking.length > 0
          ? `what would settle it is not a matter of ${unit} alone: ${verdict.blocking.join(", ")}`
          : "what would settle it is not known from these rows",
    };
  return {
    value: `${formatCount(known)} more ${unit}`,
    text:
      ifGainTwiceMargin === null
        ? "would settle a true gain of none (80 % power)"
        : `would settle a true gain of ${twice} (80 % power)`,
  };
}

function tipping({ verdict, quantity }: VerdictFactsData): Fact {
  const [first, ...others] = verdict.tippingMargins;
  if (!first) return { value: nothing, text: "no margin would turn this verdict" };
  const rest = others.map(
    ({ margin, decision }) =>
      `, above ${formatDifference(margin, quantity)} into “${decisionWords[decision].toLowerCase()}”`,
  );
  return {
    value: formatDifference(first.margin, quantity),
    text: `a margin above this turns the verdict into “${decisionWords[first.decision].toLowerCase()}”${rest.join("")}`,
  };
}

/** What these rows can resolve, what would settle the question, and where the verdict turns. */
export function VerdictFacts(data: VerdictFactsData): HTMLElement {
  const { verdict, units, unit, quantity } = data;
  return Facts([
    {
      value: formatDifference(verdict.smallestDetectableGain, quantity),
      text: `smallest gain that ${formatCount(units)} ${unit} can resolve (80 % power)`,
    },
    settling(data),
    tipping(data),
  ]);
}
