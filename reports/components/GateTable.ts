import { gateWords } from "../src/decisions/gates/words.js";
import type { Gate } from "../src/decisions/types.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { StatePill } from "./StatePill.js";

const worst = { fail: 0, unsettled: 1, pass: 2 };

/** The gates of a policy, those that stand in the way first, each with what was measured and why it stands as it does. */
export const GateTable = (gates: readonly Gate[]): HTMLElement =>
  EvidenceTable<Gate>({
    caption: "Gates",
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
