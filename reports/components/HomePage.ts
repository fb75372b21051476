import type { Absent, HomeDocument, PageEvidence } from "../src/cards/evidence-types.js";
import { formatCount, formatFixed, formatGain, formatInterval, formatValue, type Quantity } from "../src/lib/format.js";
import { WayOut } from "./Absent.js";
import { day, period } from "./dates.js";
import { element, type Child } from "./element.js";
import { Headline, Section } from "./Panel.js";
import { inSentence } from "./quantities.js";
import { Sparkline } from "./Sparkline.js";
import { StatePill } from "./StatePill.js";

type Summary = PageEvidence<HomeDocument>;

const isHere = (summary: Summary): summary is HomeDocument => summary.absent === undefined;
const drifted = ({ drift }: HomeDocument): boolean => drift?.state === "alarm" || drift?.state === "warn";
const open = ({ verdict }: HomeDocument): boolean =>
  verdict?.decision === "collect-more-data" || verdict?.decision === "promote";
const quantity = ({ champion, targetUnit }: HomeDocument): Quantity => ({
  unit: champion?.metric.unit ?? "number",
  targetUnit,
});
const many = (count: number, singular: string): string => `${count} ${singular}${count === 1 ? "" : "s"}`;

/** What needs a look, in one sentence: alarms first, then challengers to promote, then open decisions. */
export function homeSentence(summaries: readonly Summary[]): string {
  const here = summaries.filter(isHere);
  if (here.length === 0) return "No project has data here yet";
  const better = "has a better model";
  const needs = (found: readonly HomeDocument[], reason: string): string =>
    found.length === 1
      ? `One project needs a look: ${found[0]!.title} ${reason}${reason !== better && found[0]!.verdict?.decision === "promote" ? ` and ${better}` : ""}`
      : `${found.length} projects need a look: ${found.map(({ title }) => title).join(" and ")}`;
  const alarms = here.filter(({ drift }) => drift?.state === "alarm");
  if (alarms.length > 0) return needs(alarms, `drifted in ${alarms[0]!.drift!.window}`);
  const promotable = here.filter(({ verdict }) => verdict?.decision === "promote");
  if (promotable.length > 0) return needs(promotable, better);
  const warnings = here.filter(drifted);
  if (warnings.length > 0) return needs(warnings, `may drift since ${warnings[0]!.drift!.window}`);
  const undecided = here.filter(open);
  if (undecided.length > 0)
    return `Nothing alarms; ${undecided.length === 1 ? "one decision waits" : `${undecided.length} decisions wait`} for more data`;
  return "Every champion stands and nothing drifted";
}

/** Projects that need a look first, those without data last, all else as it came. */
function inOrder(summaries: readonly Summary[]): Summary[] {
  const rank = (summary: Summary): number => {
    if (!isHere(summary)) return 4;
    if (summary.drift?.state === "alarm") return 0;
    return summary.verdict?.decision === "promote" ? 1 : drifted(summary) ? 2 : 3;
  };
  return [...summaries].sort((a, b) => rank(a) - rank(b));
}

function counts(summaries: readonly Summary[]): string {
  const here = summaries.filter(isHere);
  const alarms = here.filter(({ drift }) => drift?.state === "alarm").length;
  return [
    many(summaries.length, "project"),
    many(alarms, "alarm"),
    `${many(here.filter(open).length, "decision")} open`,
  ].join(" · ");
}

function verdictCell(summary: HomeDocument): Child {
  const { verdict, gain, rows } = summary;
  if (!verdict) return element("p", null, "One run only: nothing to compare yet.");
  return [
    StatePill(verdict.decision),
    element("p", null, verdict.sentence),
    gain
      ? element(
          "p",
          { class: "small" },
          `${formatGain(gain.estimate, quantity(summary))} ${formatInterval(gain.lower, gain.upper, quantity(summary))} on ${formatCount(gain.units)} ${rows.unit}`,
        )
      : null,
  ];
}

function driftCell({ drift, windows }: HomeDocument): Child {
  if (!drift || !windows)
    return [element("p", { class: "label" }, "Drift"), element("p", null, "No current window yet.")];
  return [
    element("p", { class: "label" }, `${windows.replay ? "Replay" : "Production"}, ${drift.window}`),
    StatePill(drift.state),
    element("p", null, drift.sentence),
    element("p", { class: "small" }, `${formatFixed(windows.expectedByChance, 1)} alarms by chance`),
  ];
}

function championCell(summary: HomeDocument): Child {
  const { champion, performance } = summary;
  if (!champion) return element("p", { class: "label" }, "No champion yet");
  const { metric, title, value } = champion;
  const values = performance.map((point) => point.value);
  return [
    element("p", { class: "label" }, `Champion: ${inSentence(title)}, ${inSentence(metric.title)}`),
    element(
      "p",
      { class: "figure" },
      element("b", null, formatValue(value.estimate, quantity(summary))),
      ` ${formatInterval(value.lower, value.upper, quantity(summary))}`,
    ),
    values.length > 2
      ? Sparkline(values, {
          label: `${metric.title} of the champion per period, from ${formatValue(values[0], quantity(summary))} to ${formatValue(values.at(-1), quantity(summary))}`,
          width: 230,
          height: 44,
          color: "var(--champion)",
          mark: values.length - 1,
          markColor: drifted(summary) ? "var(--alarm)" : "var(--champion)",
        })
      : null,
  ];
}

function row(summary: HomeDocument): HTMLElement {
  const { project, title, question, data, rowName, champion } = summary;
  const when = period(data.from, data.to);
  return element(
    "li",
    null,
    element(
      "div",
      null,
      element("h2", null, element("a", { href: `./${project}/champion.html` }, title)),
      element("p", null, question),
      element("p", { class: "small" }, `${formatCount(data.rows)} ${rowName}${when ? `, ${when}` : ""}`),
      champion ? element("p", { class: "small" }, `trained ${day(champion.trainedAt)}`) : null,
    ),
    element("div", null, element("p", { class: "label" }, "Champion against challenger"), verdictCell(summary)),
    element("div", null, championCell(summary)),
    element("div", null, driftCell(summary)),
  );
}

function awayRow(absence: Absent): HTMLElement {
  const { title, question } = absence;
  return element(
    "li",
    { class: "away" },
    element("div", null, element("h2", null, title), element("p", null, question)),
    element(
      "div",
      { class: "absent" },
      element("p", { class: "label" }, "Data not here yet"),
      element("p", null, WayOut(absence)),
    ),
  );
}

/** The home page: what needs a look, and one row per project. */
export function HomePage(summaries: readonly Summary[]): HTMLElement {
  return element(
    "div",
    null,
    Headline(homeSentence(summaries), { above: counts(summaries) }),
    element(
      "ul",
      { class: "projects" },
      inOrder(summaries).map((summary) => (isHere(summary) ? row(summary) : awayRow(summary.absent))),
    ),
    Section(
      "Your own",
      null,
      element(
        "p",
        { class: "muted wide" },
        "Two files of predictions are enough: ",
        element("code", null, "npx assay compare a.csv b.csv --html verdict.html"),
      ),
      element(
        "p",
        { class: "muted wide" },
        "A table with a target becomes a project: ",
        element("code", null, "npx assay init my-project --data rows.csv --target column"),
      ),
    ),
  );
}
