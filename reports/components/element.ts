/** What may stand inside an element; null, undefined and false leave nothing. */
export type Child = Node | string | number | null | undefined | false | readonly Child[];

type Value = string | number | boolean | null | undefined | ((event: Event) => void);

let drawingDocument: Document | null = null;

/** The document that components draw into: the page's, or the one that `withDocument` lends. */
export const currentDocument = (): Document => drawingDocument ?? globalThis.document;

/** Lets components draw into another document for the time of `draw`: how the command line makes a page without a browser. */
export function withDocument<T>(document: Document, draw: () => T): T {
  const before = drawingDocument;
  drawingDocument = document;
  try {
    return draw();
  } finally {
    drawingDocument = before;
  }
}

function append(parent: Node, child: Child): void {
  if (child === null || child === undefined || child === false) return;
  if (Array.isArray(child)) for (const item of child as readonly Child[]) append(parent, item);
  else if (typeof child === "object") parent.appendChild(child as Node);
  else parent.appendChild(currentDocument().createTextNode(String(child)));
}

function fill<E extends Element>(node: E, attributes: Record<string, Value>, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

/**
 * Makes an HTML element. Text is text: nothing is ever read as markup. Attributes that are null, undefined or false are
 * left out; a function is a listener (`onclick`).
 *
 * @example element("p", { class: "note" }, "11.8 minutes")
 */
export const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => fill(currentDocument().createElement(name), attributes, children);

/** Makes an SVG element, as `element` does. */
export const svg = (name: string, attributes: Record<string, Value> = {}, ...children: Child[]): SVGElement =>
  fill(currentDocument().createElementNS("http://www.w3.org/2000/svg", name) as SVGElement, attributes, children);
