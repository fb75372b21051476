import type { AddressState } from "./addressState.js";
import { element, type Child } from "./element.js";
import { notLoaded } from "./later.js";

export interface Choice {
  value: string;
  text: string;
}

/** Controls stand in a row above the answer, small. */
export const Controls = (...children: Child[]): HTMLElement => element("div", { class: "controls" }, children);

/** A labelled choice whose state is `name` in the address. */
export function Select<Name extends string>(
  label: string,
  state: AddressState<Name>,
  name: Name,
  choices: readonly Choice[],
): HTMLElement {
  const select = element(
    "select",
    { name, onchange: () => state.set({ [name]: select.value } as Partial<Record<Name, string>>) },
    choices.map(({ value, text }) => element("option", { value }, text)),
  );
  const restore = (): void => {
    select.value = state.get(name);
  };
  restore();
  state.onChange(restore);
  return element("label", { class: "control" }, element("span", null, label), select);
}

/** A labelled search field whose state is `name` in the address. */
export function Search<Name extends string>(
  label: string,
  state: AddressState<Name>,
  name: Name,
  { placeholder }: { placeholder?: string } = {},
): HTMLElement {
  const input = element("input", {
    type: "search",
    name,
    placeholder,
    autocomplete: "off",
    spellcheck: "false",
    oninput: () => state.set({ [name]: input.value } as Partial<Record<Name, string>>),
  });
  const restore = (): void => {
    if (input.value !== state.get(name)) input.value = state.get(name);
  };
  restore();
  state.onChange(restore);
  return element("label", { class: "control" }, element("span", null, label), input);
}

export interface SliderOptions {
  min: number;
  max: number;
  step: number;
  /** Where the address says nothing. */
  value: number;
  /** The number as a reader sees it. */
  format(value: number): string;
}

/** A labelled slider whose state is `name` in the address; at its own value it leaves the address. */
export function Slider<Name extends string>(
  label: string,
  state: AddressState<Name>,
  name: Name,
  { min, max, step, value, format }: SliderOptions,
): HTMLElement {
  const output = element("output", { class: "figure" });
  const input = element("input", {
    type: "range",
    name,
    min,
    max,
    step,
    "aria-label": label,
    oninput: () => {
      const now = Number(input.value);
      const text = Math.abs(now - value) < step / 2 ? "" : String(Number(now.toPrecision(6)));
      state.set({ [name]: text } as Partial<Record<Name, string>>);
    },
  });
  const restore = (): void => {
    const now = numberFrom(state.get(name), value, [min, max]);
    input.value = String(now);
    output.textContent = format(now);
    input.setAttribute("aria-valuetext", format(now));
  };
  restore();
  state.onChange(restore);
  return element("label", { class: "control slider" }, element("span", null, label), input, output);
}

/** A labelled number whose state is `name` in the address; `value` where the address says nothing. */
export function NumberField<Name extends string>(
  label: string,
  state: AddressState<Name>,
  name: Name,
  { value, step = 1 }: { value: number; step?: number },
): HTMLInputElement {
  const input = element("input", {
    type: "number",
    name,
    step,
    "aria-label": label,
    oninput: () => {
      const text = input.value.trim();
      state.set({ [name]: text === "" || Number(text) === value ? "" : text } as Partial<Record<Name, string>>);
    },
  });
  const restore = (): void => {
    if (input.ownerDocument.activeElement !== input) input.value = String(numberFrom(state.get(name), value));
  };
  restore();
  state.onChange(restore);
  return input;
}

/** The number that the address holds, where it is one and lies within; else `fallback`. */
export function numberFrom(
  text: string,
  fallback: number,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): number {
  const number = Number(text);
  return text.trim() !== "" && number >= least && number <= most && Number.isFinite(number) ? number : fallback;
}

/**
 * A block that draws itself again after every change of the state; who works by keyboard stays where they were. What
 * must be loaded first replaces the old view when it is here; where it cannot be loaded, a sentence says so.
 */
export function live(state: AddressState<never>, draw: () => Child | Promise<Child>): HTMLElement {
  const block = element("div", { class: "live" });
  const stops = (): HTMLElement[] => [...block.querySelectorAll<HTMLElement>("a[href], button, input, select")];
  let latest = 0;
  const show = (child: Child): void => {
    const focused = stops().findIndex((stop) => stop === stop.ownerDocument.activeElement);
    block.replaceChildren(element("div", null, child));
    if (focused >= 0) stops()[focused]?.focus({ preventScroll: true });
  };
  const redraw = (): void => {
    const turn = (latest += 1);
    const drawn = draw();
    if (!(drawn instanceof Promise)) {
      block.removeAttribute("aria-busy");
      show(drawn);
      return;
    }
    block.setAttribute("aria-busy", "true");
    void drawn.catch(notLoaded).then((child) => {
      if (turn !== latest) return;
      block.removeAttribute("aria-busy");
      show(child);
    });
  };
  redraw();
  state.onChange(redraw);
  return block;
}

/** Loads once, when first asked; a failure is forgotten, so that the next ask tries again. */
export function onDemand<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | null = null;
  return () =>
    (loaded ??= load().catch((error: unknown) => {
      loaded = null;
      throw error;
    }));
}
