import { decisionWords } from "../src/decisions/headline.js";
import type { MajorityView } from "../src/decisions/pair-types.js";
import type { Decision } from "../src/decisions/types.js";
import { element } from "./element.js";
import { StatePill } from "./StatePill.js";

export interface MajorityNoteData {
  majority: MajorityView;
  /** Our verdict. */
  decision: Decision;
  /** The page that says why ours is safer; null in a file that stands alone. */
  href: string | null;
}

/** What counting metrics would have said, beside the verdict that stands. */
export function MajorityNote({ majority, decision, href }: MajorityNoteData): HTMLElement {
  const same = majority.decision === decision;
  return element(
    "div",
    { class: "majority" },
    element(
      "p",
      {},
      element("span", { class: "aside" }, "Counting metrics would say"),
      " ",
      StatePill(majority.decision),
    ),
    element(
      "p",
      {},
      `${majority.reason} `,
      same
        ? "Here both rules agree. "
        : `Our verdict is “${decisionWords[decision].toLowerCase()}”, because it asks how sure the gain is and whether it counts. `,
      "Between equal models, counting promotes about every second time, however many rows there are. ",
      href ? element("a", { href }, "Why ours is safer") : null,
    ),
  );
}
