import { element, type Child } from "./element.js";

/** What a page rests on: names and values, side by side. */
export const Definitions = (items: readonly (readonly [string, Child])[]): HTMLElement =>
  element(
    "dl",
    { class: "definitions" },
    items
      .filter(([, value]) => value !== null && value !== undefined && value !== "")
      .map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
  );

/** A hash, short to the eye and whole for those who copy it. */
export const Hash = (sha256: string | null): Child =>
  sha256 ? element("span", { class: "hash", title: sha256 }, sha256) : null;
