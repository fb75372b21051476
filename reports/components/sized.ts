import { element } from "./element.js";

export interface SizedOptions {
  /** Where there is no browser, in pixels. */
  width?: number;
  /** Calls back when the picture should be drawn again at the width that it has. */
  onChange?(redraw: () => void): void;
}

/** Draws to the width that there is, and again when it changes. Before the first layout, and outside a browser, at `width`. */
export function sized(draw: (width: number) => Node, { width = 720, onChange }: SizedOptions = {}): HTMLElement {
  const block = element("div", { class: "sized" });
  let drawn = 0;
  const show = (): void => block.replaceChildren(draw(drawn));
  const redraw = (next: number): void => {
    if (next < 1 || next === drawn) return;
    drawn = next;
    show();
  };
  if (typeof ResizeObserver === "undefined") redraw(width);
  else
    new ResizeObserver(([entry]) => {
      requestAnimationFrame(() => redraw(Math.floor(entry?.contentRect.width ?? 0)));
    }).observe(block);
  onChange?.(() => drawn > 0 && show());
  return block;
}
