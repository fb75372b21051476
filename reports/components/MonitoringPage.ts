import type { JudgedWindow, MonitorDocument } from "../src/decisions/monitor-types.js";
import { formatCount, formatDifference, formatFixed, formatInterval, formatValue } from "../src/lib/format.js";
import { addressState } from "./addressState.js";
import { AlertTable } from "./AlertTable.js";
import { Controls, live, Select } from "./controls.js";
import { day } from "./dates.js";
import { element, type Child } from "./element.js";
import { HistogramPair } from "./HistogramPair.js";
import { LogWindowTable } from "./LogWindowTable.js";
import { RiskOverTime, ScoreOverTime, VolumeOverTime } from "./LogOverTime.js";
import { monitoringSentence, newestJudged } from "./monitoringSentence.js";
import { Columns, Facts, Headline, MethodNote, Panel, Section, Waiting, type Fact } from "./Panel.js";
import { PerformanceBands } from "./PerformanceBands.js";
import { picture } from "./picture.js";
import type { ProjectWords } from "./projectWords.js";
import { counted, inSentence, reading, type Reading } from "./quantities.js";
import { windowRowsQuery } from "./readyQueries.js";
import { StatePill } from "./StatePill.js";
import { windowWords } from "./windowWords.js";

/** Windows of the table shown at once; older ones are folded away. */
const newestWindows = 8;

const sources = {
  log: "The prediction log.",
  "held-out": "Held-out rows in the order of time stand for a prediction log.",
  replay: "A replay: held-out rows cut into parts, in no real order of time.",
};

/** What the score is called and how it is written. */
const scoreReading = (metric: Reading, project: ProjectWords): Reading =>
  project.task === "classification"
    ? reading({ ...metric, unit: "rate", title: `probability of ${project.positive}, per cent` }, "")
    : reading(
        { ...metric, unit: "target", title: `prediction${project.targetUnit ? `, ${project.targetUnit}` : ""}` },
        project.targetUnit,
      );

