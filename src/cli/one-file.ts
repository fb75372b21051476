import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parseHTML } from "linkedom";
import type { PairDocument } from "../decisions/documents.js";
import type { DriftDocument } from "../decisions/drift-types.js";
import { headline } from "../decisions/headline.js";
import { ComparisonReport } from "../../reports/components/ComparisonReport.js";
import { DriftReport } from "../../reports/components/DriftReport.js";
import { driftSentence } from "../../reports/components/driftSentence.js";
import { withDocument } from "../../reports/components/element.js";
import { escapeHtml, serializeHtml } from "./serialize-html.js";

export interface ComparisonHtmlOptions {
  /** The target's unit in the plural, such as `minutes`; none by default. */
  targetUnit?: string;
  /** What a row is, in the plural; `rows` by default. */
  rows?: string;
  /** The command that makes this page again; left out where not given. */
  command?: string;
}

export interface DriftHtmlOptions {
  rows?: string;
  command?: string;
}

const styles = ["tokens", "frame", "parts", "evidence", "print"];

const fonts = [
  {
    family: "Inter Variable",
    file: "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    weights: "100 900",
  },
  {
    family: "Source Serif 4 Variable",
    file: "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
    weights: "200 900",
  },
];

/** The site's own styles and fonts, as one text. */
async function styleSheet(): Promise<string> {
  const { resolve } = createRequire(import.meta.url);
  const sheets = await Promise.all(
    styles.map((name) => readFile(new URL(`../../reports/styles/${name}.css`, import.meta.url), "utf8")),
  );
  const faces = await Promise.all(
    fonts.map(
      async ({ family, file, weights }) =>
        `@font-face{font-family:"${family}";font-weight:${weights};src:url("data:font/woff2;base64,${(await readFile(resolve(file))).toString("base64")}") format("woff2")}`,
    ),
  );
  return `${faces.join("\n")}\n${sheets
    .join("\n")
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s+/g, " ")}`;
}

/** Draws one static page: no script, no request, light and dark, wide and narrow. */
async function staticPage(title: string, draw: () => Element): Promise<string> {
  const css = await styleSheet();
  const { document } = parseHTML("<!doctype html><html></html>");
  const body = withDocument(document as unknown as Document, () => serializeHtml(draw()));
  return [
    "<!doctype html>",
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${css}</style>`,
    `<body>${body}</body>`,
    "</html>",
    "",
  ].join("\n");
}

/**
 * A comparison as one HTML file to share: verdict, intervals, tests, charts, method and provenance, drawn by the
 * components of the site. It holds no script and asks for nothing, so it opens from disk; about 250 kB, most of it fonts.
 *
 * @example await writeFileAtomically("verdict.html", await comparisonHtml(pair, { targetUnit: "minutes", rows: "flights" }))
 */
export async function comparisonHtml(
  pair: PairDocument,
  { targetUnit = "", rows = "rows", command }: ComparisonHtmlOptions = {},
): Promise<string> {
  const { sentence } = headline(pair.compare, { targetUnit, rows });
  return await staticPage(sentence, () =>
    ComparisonReport(pair, { sentence, targetUnit, rows, command: command ?? null }),
  );
}

/**
 * Two tables compared column by column as one HTML file to share; see {@link comparisonHtml}.
 *
 * @example await writeFileAtomically("drift.html", await driftHtml(document))
 */
export async function driftHtml(
  document: DriftDocument,
  { rows = "rows", command }: DriftHtmlOptions = {},
): Promise<string> {
  return await staticPage(driftSentence(document, "reference", "Current"), () =>
    DriftReport(document, { rows, command: command ?? null }),
  );
}
