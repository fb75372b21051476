import { element, type Child } from "./element.js";

/** What a part of the page says where its files could not be fetched. */
export const notLoaded = (): HTMLElement =>
  element("p", { class: "waiting" }, "This part of the site could not be loaded. Reload the page to try again.");

/**
 * A part of the page that is fetched when a reader comes near it, so that the first view stays small. Outside a browser
 * it stays empty.
 *
 * @param load fetches and draws the part.
 * @param options.now fetches at once, where the address already asks for the part.
 */
export function later(load: () => Promise<Child>, { now = false } = {}): HTMLElement {
  const block = element("div", { class: "later" });
  const show = (): void =>
    void load()
      .catch(notLoaded)
      .then((child) => block.replaceChildren(element("div", null, child)));
  if (typeof IntersectionObserver === "undefined") return block;
  if (now) {
    show();
    return block;
  }
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry?.isIntersecting) return;
    observer.disconnect();
    show();
  });
  observer.observe(block);
  return block;
}