/** The page `monitoring`: how the champion does on the log, window by window, and what to do about it. */
export function MonitoringPage(document: MonitorDocument, project: ProjectWords): HTMLElement {
  const { log, windows, policy, limit, alerts, retraining, windowsPerYear } = document;
  const newest = newestJudged(windows) ?? windows.at(-1);
  if (!newest) return Waiting("There is no prediction to look at yet.", `npx assay predict champion FILE --log`);
  const metric = reading(log.metric, project.targetUnit);
  const score = scoreReading(metric, project);
  const { quantity } = metric;
  const state = addressState({
    window: { fallback: newest.name, allowed: windows.map(({ name }) => name) },
    judged: { fallback: "alone", allowed: ["alone", "year"] },
    alerts: { fallback: "all", allowed: ["all", "performance", "drift"] },
  });
  const stateOf = (window: JudgedWindow): JudgedWindow["sustained"] =>
    state.get("judged") === "year" ? window.sustained : window.performance.state;
  const rowsHref = (window: JudgedWindow): string | null =>
    window.rows > 0
      ? `../explore.html?${new URLSearchParams({ project: project.id, query: windowRowsQuery(project.task, window) }).toString()}`
      : null;

  function evidenceLine(): Child {
    const { realised } = newest!;
    const over =
      newest!.units === newest!.rows
        ? `${formatCount(newest!.rows)} ${project.rows}`
        : `${formatCount(newest!.rows)} ${project.rows} on ${counted(formatCount(newest!.units), log.unit)}`;
    return [
      element("strong", {}, `Retraining is ${retraining.advised ? "" : "not "}advised. `),
      `${retraining.reason} Newest window with labels, ${windowWords(newest!)}: ${inSentence(metric.title)} ${formatValue(realised.estimate, quantity)} ${formatInterval(realised.lower, realised.upper, quantity)} from ${over}; ${metric.direction === "minimize" ? "up" : "down"} to ${formatValue(limit, quantity)} is allowed. `,
      spellsLine(),
      sources[log.source],
    ];
  }

  /** How often the labels alarmed, and when it was worst: what a newest window that is fine does not tell. */
  function spellsLine(): string {
    const judged = windows.filter(({ performance }) => performance.state !== "too-few-rows");
    const alarmed = judged.filter(({ performance }) => performance.state === "alarm");
    if (alarmed.length === 0) return "";
    const sign = metric.direction === "minimize" ? -1 : 1;
    const worst = [...alarmed].sort((a, b) => sign * (a.realised.estimate - b.realised.estimate))[0]!;
    return `By the labels ${alarmed.length} of ${judged.length} windows alarmed, the worst with ${formatValue(worst.realised.estimate, quantity)}, ${windowWords(worst)}. `;
  }

  function facts(): Fact[] {
    const { record, reference } = log;
    const list: Fact[] = [
      {
        value: formatValue(limit, quantity),
        text: `is the limit: ${formatValue(reference.window.realised.estimate, quantity)} on the ${reference.name}, and ${policy.source === "default" ? "the default allowance" : "what the project allows"} beyond it`,
      },
    ];
    if (record)
      list.push(
        {
          value: formatDifference(record.meanGap, quantity),
          text: "is how far the estimate without labels was off, on average, once labels came",
        },
        {
          value: `${record.inside} of ${record.windows}`,
          text: `windows had their labelled value inside its ${formatFixed(100 * policy.level, 0)} % interval`,
        },
      );
    if (log.labelDelayDays !== null && log.labelDelayDays > 0)
      list.push({
        value: counted(String(log.labelDelayDays), "days"),
        text: "pass before a label comes; until then only the estimate can tell",
      });
    return list;
  }

  function windowSection(window: JudgedWindow): Child {
    const href = rowsHref(window);
    const total = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);
    const reference = log.reference.window.score;
    return Section(
      windowWords(window),
      [
        `Prediction on ${formatCount(window.rows)} ${project.rows}, as a line, and on the ${log.reference.name}, filled. `,
        href ? element("a", { href }, "See these rows") : null,
      ],
      Panel(
        element(
          "p",
          {},
          StatePill(stateOf(window)),
          " ",
          `${window.performance.reason}. Without labels: ${window.expected ? window.expectedPerformance.reason : "no estimate"}.`,
        ),
        total(window.score.counts) > 0
          ? picture((width) =>
              HistogramPair(
                window.score.counts.map((current, i) => ({ reference: reference.counts[i]!, current })),
                {
                  label: `Predictions in ${windowWords(window)} and on the ${log.reference.name}: median ${formatValue(window.score.quantiles[2] ?? Number.NaN, score.quantity)} and ${formatValue(reference.quantiles[2] ?? Number.NaN, score.quantity)}.`,
                  width,
                  height: 110,
                },
              ),
            )
          : null,
        element(
          "div",
          { class: "ends", "aria-hidden": "true" },
          element("span", {}, formatValue(log.scoreBins[0], score.quantity)),
          element("span", {}, formatValue(log.scoreBins.at(-1), score.quantity)),
        ),
      ),
    );
  }

  function alertSection(): Child {
    const kind = state.get("alerts");
    const shown = alerts.filter(({ what }) => kind === "all" || (kind === "drift") === (what === "drift"));
    return Section(
      "Alerts and their history",
      ["What is open first. ", element("a", { href: "./drift.html" }, "What drifted, column by column")],
      Panel(AlertTable(shown, { windows, empty: "Nothing is alarmed or warned of now." })),
    );
  }

  function draw(): Child {
    const selected = windows.find(({ name }) => name === state.get("window"))!;
    const table = (list: readonly JudgedWindow[], caption: string): HTMLElement =>
      LogWindowTable({
        windows: list,
        metric,
        rows: project.rows,
        stateOf,
        selected: selected.name,
        rowsHref,
        caption,
      });
    const latest = [...windows].reverse();
    return [
      Headline(monitoringSentence(document, metric), {
        above: [
          StatePill(document.state),
          log.asOf
            ? element("span", { class: "aside" }, `${log.run.title} · as of ${day(log.asOf)}`)
            : element("span", { class: "aside" }, log.run.title),
        ],
        evidence: evidenceLine(),
      }),
      Panel(
        picture((width) => PerformanceBands({ document, metric, stateOf, selected: selected.name }, { width })),
        Facts(facts()),
      ),
      windowSection(selected),
      Columns(
        Section(
          "How many",
          null,
          picture((width) => VolumeOverTime({ windows, rows: project.rows }, { width })),
        ),
        Section(
          "What is predicted",
          null,
          picture((width) => ScoreOverTime({ log, windows, score }, { width })),
        ),
      ),
      Section(
        "How risky",
        `High: a prediction from ${formatValue(log.risk.high, score.quantity)} on, as a tenth of the ${log.reference.name} had; low: below ${formatValue(log.risk.medium, score.quantity)}, as half of them had.`,
        picture((width) => RiskOverTime({ windows }, { width })),
      ),
      alertSection(),
      Section(
        "Every window",
        `The newest first; a window's name leads to its ${project.rows}.`,
        Panel(
          table(latest.slice(0, newestWindows), "The newest windows"),
          latest.length > newestWindows
            ? element(
                "details",
                {},
                element("summary", {}, `Earlier windows (${latest.length - newestWindows})`),
                table(latest.slice(newestWindows), "Earlier windows"),
              )
            : null,
        ),
      ),
      log.notes.length > 0
        ? Section(
            "Worth knowing",
            null,
            element(
              "ul",
              {},
              log.notes.map((note) => element("li", {}, note)),
            ),
          )
        : null,
      MethodNote(
        `Method: ${inSentence(metric.title)} by the labels that have come, its interval over ${log.unit} at ${formatFixed(100 * policy.level, 0)} %. A window warns where the value is worse than the limit, and alarms where the whole interval is. ${windowsPerYear === null ? "" : `Judged for a year, intervals are wide enough that at most one year in twenty of ${windowsPerYear} unchanged windows raises an alarm. `}${log.estimator ? `Without labels: ${inSentence(log.estimator)}` : ""} `,
        element("a", { href: "../methods/performance-without-labels.html" }, "How performance is known without labels"),
      ),
    ];
  }

  return element(
    "div",
    { class: "page" },
    Controls(
      Select(
        "Window",
        state,
        "window",
        [...windows].reverse().map((window) => ({ value: window.name, text: windowWords(window) })),
      ),
      windowsPerYear === null
        ? null
        : Select("Judged", state, "judged", [
            { value: "alone", text: "each window alone" },
            { value: "year", text: "safe over a year of windows" },
          ]),
      Select("Alerts", state, "alerts", [
        { value: "all", text: "all" },
        { value: "performance", text: "performance" },
        { value: "drift", text: "drift" },
      ]),
    ),
    live(state, draw),
  );
}
