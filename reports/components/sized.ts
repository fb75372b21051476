import { element } from "./element.js";

/** Draws to the width that there is, and again when it changes. Before the first layout, and outside a browser, at `width`. */
export function sized(draw: (width: number) => Node, { width = 720 }: { width?: number } = {}): HTMLElement {
  const block = element("div", { class: "sized" });
  let drawn = 0;
  const redraw = (next: number): void => {
    if (next < 1 || next === drawn) return;
    drawn = next;
    block.replaceChildren(draw(next));
  };
  if (typeof ResizeObserver === "undefined") redraw(width);
  else
    new ResizeObserver(([entry]) => {
      requestAnimationFrame(() => redraw(Math.floor(entry?.contentRect.width ?? 0)));
    }).observe(block);
  return block;
}
