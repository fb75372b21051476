import type { ParameterChange } from "../src/decisions/pair-types.js";
import { nothing } from "../src/lib/format.js";
import { EvidenceTable } from "./EvidenceTable.js";

/** The parameters in which two runs differ. */
export const ParameterChanges = (
  changes: readonly ParameterChange[],
  { champion, challenger }: { champion: string; challenger: string },
): HTMLElement =>
  EvidenceTable<ParameterChange>({
    caption: "Parameters that changed",
    rows: changes,
    columns: [
      { title: "Parameter", cell: ({ name }) => name },
      { title: champion, kind: "number", color: "var(--champion)", cell: (change) => change.champion ?? nothing },
      { title: challenger, kind: "number", color: "var(--challenger)", cell: (change) => change.challenger ?? nothing },
    ],
  });
