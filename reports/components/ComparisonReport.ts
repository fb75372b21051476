import type { PairDocument } from "../src/decisions/documents.js";
import { formatCount } from "../src/lib/format.js";
import { getMetric } from "../src/metrics/index.js";
import { element, type Child } from "./element.js";
import { PairMethod } from "./PairMethod.js";
import { VerdictBlock, type PairContext } from "./PairEvidence.js";
import { BesideSections, DisagreementSections, MetricSection, TestSections } from "./PairSections.js";
import { Section } from "./Panel.js";
import { Definitions, Hash } from "./Provenance.js";
import { reading } from "./quantities.js";

/** The title bar of a file that stands alone. */
export const ReportBar = (title: string, version: string): HTMLElement =>
  element(
    "header",
    { class: "bar report-bar" },
    element("span", { class: "brand" }, "Assay"),
    element("span", { class: "project" }, title),
    element("span", { class: "built" }, `Assay ${version}`),
  );

const overlap = (rows: number | null): string =>
  rows === null ? "not checkable" : rows === 0 ? "none" : `${formatCount(rows)} left out`;

function provenance({ compare }: PairDocument, rows: string, command: string | null): Child {
  const { champion, challenger, policy } = compare;
  const source = {
    project: "the project's",
    default: "the default for plain files",
    flags: "given on the command line",
  }[policy.source];
  return Section(
    "Where this comes from",
    null,
    Definitions([
      [
        "Champion",
        [
          champion.name,
          champion.source === champion.name ? null : element("span", { class: "muted" }, ` ${champion.source}`),
        ],
      ],
      ["its SHA-256", Hash(champion.sha256)],
      [
        "Challenger",
        [
          challenger.name,
          challenger.source === challenger.name ? null : element("span", { class: "muted" }, ` ${challenger.source}`),
        ],
      ],
      ["its SHA-256", Hash(challenger.sha256)],
      [
        "Compared",
        `${formatCount(compare.rows.compared)} ${rows}${compare.rows.units === compare.rows.compared ? "" : ` on ${formatCount(compare.rows.units)} ${compare.rows.unit}`}`,
      ],
      [
        "Left out",
        compare.rows.onlyInChampion + compare.rows.onlyInChallenger === 0
          ? null
          : `${formatCount(compare.rows.onlyInChampion)} only in the champion's, ${formatCount(compare.rows.onlyInChallenger)} only in the challenger's`,
      ],
      ["Rows that either trained on", overlap(compare.rows.trainOverlap)],
      ["Policy", `${policy.name}: ${source}`],
      ["Made by", `Assay ${compare.assayVersion}, document version ${compare.schemaVersion}`],
      ["Command", command ? element("code", {}, command) : null],
    ]),
  );
}

export interface ComparisonReportOptions {
  sentence: string;
  targetUnit: string;
  rows: string;
  command: string | null;
}

/** A comparison as a page that stands alone. */
export function ComparisonReport(
  pair: PairDocument,
  { sentence, targetUnit, rows, command }: ComparisonReportOptions,
): HTMLElement {
  const { compare, disagreement } = pair;
  const context: PairContext = {
    readings: compare.metrics.map(({ name }) => reading(getMetric(name), targetUnit)),
    sentence,
    rows,
    positive: "positive",
    span: "",
    evidence: "file",
    official: true,
    methodHref: null,
    rowsHref: null,
  };
  const columns = [...new Set(disagreement.segments.map(({ column }) => column))].slice(0, 4);
  return element(
    "div",
    { class: "report" },
    ReportBar(`${compare.challenger.name} against ${compare.champion.name}`, compare.assayVersion),
    element(
      "main",
      {},
      VerdictBlock(pair, context),
      MetricSection(pair, context),
      TestSections(pair, context),
      BesideSections(pair, context),
      DisagreementSections(pair, context, columns),
      compare.warnings.length > 0
        ? Section(
            "Worth knowing",
            null,
            element(
              "ul",
              {},
              compare.warnings.map(({ message }) => element("li", {}, message)),
            ),
          )
        : null,
      provenance(pair, rows, command),
      PairMethod(pair, context),
    ),
  );
}
