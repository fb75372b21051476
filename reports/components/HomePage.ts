import type { PageEvidence, ProjectFacts, ProjectSummary } from "../src/cards/evidence-types.js";
import {
  formatCount,
  formatFixed,
  formatGain,
  formatGainInterval,
  formatInterval,
  formatValue,
  type Quantity,
} from "../src/lib/format.js";
import { day, period } from "./dates.js";
import { element, type Child } from "./element.js";
import { Headline, Section } from "./Panel.js";
import { Sparkline } from "./Sparkline.js";
import { StatePill } from "./StatePill.js";

type Summary = PageEvidence<ProjectSummary>;
type Present = Extract<Summary, { absent: null }>;

const present = (summary: Summary): summary is Present => summary.absent === null;
const drifted = ({ document: { drift } }: Present): boolean => drift?.state === "alarm" || drift?.state === "warn";
const open = ({ document: { challenger } }: Present): boolean =>
  challenger?.verdict.decision === "collect-more-data" || challenger?.verdict.decision === "promote";
const quantity = ({ project, document }: Present): Quantity => ({
  unit: document.metric.unit,
  targetUnit: project.target.unit,
});
const many = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count} ${count === 1 ? singular : plural}`;
const inSentence = (title: string): string =>
  /^[A-Z][a-z]/.test(title) ? title[0]!.toLowerCase() + title.slice(1) : title;

/** What needs a look, in one sentence: alarms first, then challengers to promote, then open decisions. */
export function homeSentence(summaries: readonly Summary[]): string {
  const here = summaries.filter(present);
  if (here.length === 0) return "No project has data here yet";
  const needs = (found: readonly Present[], reason: string): string =>
    found.length === 1
      ? `One project needs a look: ${found[0]!.project.title} ${reason}`
      : `${found.length} projects need a look: ${found.map(({ project }) => project.title).join(" and ")}`;
  const alarms = here.filter(({ document }) => document.drift?.state === "alarm");
  if (alarms.length > 0) {
    const drift = alarms[0]!.document.drift!;
    return needs(alarms, `drifted in ${drift.window}`);
  }
  const promotable = here.filter(({ document }) => document.challenger?.verdict.decision === "promote");
  if (promotable.length > 0) return needs(promotable, "has a better model");
  const warnings = here.filter(drifted);
  if (warnings.length > 0) return needs(warnings, `may drift: ${warnings[0]!.document.drift!.window}`);
  const undecided = here.filter(open);
  if (undecided.length > 0) return `Nothing alarms; ${many(undecided.length, "decision")} waits for more data`;
  return "Every champion stands and nothing drifted";
}

function counts(summaries: readonly Summary[]): string {
  const here = summaries.filter(present);
  const alarms = here.filter(({ document }) => document.drift?.state === "alarm").length;
  return [
    many(summaries.length, "project"),
    many(alarms, "alarm"),
    `${many(here.filter(open).length, "decision")} open`,
  ].join(" · ");
}

/** The gain in a few words, with its interval and how many units it rests on. */
function verdictText(summary: Present): string {
  const { challenger, judged } = summary.document;
  if (!challenger) return "One run only: nothing to compare yet.";
  const { gain, preferred, decision } = challenger.verdict;
  const rests = `${formatGain(gain.estimate, quantity(summary))} ${formatGainInterval(gain.lower, gain.upper, { ...quantity(summary), targetUnit: "" }).replace(/ points$/, "")}`;
  const on = judged.unit ? ` on ${formatCount(gain.units)} ${judged.unit}` : "";
  const stays = decision === "equivalent" && preferred ? `; the ${preferred} is preferred` : "";
  return `${challenger.title} ${rests}${on}${stays}`;
}

function driftCell({ document: { drift } }: Present): Child {
  if (!drift) return [element("p", { class: "label" }, "Drift"), element("p", null, "No current window yet.")];
  const names = drift.columns.slice(0, 2).join(", ");
  const more = drift.columns.length > 2 ? ` and ${drift.columns.length - 2} more` : "";
  return [
    element("p", { class: "label" }, `${drift.replay ? "Replay" : "Production"}, ${drift.window}`),
    StatePill(drift.state),
    element(
      "p",
      null,
      drift.state === "too-few-rows"
        ? "Too few rows to say."
        : `${drift.alarms} of ${drift.tested} columns, ${formatFixed(drift.expectedByChance, 1)} by chance`,
      names ? element("span", { class: "small" }, `: ${names}${more}`) : null,
    ),
  ];
}

function row(summary: Present): HTMLElement {
  const { project, document } = summary;
  const { champion, challenger, metric, performance } = document;
  const values = performance.map(({ value }) => value);
  const when = period(document.from, document.to);
  return element(
    "li",
    null,
    element(
      "div",
      null,
      element("h2", null, element("a", { href: `./${project.id}/champion.html` }, project.title)),
      element("p", null, project.question),
      element("p", { class: "small" }, `${formatCount(document.rows)} ${project.rows}${when ? `, ${when}` : ""}`),
      element("p", { class: "small" }, `trained ${day(document.trainedAt)}`),
    ),
    element(
      "div",
      null,
      element("p", { class: "label" }, "Champion against challenger"),
      challenger ? StatePill(challenger.verdict.decision) : null,
      element("p", null, verdictText(summary)),
    ),
    element(
      "div",
      null,
      element("p", { class: "label" }, `Champion: ${inSentence(champion.title)}, ${inSentence(metric.title)}`),
      element(
        "p",
        { class: "figure" },
        element("b", null, formatValue(champion.value.estimate, quantity(summary))),
        ` ${formatInterval(champion.value.lower, champion.value.upper, quantity(summary))}`,
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
    ),
    element("div", null, driftCell(summary)),
  );
}

function awayRow(project: ProjectFacts, absent: NonNullable<Summary["absent"]>): HTMLElement {
  return element(
    "li",
    { class: "away" },
    element("div", null, element("h2", null, project.title), element("p", null, project.question)),
    element(
      "div",
      { class: "absent" },
      element("p", { class: "label" }, "Data not here yet"),
      element(
        "p",
        null,
        `${absent.sentence} Bring them: `,
        element("code", null, absent.command),
        absent.variable ? [" or point ", element("code", null, absent.variable), " at files that you have."] : null,
      ),
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
      summaries.map((summary) => (present(summary) ? row(summary) : awayRow(summary.project, summary.absent))),
    ),
    Section(
      "Your own",
      null,
      element(
        "p",
        { class: "muted" },
        "Two files of predictions are enough: ",
        element("code", null, "npx assay compare a.csv b.csv --html verdict.html"),
      ),
      element(
        "p",
        { class: "muted" },
        "A table with a target becomes a project: ",
        element("code", null, "npx assay init my-project --data rows.csv --target column"),
      ),
    ),
  );
}
