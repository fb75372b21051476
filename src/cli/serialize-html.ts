const empty = new Set(["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"]);

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it may stand in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character]!);

/**
 * A node and all it holds as HTML, every text and every attribute escaped, so that no name in a table can become markup.
 * Holds no raw text: scripts and style sheets are not its business.
 *
 * @example serializeHtml(element("p", { title: '"a"' }, "<b>")) // '<p title="&quot;a&quot;">&lt;b&gt;</p>'
 */
export function serializeHtml(node: Node): string {
  if (node.nodeType === 3) return escapeHtml(node.nodeValue ?? "");
  if (node.nodeType !== 1) return "";
  const { localName, attributes, childNodes } = node as Element;
  const pairs = Array.from(attributes, ({ name, value }) => ` ${name}="${escapeHtml(value)}"`).join("");
  if (empty.has(localName)) return `<${localName}${pairs}>`;
  return `<${localName}${pairs}>${Array.from(childNodes, serializeHtml).join("")}</${localName}>`;
}
