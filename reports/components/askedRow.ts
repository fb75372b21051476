import type { PredictEvidence, PredictFeature, PredictRow } from "../src/cards/predict-types.js";
import type { RowValue } from "../src/features/row-values.js";
import { addressState, type AddressState } from "./addressState.js";

/** Names in the address that are not features. */
const ownNames = ["row", "champion", "challenger"];

/** A feature's name in the address: its own, unless the page uses that itself. */
export const addressName = (feature: string): string => (ownNames.includes(feature) ? `feature.${feature}` : feature);

/** A word that no category of the feature is. */
function freeWord(word: string, { categories }: PredictFeature): string {
  let free = word;
  while (categories?.includes(free)) free += "_";
  return free;
}

/** What stands for a missing value in the address, and for a category that training rows do not hold. */
export const missingWord = (feature: PredictFeature): string => freeWord("missing", feature);
export const unseenWord = (feature: PredictFeature): string => freeWord("unseen", feature);

/** A value as the address holds it. */
export const textOf = (value: RowValue, feature: PredictFeature): string =>
  value === null ? missingWord(feature) : String(value);

/** The value that a text of the address stands for; the row's own where it says nothing, or what is no number. */
export function valueFrom(text: string, feature: PredictFeature, own: RowValue): RowValue {
  if (text === "") return own;
  if (text === missingWord(feature)) return null;
  if (feature.type === "categorical") return text;
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : own;
}

/** The state of the page in its address: the row, two runs, and each feature that differs from the row. */
export function predictState({ features, rows, runs }: PredictEvidence): AddressState<string> {
  const names = runs.map(({ name }) => name);
  const champion = runs.find(({ isChampion }) => isChampion) ?? runs[0]!;
  const challenger = runs.find(({ isChallenger }) => isChallenger) ?? runs.find((run) => run !== champion) ?? champion;
  return addressState({
    row: { fallback: rows[Math.floor(rows.length / 2)]?.id ?? "", allowed: rows.map(({ id }) => id) },
    champion: { fallback: champion.name, allowed: names },
    challenger: { fallback: challenger.name, allowed: names },
    ...Object.fromEntries(features.map(({ name }) => [addressName(name), { fallback: "" }])),
  });
}

/** The row that is asked for. */
export interface AskedRow {
  row: PredictRow;
  /** One a feature. */
  values: RowValue[];
  /** Indexes of the features that differ from the row. */
  moved: number[];
}

/** The picked row, with what the address says otherwise. */
export function askedRow({ features, rows }: PredictEvidence, state: Pick<AddressState<string>, "get">): AskedRow {
  const row = rows.find(({ id }) => id === state.get("row")) ?? rows[0]!;
  const values = features.map((feature, f) =>
    valueFrom(state.get(addressName(feature.name)), feature, row.values[f] ?? null),
  );
  return { row, values, moved: [...values.keys()].filter((f) => values[f] !== (row.values[f] ?? null)) };
}
