import type { DriftDocument } from "../src/decisions/drift-types.js";
import type { DriftSource } from "../src/monitoring/types.js";
import { formatCount, formatFixed, formatPValue } from "../src/lib/format.js";
import { ReportBar } from "./ComparisonReport.js";
import { DriftEvidence, DriftMethod } from "./DriftEvidence.js";
import { byWeight, type DriftColumnResult } from "./DriftTable.js";
import { element } from "./element.js";
import { EvidenceTable } from "./EvidenceTable.js";
import { JointDrift } from "./JointDrift.js";
import { Panel, Section } from "./Panel.js";
import { Definitions, Hash } from "./Provenance.js";
import { spanWords } from "./words.js";

const figure = (value: number | null): string => formatFixed(value, 3);

/** Every measure and test of every column, and the reason of its state. */
const measures = (columns: readonly DriftColumnResult[]): HTMLElement =>
  EvidenceTable<DriftColumnResult>({
    caption: "Every measure by column",
    rows: byWeight(columns),
    columns: [
      { title: "Column", cell: ({ name, reason }) => [name, element("span", { class: "note" }, reason)] },
      { title: "Jensen–Shannon", kind: "number", cell: ({ measures: found }) => figure(found.jensenShannon) },
      { title: "Total variation", kind: "number", cell: ({ measures: found }) => figure(found.totalVariation) },
      { title: "Wasserstein", kind: "number", cell: ({ measures: found }) => figure(found.wasserstein) },
      { title: "Test", cell: ({ test }) => (test.name === "chi-square" ? "chi-square" : "Kolmogorov–Smirnov") },
      { title: "adjusted p", kind: "number", cell: ({ test }) => formatPValue(test.adjustedPValue) },
    ],
  });

const side = (source: DriftSource): string =>
  [source.source, `${formatCount(source.rows)} rows`, spanWords(source.from, source.to)].filter(Boolean).join(", ");

/** Two tables compared, as a page that stands alone. */
export function DriftReport(
  document: DriftDocument,
  { rows, command }: { rows: string; command: string | null },
): HTMLElement {
  const grouped = document.units.current !== document.current.rows;
  const unit = grouped ? (document.units.name === "row" ? null : `units of ${document.units.name}`) : null;
  return element(
    "div",
    { class: "report" },
    ReportBar(`${document.current.source} against ${document.reference.source}`, document.assayVersion),
    element(
      "main",
      {},
      DriftEvidence({
        document,
        sides: ["Reference", "Current"],
        inWords: ["the reference", "The current table"],
        rows,
        targetUnit: "",
        unit,
        measure: "psi",
        show: "all",
        windows: null,
        importance: {},
        onColumn: null,
        open: "",
        whatIf: null,
        effect: null,
        onShowAll: null,
      }),
      JointDrift(document, { sides: ["the reference", "the current table"], onColumn: null }),
      Section("Every measure", "Shown beside; states rest on PSI and its interval.", Panel(measures(document.columns))),
      document.warnings.length > 0
        ? Section(
            "Worth knowing",
            null,
            element(
              "ul",
              {},
              document.warnings.map(({ message }) => element("li", {}, message)),
            ),
          )
        : null,
      Section(
        "Where this comes from",
        null,
        Definitions([
          ["Reference", side(document.reference)],
          ["its SHA-256", Hash(document.reference.sha256)],
          ["Current", side(document.current)],
          ["its SHA-256", Hash(document.current.sha256)],
          [
            "Policy",
            `${document.policy.name}: PSI over ${document.policy.threshold}, at least ${document.policy.minimumRows} rows a side`,
          ],
          ["Made by", `Assay ${document.assayVersion}, document version ${document.schemaVersion}`],
          ["Command", command ? element("code", {}, command) : null],
        ]),
      ),
      DriftMethod(document, unit, null),
    ),
  );
}
