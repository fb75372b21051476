import { gateWords } from "../src/decisions/gates/words.js";
import type { Gate } from "../src/decisions/types.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { StatePill } from "./StatePill.js";

const worst = { fail: 0, unsettled: 1, pass: 2 };

const table = (gates: readonly Gate[], caption: string): HTMLElement =>
  EvidenceTable<Gate>({
    caption,
    rows: [...gates].sort((a, b) => worst[a.state] - worst[b.state]),
    columns: [
      { title: "Gate", cell: ({ name, reason }) => [name, element("span", { class: "note" }, reason)] },
      { title: "State", short: "", cell: ({ state }) => StatePill(state) },
      {
        title: "measured",
        kind: "number",
        cell: (gate) => {
          const { value, interval } = gateWords(gate);
          return [value, element("span", { class: "muted" }, ` ${interval}`)];
        },
      },
      { title: "limit", kind: "number", cell: (gate) => gateWords(gate).limit },
    ],
  });

/** The gates of a policy: those that stand in the way first, those that pass folded away, each with its reason. */
export function GateTable(gates: readonly Gate[]): HTMLElement {
  const open = gates.filter(({ state }) => state !== "pass");
  const passed = gates.filter(({ state }) => state === "pass");
  return element(
    "div",
    {},
    open.length > 0 ? table(open, "Gates that stand in the way") : null,
    passed.length > 0
      ? element(
          "details",
          {},
          element(
            "summary",
            {},
            open.length > 0 ? `Gates that pass (${passed.length})` : `All ${passed.length} gates pass`,
          ),
          table(passed, "Gates that pass"),
        )
      : null,
  );
}
