/** What an element may hold: nodes as they are, all else as text; null and false are left out. */
export type Child = Node | string | number | null | undefined | false | readonly Child[];

/** Functions become listeners (`onclick`), `true` an empty attribute; null, undefined and false are left out. */
export type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

let injected: Document | null = null;

/** The document that components draw in: the page's own, or the one given by {@link withDocument}. */
export function currentDocument(): Document {
  return injected ?? globalThis.document;
}

/**
 * Draws outside a browser: components called by `draw` use `document`.
 *
 * @example withDocument(parseHTML("<html></html>").document, () => StatePill("alarm").outerHTML)
 */
export function withDocument<T>(document: Document, draw: () => T): T {
  const before = injected;
  injected = document;
  try {
    return draw();
  } finally {
    injected = before;
  }
}

function append(parent: Element, child: Child): void {
  if (child === null || child === undefined || child === false) return;
  if (typeof child === "string" || typeof child === "number")
    parent.append(currentDocument().createTextNode(String(child)));
  else if (isNode(child)) parent.append(child);
  else for (const item of child) append(parent, item);
}

const isNode = (child: Node | readonly Child[]): child is Node => "nodeType" in child;

function fill<E extends Element>(node: E, attributes: Attributes | null, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value as EventListener);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

/**
 * An HTML element. Text never becomes markup, whatever it holds.
 *
 * @example element("p", { class: "muted" }, "55,628 flights on ", element("b", null, "61 days"))
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes?: Attributes | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(currentDocument().createElement(name), attributes ?? null, children);
}

/** An SVG element, likewise. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes?: Attributes | null,
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(currentDocument().createElementNS("http://www.w3.org/2000/svg", name), attributes ?? null, children);
}
