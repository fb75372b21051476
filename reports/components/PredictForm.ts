import type { PredictEvidence } from "../src/cards/predict-types.js";
import { addressName, type AskedRow } from "./askedRow.js";
import { element, type Child } from "./element.js";
import { FeatureControl, spaced } from "./FeatureControl.js";
import { Panel, Section } from "./Panel.js";
import { inSentence } from "./quantities.js";
import { leftBehind } from "./sameSource.js";

/** Features that stand in the form at once; the others lie in their groups. */
const firstFeatures = 8;
/** Features named where they stay behind. */
const mostNamed = 6;

export interface PredictFormOptions {
  /** What is asked now. */
  asked(): AskedRow;
  /** Writes into the address. */
  set(values: Record<string, string>): void;
  /** Calls back after every change. */
  onChange(listener: () => void): void;
}

/** Every feature at the row's own value. */
export const nothingMoved = ({ features }: Pick<PredictEvidence, "features">): Record<string, string> =>
  Object.fromEntries(features.map(({ name }) => [addressName(name), ""]));

/** Features that were not moved with what they come from. */
function leftSentence(features: PredictEvidence["features"], moved: readonly number[]): string {
  const left = leftBehind(features, moved).map(({ name }) => spaced(name));
  if (left.length === 0) return "";
  const more = left.length - mostNamed;
  return `Only what you move changes. Made from the same columns, and left as in the row: ${left.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

/** The form over the feature dictionary: the most important features at once, the others by group. */
export function PredictForm(
  evidence: PredictEvidence,
  { asked, set, onChange }: PredictFormOptions,
): { first: HTMLElement; others: Child } {
  const { features, important, runs } = evidence;
  const control = (f: number): HTMLElement => {
    const feature = features[f]!;
    const name = addressName(feature.name);
    return FeatureControl(feature, {
      name,
      value: () => asked().values[f] ?? null,
      own: () => asked().row.values[f] ?? null,
      set: (text) => set({ [name]: text }),
      onChange,
    });
  };
  const controls = (chosen: readonly number[]): HTMLElement =>
    Panel(element("div", { class: "features" }, chosen.map(control)));
  const rank = new Map(important.map((name, place) => [name, place]));
  const ranked = [...features.keys()].sort(
    (a, b) =>
      (rank.get(features[a]!.name) ?? features.length) - (rank.get(features[b]!.name) ?? features.length) || a - b,
  );
  const first = ranked.slice(0, firstFeatures);
  const groups = new Map<string, number[]>();
  features.forEach(({ group }, f) => {
    if (!first.includes(f)) groups.set(group, [...(groups.get(group) ?? []), f]);
  });

  const left = element("p", { class: "small" });
  const back = element(
    "button",
    { class: "button", type: "button", onclick: () => set(nothingMoved(evidence)) },
    "Back to the row",
  );
  const show = (): void => {
    const { moved } = asked();
    left.textContent = leftSentence(features, moved);
    back.toggleAttribute("disabled", moved.length === 0);
  };
  show();
  onChange(show);
  return {
    first: Section(
      "Move what the models are told",
      `The features that count most for ${inSentence(runs[0]!.title)}, starting from the row. Empty a number for a missing value. The address keeps what you move.`,
      controls(first),
      left,
      element("p", { class: "more" }, back),
    ),
    others:
      groups.size > 0
        ? Section(
            "All other features",
            null,
            [...groups].map(([group, members]) =>
              element(
                "details",
                {},
                element("summary", {}, `${group[0]!.toUpperCase()}${group.slice(1)} (${members.length})`),
                controls(members),
              ),
            ),
          )
        : null,
  };
}
