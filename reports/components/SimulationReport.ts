import { formatCount, formatFixed, formatPercent, nothing } from "../src/lib/format.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { IntervalMark } from "./IntervalMark.js";
import { Headline, MethodNote, Panel, Section } from "./Panel.js";
import { StatePill } from "./StatePill.js";

export interface SimulationLine {
  question: string;
  method: string;
  /** What is true, and how rows come about. */
  setting: string;
  n: number;
  units: number;
  cases: number;
  rate: number;
  /** The promise widened by Monte Carlo error; null where nothing is promised. */
  allowed: { least: number | null; most: number | null } | null;
  holds: boolean | null;
}

/** What `npm run simulate` writes. */
export interface SimulationDocument {
  assayVersion: string;
  monteCarloErrors: number;
  seconds: number;
  rows: SimulationLine[];
}

/** What each rate is a rate of, in the order of the page. */
export const simulationQuestions: Record<string, { title: string; text: string }> = {
  "false-promotion": {
    title: "Promoted although the gain does not count",
    text: "The true gain lies exactly on the smallest worthwhile one. A verdict may promote in at most 2.5 % of cases, also with the best of twelve challengers where the policy is strict, and in at most 5 % over all looks together where it is judged at every batch.",
  },
  "promotion-by-luck": {
    title: "The same by rules that are not ours",
    text: "Nothing is promised here: how often other customs promote in the same cases.",
  },
  "false-decision": {
    title: "Decided wrongly at a limit",
    text: "Gates, guardrails and equivalence, with the truth exactly on the limit: wrong in at most 2.5 % of cases.",
  },
  rejection: {
    title: "Tests that see a difference where there is none",
    text: "p below 0.05 in at most 5 % of cases.",
  },
  coverage: {
    title: "Intervals that hold the truth",
    text: "In at least 95 % of cases from the number of rows on that each method's page states; below it the rate is shown, and nothing is promised.",
  },
  power: {
    title: "Power as planned",
    text: "With the units that were planned for a power of 80 %, the true gain is shown in about that many cases.",
  },
};

/** The same of drift: of windows against a reference. */
export const driftSimulationQuestions: Record<string, { title: string; text: string }> = {
  "false-alarm": {
    title: "Alarms where nothing moved",
    text: "Windows of twenty columns drawn from what the reference was drawn from. At most 5 % of windows may alarm, and a false alarm at the level of a whole year may come in at most one year of twenty. Over 30 days the tests alone agree in more than 5 % of windows; an alarm also needs the interval of the effect, which is why none comes.",
  },
  power: {
    title: "Changes that are caught",
    text: "One column changes by the size that the line says. At least 80 % of windows must alarm, and 95 % alarm or warn, where rows are independent.",
  },
};

const verdictsAsked = "How often is a verdict, a test or an interval wrong, counted?";

/** A promise as a range: `at most 3.1 %`. */
function range({ allowed }: SimulationLine): string {
  if (!allowed) return nothing;
  const { least, most } = allowed;
  if (least !== null && most !== null) return `${formatFixed(100 * least, 1)} to ${formatPercent(most)}`;
  return least === null ? `at most ${formatPercent(most)}` : `at least ${formatPercent(least)}`;
}

function table(rows: readonly SimulationLine[], caption: string): HTMLElement {
  const ends = rows.flatMap(({ rate, allowed }) => [rate, allowed?.least ?? rate, allowed?.most ?? rate]);
  const pad = 0.05 * (Math.max(...ends) - Math.min(...ends) || 0.02);
  const domain = [Math.max(0, Math.min(...ends) - pad), Math.min(1, Math.max(...ends) + pad)] as const;
  return EvidenceTable<SimulationLine>({
    caption,
    rows,
    columns: [
      { title: "Method", cell: ({ method, setting }) => [method, element("span", { class: "note" }, setting)] },
      {
        title: "rows (units)",
        short: "rows",
        kind: "number",
        cell: ({ n, units }) => (units === n ? formatCount(n) : `${formatCount(n)} (${formatCount(units)})`),
      },
      { title: "rate", kind: "number", cell: ({ rate }) => formatPercent(rate) },
      {
        title: "the bar is what is allowed",
        kind: "picture",
        short: "",
        cell: ({ rate, allowed }) =>
          IntervalMark(
            {
              estimate: rate,
              lower: allowed ? (allowed.least ?? domain[0]) : rate,
              upper: allowed ? (allowed.most ?? domain[1]) : rate,
            },
            { domain, color: "var(--ink)" },
          ),
      },
      { title: "allowed", kind: "number", cell: range },
      {
        title: "holds",
        short: "",
        cell: ({ holds }) =>
          holds === null ? null : StatePill(holds ? "pass" : "fail", { text: holds ? "Holds" : "Broken" }),
      },
      { title: "cases", kind: "number", cell: ({ cases }) => formatCount(cases) },
    ],
  });
}

/** How often verdicts, tests, intervals and plans err, counted on made-up rows of which the truth is known. */
export function SimulationReport(
  { assayVersion, monteCarloErrors, seconds, rows }: SimulationDocument,
  { questions = simulationQuestions, asked = verdictsAsked } = {},
): HTMLElement {
  const promised = rows.filter(({ holds }) => holds !== null);
  const kept = promised.filter(({ holds }) => holds);
  const sections = Object.entries(questions).map(([question, { title, text }]): Child => {
    const here = rows.filter((row) => row.question === question);
    return here.length > 0 ? Section(title, text, Panel(table(here, title))) : null;
  });
  return element(
    "div",
    { class: "page" },
    Headline(
      kept.length === promised.length
        ? `All ${formatCount(promised.length)} promises held when we counted`
        : `${formatCount(kept.length)} of ${formatCount(promised.length)} promises held when we counted`,
      {
        evidence: `${asked} Rows are made up so that the truth is known, at the edges where errors are likeliest, and judged by the code that judges yours. A rate may lie outside its promise by ${monteCarloErrors} Monte Carlo errors; lines without a promise have fewer rows than the method’s page asks for, or are not ours.`,
      },
    ),
    sections,
    MethodNote(
      `Assay ${assayVersion}; ${formatCount(rows.reduce((sum, { cases }) => sum + cases, 0))} cases with fixed seeds in ${formatCount(Math.round(seconds / 60))} minutes. Count again: `,
      element("code", {}, "npm run simulate"),
      ". ",
      element("a", { href: "./" }, "All methods"),
    ),
  );
}
