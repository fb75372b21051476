import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  SimulationReport,
  simulationQuestions,
  type SimulationDocument,
} from "../reports/components/SimulationReport.js";
import { methodPages, methodWords, testPages, testWords } from "../reports/components/words.js";
import { metrics } from "../src/metrics/index.js";
import { drawn } from "./site/documents.js";

const folder = "reports/methods";
const text = (page: string): string => readFileSync(`${folder}/${page}.md`, "utf8");
const pages = readdirSync(folder).map((name) => name.replace(/\.md$/, "")).filter((name) => name !== "index"); // prettier-ignore
/** Pages of another form: what a simulation counted. */
const reports: Readonly<Record<string, string>> = {
  simulation: "How often is a verdict, a test or an interval wrong, counted?",
  "drift-simulation": "How often does drift alarm where nothing moved, and what does it catch?",
};
const methods = pages.filter((page) => !(page in reports));
const question = (page: string): string => reports[page] ?? /<p class="evidence">(.*)<\/p>/.exec(text(page))![1]!;
const title = (page: string): string => /^title: (.*)$/m.exec(text(page))![1]!;
const part = (page: string, heading: string): string =>
  text(page)
    .split(`\n## ${heading}\n`)[1]
    ?.split(/\n## |\n<\/div>/)[0] ?? "";

/** Every page answers the same questions in this order; families of metrics list theirs in between. */
const headings = [
  "How it works",
  "The metrics",
  "What it assumes",
  "When not to use it",
  "From how many rows on",
  "Source",
  "Our proof",
];

describe.each(methods)("the page %s", (page) => {
  it("answers every question, in the order of the others", () => {
    const found = Array.from(text(page).matchAll(/^## (.*)$/gm), ([, heading]) => heading!);
    expect(found).toEqual(headings.filter((heading) => heading !== "The metrics" || found.includes(heading)));
    expect(text(page)).toContain(`\n# ${title(page)}\n`);
    expect(question(page)).toMatch(/\?$/);
    expect(text(page)).toContain('<p class="formula">');
    for (const heading of found) expect(part(page, heading).trim(), heading).not.toBe("");
  });

  it("names proofs that exist, and the versions of the tools that made its fixtures", () => {
    const paths = Array.from(text(page).matchAll(/`((?:test|src)\/[^`]*)`/g), ([, path]) => path!);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
    const proof = part(page, "Our proof");
    expect(proof).toMatch(/`test\/[^`]*\.test\.ts`/);
    for (const [, path] of proof.matchAll(/`(test\/fixtures\/[^`]*\.json)`/g)) {
      const { tool, versions } = JSON.parse(readFileSync(path!, "utf8")) as { tool?: string; versions?: object };
      const made = tool ?? Object.entries(versions!).map((each) => each.join(" ")).join(", "); // prettier-ignore
      expect(proof).toContain(`${made} (\`${path}\`)`);
    }
  });

  it("links only to pages that exist", () => {
    for (const [, other] of text(page).matchAll(/\]\(\.\/([a-z-]+)\)/g)) expect(pages).toContain(other);
  });
});

describe("the pages of methods together", () => {
  const index = text("index");

  it("are all in the list, once, with their title and question", () => {
    for (const page of pages) {
      const asked = question(page).replaceAll("&amp;", "&");
      const entries = Array.from(index.matchAll(new RegExp(`^- \\*\\*\\[(.*)\\]\\(\\./${page}\\)\\*\\*: (.*)$`, "gm")));
      expect(entries.map(([, name]) => name), page).toEqual([title(page)]); // prettier-ignore
      expect(entries[0]![2]!.toLowerCase()).toBe(asked.toLowerCase());
    }
  });

  it("cover every test and every method of an interval that a page names", () => {
    expect(Object.keys(testPages).sort()).toEqual(Object.keys(testWords).sort());
    for (const page of [...Object.values(testPages), ...Object.values(methodPages)]) expect(pages).toContain(page);
  });

  it("have words for every method that the sources name", () => {
    const named = ["stats", "evaluation", "decisions"].flatMap((room) =>
      readdirSync(`src/${room}`, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .flatMap((file) =>
          Array.from(
            readFileSync(`src/${room}/${file}`, "utf8").matchAll(/\bmethod: "([a-z-]+)"/g),
            ([, name]) => name!,
          ),
        ),
    );
    expect(named.length).toBeGreaterThan(5);
    expect([...new Set(named)].filter((name) => !(name in methodWords))).toEqual([]);
    for (const name of Object.keys(methodPages)) expect(methodWords).toHaveProperty([name]);
  });

  it("hold every metric in exactly one family", () => {
    const named = pages.flatMap((page) =>
      Array.from(/MetricTable\(\[([^\]]*)\]/.exec(text(page))?.[1]?.matchAll(/"(\w+)"/g) ?? [], ([, name]) => name!),
    );
    const averages = /(Macro|Micro|Weighted)$/;
    expect([...named].sort()).toEqual(Object.keys(metrics).filter((name) => !averages.test(name)).sort()); // prettier-ignore
  });
});

describe("the page of the simulation", () => {
  const results = JSON.parse(readFileSync("test/simulation/results.json", "utf8")) as SimulationDocument;
  const shown = (document: SimulationDocument): HTMLElement => drawn(() => SimulationReport(document));

  it("shows every line of the committed table, under the question that it answers", () => {
    const page = shown(results);
    expect(page.querySelectorAll("tbody tr").length).toBe(results.rows.length);
    expect(page.querySelectorAll("section").length).toBe(Object.keys(simulationQuestions).length);
    expect(page.textContent).toContain(reports["simulation"]);
    expect(page.textContent).not.toMatch(/NaN|undefined/);
  });

  it("says how many promises held, and marks each that did not", () => {
    const [first, ...others] = results.rows.filter(({ holds }) => holds);
    const page = shown({ ...results, rows: [{ ...first!, holds: false }, ...others] });
    expect(page.querySelector("h1")!.textContent).toBe(`${others.length} of ${others.length + 1} promises held when we counted`); // prettier-ignore
    expect(page.querySelectorAll(".pill.alarm").length).toBe(1);
  });
});
