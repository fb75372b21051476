import type { PredictEvidence } from "../src/cards/predict-types.js";
import { levelOf } from "../src/decisions/levels.js";
import { formatPercent, formatValue, type Quantity } from "../src/lib/format.js";
import type { Child } from "./element.js";
import { StatePill } from "./StatePill.js";

/** How a page speaks of the predictions of a project. */
export interface PredictionWords {
  quantity: Quantity;
  /** The positive of two classes; null otherwise. */
  positive: string | null;
  /** `12.3 minutes`, `26.4 %`, `Yes, 61 %`. */
  text(outputs: readonly number[]): string;
  /** Low, medium or high as a pill, where the project has levels. */
  level(outputs: readonly number[]): Child;
}

/** The words for outputs as `Model.predict` gives them for one row. */
export function predictionWords(
  { classes, levels }: Pick<PredictEvidence, "classes" | "levels">,
  targetUnit: string,
): PredictionWords {
  const quantity: Quantity = classes ? { unit: "rate", targetUnit: "" } : { unit: "target", targetUnit };
  const positive = classes?.length === 2 ? classes[1]! : null;
  return {
    quantity,
    positive,
    text(outputs) {
      if (!classes) return formatValue(outputs[0]!, quantity);
      if (positive !== null) return formatPercent(outputs[1]!);
      const most = outputs.indexOf(Math.max(...outputs));
      return `${classes[most]}, ${formatPercent(outputs[most]!)}`;
    },
    level(outputs) {
      const level = levels && levelOf(outputs[positive === null ? 0 : 1]!, levels);
      return level && StatePill(level);
    },
  };
}
