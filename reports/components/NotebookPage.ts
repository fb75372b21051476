import { element, type Child } from "./element.js";
import { MethodNote } from "./Panel.js";

interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, string | string[]>;
}

interface Cell {
  cell_type: "markdown" | "code";
  source: string | string[];
  outputs?: Output[];
}

const joined = (text: string | string[] | undefined): string => (Array.isArray(text) ? text.join("") : (text ?? ""));

/** Headings, paragraphs and `code` of a markdown cell; anything else is shown as it is written. */
function markdown(text: string): Child {
  const inline = (line: string): Child =>
    line.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? element("code", null, part) : part));
  return text.split(/\n{2,}/).map((block) => {
    const heading = /^(#{1,3}) (.*)$/.exec(block.trim());
    if (!heading) return element("p", null, inline(block));
    return element((["h1", "h2", "h3"] as const)[heading[1]!.length - 1]!, null, inline(heading[2]!));
  });
}

const token =
  /(\/\/[^\n]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\b(import|from|as|const|let|function|return|await|async|for|of|if|else|new|true|false|null|void|number|string|boolean)\b|\b(\d[\d_.]*)\b/g;
const tokenNames = ["comment", "string", "keyword", "number"] as const;

/** Code with comments, strings, keywords and numbers told apart. */
function highlighted(code: string): Child {
  const parts: Child[] = [];
  let end = 0;
  for (const match of code.matchAll(token)) {
    parts.push(code.slice(end, match.index));
    const kind = tokenNames[match.slice(1).findIndex((group) => group !== undefined)]!;
    parts.push(element("span", { class: `token-${kind}` }, match[0]));
    end = match.index + match[0].length;
  }
  parts.push(code.slice(end));
  return parts;
}

const document = (html: string): string =>
  `<!doctype html><meta charset="utf-8"><style>body{margin:0;font:14px/1.5 system-ui,sans-serif;color:#1c232e;background:#fff;padding:12px}table{border-collapse:collapse}th,td{padding:4px 14px 4px 0;text-align:left;border-bottom:1px solid #e6e2da}svg{max-width:100%;height:auto}</style>${html}`;

/** HTML that a notebook wrote, in a frame that runs no script and reaches nothing of the page. */
function frame(html: string): HTMLElement {
  const shown = element("iframe", {
    sandbox: "allow-same-origin",
    title: "Output of the cell",
    height: "120",
    srcdoc: document(html),
  });
  shown.addEventListener("load", () => {
    const content = shown.contentDocument?.documentElement;
    if (content) shown.height = String(content.scrollHeight + 4);
  });
  return shown;
}

function output({ output_type, text, data }: Output): Child {
  if (output_type === "stream") return element("pre", { tabindex: "0" }, joined(text));
  const html = data?.["text/html"];
  return html ? frame(joined(html)) : element("pre", { tabindex: "0" }, joined(data?.["text/plain"]));
}

/** A notebook as it ran with this build: words, code and outputs. */
export function NotebookPage({ cells }: { cells: readonly Cell[] }): HTMLElement {
  return element(
    "div",
    null,
    cells.map((cell) =>
      cell.cell_type === "markdown"
        ? element("div", { class: "cell prose" }, markdown(joined(cell.source)))
        : element(
            "div",
            { class: "cell" },
            element("pre", { tabindex: "0" }, element("code", null, highlighted(joined(cell.source)))),
            (cell.outputs ?? []).map((each) => element("div", { class: "output" }, output(each))),
          ),
    ),
    MethodNote(
      "Run by tslab with this build. To change and run it yourself: ",
      element("code", null, "npm run notebooks"),
      ".",
    ),
  );
}
