import type { PredictFeature } from "../src/cards/predict-types.js";
import type { RowValue } from "../src/features/row-values.js";
import { formatFixed, formatNumber } from "../src/lib/format.js";
import { missingWord, textOf, unseenWord } from "./askedRow.js";
import { element } from "./element.js";

export interface FeatureControlOptions {
  /** Name in the address. */
  name: string;
  /** What is asked now, and what the row itself holds. */
  value(): RowValue;
  own(): RowValue;
  /** Writes a text of the address; an empty one stands for the row's own value. */
  set(text: string): void;
  /** Calls back after every change of the page's state. */
  onChange(listener: () => void): void;
}

export const spaced = (name: string): string => name.replaceAll("_", " ");

/** A feature's value as a reader sees it. */
export const shownValue = (value: RowValue): string =>
  value === null ? "missing" : typeof value === "number" ? shortNumber(value) : value;

const shortNumber = (value: number): string => (Number.isInteger(value) ? formatFixed(value, 0) : formatNumber(value));

/** A step that makes some hundreds of stops of a range. */
function stepOf({ least, most, whole }: NonNullable<PredictFeature["range"]>): number {
  if (most === least) return 1;
  const step = 10 ** Math.floor(Math.log10((most - least) / 200));
  return whole ? Math.max(1, step) : step;
}

/** A control, and what brings it up to date. */
interface Control {
  node: HTMLElement;
  show(now: RowValue): void;
}

/** Chooses among few values, a missing one, and for categories one that training rows do not hold. */
function Choice(feature: PredictFeature, { name, own, set }: FeatureControlOptions): Control {
  const known = feature.categories ?? (feature.range?.values ?? []).map(String);
  const option = (text: string, shown: string): HTMLElement => element("option", { value: text }, shown);
  const select = element(
    "select",
    {
      name,
      "aria-label": spaced(feature.name),
      onchange: () => set(select.value === textOf(own(), feature) ? "" : select.value),
    },
    known.map((text) => option(text, text)),
    feature.categories ? option(unseenWord(feature), "a category not seen in training") : null,
    option(missingWord(feature), "missing"),
  );
  const show = (now: RowValue): void => {
    const text = textOf(now, feature);
    if (![...select.options].some((each) => each.value === text))
      select.append(option(text, feature.categories ? `${text} (not listed)` : text));
    select.value = text;
  };
  return { node: select, show };
}

/** A number on a slider and in a field; an empty field is a missing value. */
function Amount(feature: PredictFeature, { name, own, set }: FeatureControlOptions): Control {
  const { range } = feature;
  const write = (number: number): void => set(number === own() ? "" : String(number));
  const slider =
    range &&
    element("input", {
      type: "range",
      name: `${name}.slider`,
      min: range.least,
      max: range.most,
      step: stepOf(range),
      "aria-label": `${spaced(feature.name)}, from ${shortNumber(range.least)} to ${shortNumber(range.most)}`,
      oninput: () => write(Number(Number(slider!.value).toPrecision(8))),
    });
  const field = element("input", {
    type: "number",
    name,
    step: "any",
    placeholder: "missing",
    "aria-label": spaced(feature.name),
    oninput: () => {
      if (field.validity.badInput) return;
      if (field.value !== "") write(Number(field.value));
      else set(own() === null ? "" : missingWord(feature));
    },
  });
  const show = (now: RowValue): void => {
    if (slider) slider.value = String(now ?? range.least);
    slider?.classList.toggle("away", now === null);
    if (field.ownerDocument.activeElement !== field)
      field.value = now === null ? "" : String(Number(Number(now).toPrecision(6)));
  };
  return { node: element("div", { class: "amount" }, slider, field), show };
}

/** One feature of the form: its name, a control for what it holds, and what it means. */
export function FeatureControl(feature: PredictFeature, options: FeatureControlOptions): HTMLElement {
  const few = feature.categories !== null || (feature.range?.values?.length ?? 0) > 0;
  const { node, show } = few ? Choice(feature, options) : Amount(feature, options);
  const block = element(
    "div",
    { class: "feature" },
    element("div", { class: "name" }, spaced(feature.name)),
    node,
    element(
      "div",
      { class: "small" },
      feature.meaning,
      feature.unlisted > 0 ? `; the commonest of ${feature.categories!.length + feature.unlisted} categories` : null,
    ),
  );
  let shown: [now: RowValue, own: RowValue] | null = null;
  const update = (): void => {
    const [now, own] = [options.value(), options.own()];
    if (shown && shown[0] === now && shown[1] === own) return;
    shown = [now, own];
    show(now);
    block.classList.toggle("moved", now !== own);
  };
  update();
  options.onChange(update);
  return block;
}
