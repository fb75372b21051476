import { element, type Child } from "./element.js";

/** A surface with one border, for tables and the picture that decides. */
export const Panel = (...children: Child[]): HTMLElement => element("div", { class: "panel" }, children);

/** A part of a page: heading, one muted sentence, content. */
export function Section(title: string, subtitle: Child, ...children: Child[]): HTMLElement {
  const id = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return element(
    "section",
    { "aria-labelledby": id },
    element("h2", { id }, title),
    subtitle ? element("p", { class: "subtitle" }, subtitle) : null,
    children,
  );
}

/** Two columns where wide, one where narrow. */
export const Columns = (...children: Child[]): HTMLElement => element("div", { class: "columns" }, children);

export interface Fact {
  /** The number with its unit: `0.40 min`. */
  value: string;
  text: Child;
}

/** Up to four facts side by side under a chart. */
export const Facts = (facts: readonly Fact[]): HTMLElement =>
  element(
    "dl",
    { class: "facts" },
    facts.map(({ value, text }) => element("div", null, element("dt", null, value), element("dd", null, text))),
  );

export interface HeadlineOptions {
  /** A state's pill, or small muted text. */
  above?: Child;
  /** One line of evidence under the sentence. */
  evidence?: Child;
}

/** The answer first: one sentence that a reader could quote. */
export const Headline = (sentence: string, { above, evidence }: HeadlineOptions = {}): HTMLElement =>
  element(
    "div",
    { class: "headline" },
    above ? element("div", { class: "above" }, above) : null,
    element("h1", null, sentence),
    evidence ? element("p", { class: "evidence" }, evidence) : null,
  );

/** States method and what is estimated, and links to the method's page. */
export const MethodNote = (...children: Child[]): HTMLElement => element("footer", { class: "method" }, children);

/** What a chart or table cannot show, with the way out. */
export const Waiting = (sentence: Child, command?: string): HTMLElement =>
  element("p", { class: "waiting" }, sentence, command ? [" ", element("code", null, command)] : null);
