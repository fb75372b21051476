import type { Alert, JudgedWindow } from "../src/decisions/monitor-types.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { sinceWords } from "./monitoringSentence.js";
import { StatePill } from "./StatePill.js";

const rank: Record<Alert["what"], number> = { performance: 0, "expected performance": 1, drift: 2 };

/** All alerts of one thing that is watched: what is open now, and what has ended. */
export interface AlertSubject {
  what: Alert["what"];
  column: string | null;
  open: Alert | null;
  ended: readonly Alert[];
}

/** Alerts by what they are about: performance first, then in the order in which they come. */
export function alertSubjects(alerts: readonly Alert[]): AlertSubject[] {
  const subjects = new Map<string, AlertSubject & { ended: Alert[] }>();
  for (const alert of alerts) {
    const { what, column, until } = alert;
    const key = JSON.stringify([what, column]);
    const subject = subjects.get(key) ?? { what, column, open: null, ended: [] };
    subjects.set(key, subject);
    if (until === null) subject.open = alert;
    else subject.ended.push(alert);
  }
  return [...subjects.values()].sort((a, b) => rank[a.what] - rank[b.what]);
}

const titles: Record<Alert["what"], string> = {
  performance: "Performance, by the labels",
  "expected performance": "Performance, expected without labels",
  drift: "Drift",
};

const subjectName = ({ what, column }: AlertSubject): Child =>
  column === null
    ? titles[what]
    : [
        element(
          "a",
          { href: `./drift.html?${new URLSearchParams({ column }).toString()}` },
          column.replaceAll("_", " "),
        ),
        element("span", { class: "note" }, "drift"),
      ];

/** Earlier spells of one subject, the newest named and older ones counted. */
const mostSpells = 4;

function spells({ ended }: AlertSubject, windows: readonly JudgedWindow[]): Child {
  const shown = ended.slice(0, mostSpells).map((alert) => {
    const [from, to] = [
      sinceWords(alert, windows),
      alert.until === null ? "" : sinceWords({ since: alert.until }, windows),
    ];
    return element(
      "span",
      { class: "note", title: alert.reason },
      `${alert.state}: ${from === to ? from : `${from} to ${to}`}`,
    );
  });
  return ended.length > mostSpells
    ? [shown, element("span", { class: "note" }, `and ${ended.length - mostSpells} more before`)]
    : shown;
}

const table = (subjects: readonly AlertSubject[], windows: readonly JudgedWindow[], caption: string): HTMLElement =>
  EvidenceTable<AlertSubject>({
    caption,
    rows: subjects,
    columns: [
      { title: "What", cell: subjectName },
      { title: "Now", short: "", cell: ({ open }) => StatePill(open?.state ?? "ok", open ? {} : { text: "Ended" }) },
      { title: "Since", cell: ({ open }) => (open ? sinceWords(open, windows) : "–") },
      { title: "Why", short: "", cell: ({ open, ended }) => (open ?? ended[0])?.reason ?? "" },
      {
        title: "Before",
        cell: (subject) =>
          subject.ended.length > 0 ? spells(subject, windows) : element("span", { class: "muted" }, "–"),
      },
    ],
  });

/** Open alerts shown at once; more are folded away. */
const most = 10;

/** What is alarmed or warned of now, with its history; what has ended is folded away. */
export function AlertTable(
  alerts: readonly Alert[],
  { windows, empty }: { windows: readonly JudgedWindow[]; empty: string },
): HTMLElement {
  const subjects = alertSubjects(alerts);
  const open = subjects.filter((subject) => subject.open !== null);
  const ended = subjects.filter((subject) => subject.open === null);
  const folded = (list: readonly AlertSubject[], summary: string, caption: string): Child =>
    list.length > 0
      ? element("details", {}, element("summary", {}, `${summary} (${list.length})`), table(list, windows, caption))
      : null;
  return element(
    "div",
    { class: "alerts" },
    open.length > 0 ? table(open.slice(0, most), windows, "Open alerts") : element("p", { class: "waiting" }, empty),
    folded(open.slice(most), "More that are open", "More open alerts"),
    folded(ended, "Ended", "Alerts that have ended"),
  );
}
