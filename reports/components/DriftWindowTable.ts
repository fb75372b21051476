import type { DriftCourse } from "../src/cards/evidence-types.js";
import { formatCount, formatPercent } from "../src/lib/format.js";
import { element, type Child } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { Panel, Section } from "./Panel.js";
import { StatePill } from "./StatePill.js";

/** Windows shown at once, the newest first; older ones are folded away. */
const most = 8;

/** One row a window: its state among the windows before it, by itself, and safe over a year of windows. */
export function DriftWindowTable(
  windows: readonly DriftCourse[],
  { selected, onWindow }: { selected: number; onWindow(name: string): void },
): Child {
  if (windows.length < 2) return null;
  const chosen = windows[selected];
  const latest = [...windows].reverse();
  const table = (rows: readonly DriftCourse[], caption: string): HTMLElement =>
    EvidenceTable<DriftCourse>({
      caption,
      rows,
      rowClass: (window) => (window === chosen ? "marked" : ""),
      columns: [
        {
          title: "Window",
          cell: ({ name }) => element("button", { type: "button", class: "link", onclick: () => onWindow(name) }, name),
        },
        { title: "State", short: "", cell: ({ state }) => StatePill(state) },
        { title: "by itself", cell: ({ alone }) => StatePill(alone) },
        { title: "safe over a year", cell: ({ sustained }) => StatePill(sustained) },
        { title: "columns that alarm", kind: "number", cell: ({ alarms }) => formatCount(alarms) },
        { title: "of the model", kind: "number", cell: ({ shares }) => formatPercent(shares.alarm, 0) },
      ],
    });
  return Section(
    "Window by window",
    "The state holds among all windows before it, so that looking often raises no more false alarms than stated; beside it the window by itself, and at a level that one year of unchanged windows breaks in at most one case of twenty.",
    Panel(
      table(latest.slice(0, most), "The newest windows"),
      latest.length > most
        ? element(
            "details",
            {},
            element("summary", {}, `Earlier windows (${latest.length - most})`),
            table(latest.slice(most), "Earlier windows"),
          )
        : null,
    ),
  );
}
