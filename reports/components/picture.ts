import { element } from "./element.js";
import { sized } from "./sized.js";

/**
 * A chart as wide as its place. In a page it follows the width; in a file without scripts it is drawn twice, and a media
 * query shows the one that fits.
 */
export function picture(draw: (width: number) => Node, { wide = 1054, narrow = 318 } = {}): HTMLElement {
  if (typeof ResizeObserver !== "undefined") return sized(draw);
  return element(
    "div",
    { class: "sized" },
    element("div", { class: "at-wide" }, draw(wide)),
    element("div", { class: "at-narrow" }, draw(narrow)),
  );
}
