import type { CompareDocument } from "../src/decisions/documents.js";
import { formatCount, formatFixed, formatInterval, formatPercent, formatPValue } from "../src/lib/format.js";
import { element } from "./element.js";

/** The four ways in which two classifiers can be right and wrong on the same rows, and McNemar's test on the two that differ. */
export function Contingency({ compare, rows }: { compare: CompareDocument; rows: string }): HTMLElement | null {
  const counts = compare.contingency;
  if (!counts) return null;
  const { bothRight, onlyChampionRight, onlyChallengerRight, bothWrong } = counts;
  const total = bothRight + onlyChampionRight + onlyChallengerRight + bothWrong;
  const test =
    compare.tests.find(({ name }) => name === "mcnemar-exact") ??
    compare.tests.find(({ name }) => name.startsWith("mcnemar"));
  const cell = (count: number, tone: string): HTMLElement =>
    element(
      "td",
      { class: `count ${tone}`, style: `--share: ${(count / total).toFixed(4)}` },
      element("strong", {}, formatCount(count)),
      element("span", { class: "muted" }, formatPercent(count / total)),
    );
  const difference = onlyChallengerRight - onlyChampionRight;
  return element(
    "div",
    { class: "contingency" },
    element(
      "table",
      { class: "crossed", "aria-label": `Who is right on ${formatCount(total)} ${rows}` },
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("td", {}),
          element("th", { scope: "col", style: "color: var(--challenger)" }, `${compare.challenger.name} right`),
          element("th", { scope: "col", style: "color: var(--challenger)" }, "wrong"),
        ),
      ),
      element(
        "tbody",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "row", style: "color: var(--champion)" }, `${compare.champion.name} right`),
          cell(bothRight, "same"),
          cell(onlyChampionRight, "champion"),
        ),
        element(
          "tr",
          {},
          element("th", { scope: "row", style: "color: var(--champion)" }, "wrong"),
          cell(onlyChallengerRight, "challenger"),
          cell(bothWrong, "same"),
        ),
      ),
    ),
    element(
      "p",
      { class: "muted" },
      `They part on ${formatCount(onlyChampionRight + onlyChallengerRight)} of ${formatCount(total)} ${rows}: ${difference === 0 ? "each alone is right equally often" : `${difference > 0 ? compare.challenger.name : compare.champion.name} alone is right on ${formatCount(Math.abs(difference))} more`}.`,
      test
        ? ` McNemar's exact test of "equally often": p ${formatPValue(test.pValue).replace(/^(?=\d)/, "= ")}.`
        : null,
      compare.oddsRatio && Number.isFinite(compare.oddsRatio.estimate)
        ? ` Odds of the challenger being the right one: ${formatFixed(compare.oddsRatio.estimate, 2)} to 1 ${formatInterval(compare.oddsRatio.lower, compare.oddsRatio.upper)}.`
        : null,
    ),
  );
}
