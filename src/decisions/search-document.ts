import type { MeasuredSearch } from "../evaluation/searches.js";
import type { HyperparameterEffect } from "../evaluation/many-types.js";
import { effectSentence } from "./effect-sentence.js";
import { quantityOf } from "./quantity-of.js";

/** A search of one learner's parameters, as a page shows it. */
export interface SearchDocument extends Omit<MeasuredSearch, "effects"> {
  effects: HyperparameterEffect[];
}

/** Puts what a search's parameters do into words. */
export const searchDocument = (search: MeasuredSearch, targetUnit: string): SearchDocument => ({
  ...search,
  effects: search.effects.map((effect) => ({
    ...effect,
    sentence: effectSentence(effect, quantityOf(search.metric, targetUnit)),
  })),
});
