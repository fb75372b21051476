import type { GainBasis } from "../evaluation/gain-basis.js";
import type { Judged } from "../evaluation/replicates.js";
import type { Warning } from "../lib/errors.js";
import { formatDifference, formatGainInterval } from "../lib/format.js";
import type { CompareContext } from "./compare-document.js";
import type { PairDocument } from "./documents.js";
import { quantityOf } from "./quantity-of.js";
import type { Verdict } from "./types.js";

/** Fewer independent units than this make an interval too narrow. */
const fewUnits = 30;

/** With fewer rows on which one model alone is right, the paired score interval may cover too seldom: Fagerland et al. (2014). */
const fewDiscordant = 10;

/** What these rows cannot carry, whatever the verdict. */
export function compareWarnings(
  { units }: { units: number },
  { method, discordant }: GainBasis,
  { gain, smallestDetectableGain }: Verdict,
  { policy, targetUnit, look, gates }: Pick<CompareContext, "policy" | "targetUnit" | "look" | "gates">,
): Warning[] {
  const warnings: Warning[] = [];
  if (units < fewUnits)
    warnings.push({
      code: "few-units",
      message: `these rows hold only ${units} independent ${units === 1 ? "unit" : "units"}; with fewer than about ${fewUnits} the interval is too narrow`,
    });
  const differing = discordant ? discordant.onlyChampionRight + discordant.onlyChallengerRight : Number.NaN;
  if (method === "paired-score" && differing < fewDiscordant)
    warnings.push({
      code: "few-discordant-rows",
      message: `one model alone is right on only ${differing} ${differing === 1 ? "row" : "rows"}; with fewer than ${fewDiscordant} the interval of the gain may be too narrow`,
    });
  const bounded = gain.method === "no-discordant-rows";
  const resolution = bounded ? gain.upper : smallestDetectableGain;
  const quantity = quantityOf(policy.primaryMetric, targetUnit);
  if (policy.source !== "project" && resolution > policy.smallestWorthwhileGain)
    warnings.push({
      code: "margin-below-resolution",
      message: `a gain counts from ${formatDifference(policy.smallestWorthwhileGain, quantity)} on, but these rows resolve no less than ${formatDifference(resolution, quantity)}${bounded ? "" : " (80 % power)"}`,
    });
  if (look > 1 && gates.some(({ value }) => value.method !== "confidence-sequence"))
    warnings.push({
      code: "gates-at-one-look",
      message: `this is look ${look} at the pair: gains have confidence sequences, which hold at all looks together, but gates against fixed limits have the interval of a single look`,
    });
  return warnings;
}

/** What the gain's interval is once it is corrected for how many models these rows have judged. */
export function selectionWarning({ compare, corrected, whatIf }: PairDocument): Warning[] {
  if (!corrected || compare.policy.strict) return [];
  const quantity = quantityOf(compare.policy.primaryMetric, whatIf.targetUnit);
  const interval = formatGainInterval(corrected.lower, corrected.upper, quantity);
  return [
    {
      code: "selection",
      message: `these rows have judged ${compare.rows.modelsJudged} models; corrected for that, the gain lies in ${interval}`,
    },
  ];
}

/** That curves are those of two classes, where a model tells more apart; nothing where it does not. */
export const classesWarning = ({ classes }: Pick<Judged, "classes">): Warning[] =>
  classes
    ? [
        {
          code: "curves-of-two-classes",
          message: `ROC, precision and recall, calibration, gain and threshold curves are those of two classes; of these ${classes.length} classes there are none`,
        },
      ]
    : [];
