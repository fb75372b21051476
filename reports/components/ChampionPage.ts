import type { LedgerEvidence, OtherPairs } from "../src/cards/evidence-types.js";
import type { ChampionDocument, PairDocument, RunCurves } from "../src/decisions/documents.js";
import { headline } from "../src/decisions/headline.js";
import { addressState } from "./addressState.js";
import { Controls, live, onDemand, Select } from "./controls.js";
import { element, type Child } from "./element.js";
import { later } from "./later.js";
import { LedgerTrail } from "./LedgerTrail.js";
import { Panel, Section, Waiting } from "./Panel.js";
import { PairCurves } from "./PairCurves.js";
import { VerdictBlock, type PairContext } from "./PairEvidence.js";
import { PairMethod } from "./PairMethod.js";
import { BesideSections, DisagreementSections, MetricSection, ParameterSection, TestSections } from "./PairSections.js";
import type { ProjectWords } from "./projectWords.js";
import { reading } from "./quantities.js";
import { disagreementQuery } from "./readyQueries.js";
import { isAsked, whatIfState } from "./whatIfState.js";
import { spanWords } from "./words.js";

/**
 * The page `champion`: the official comparison first, then any two runs.
 *
 * @param load fetches the pairs that `evidence` does not hold.
 * @param ledger the project's audit trail.
 */
export function ChampionPage(
  evidence: ChampionDocument,
  load: () => Promise<OtherPairs>,
  ledger: LedgerEvidence,
  project: ProjectWords,
): HTMLElement {
  const { runs, official, pairs } = evidence;
  const nameOf = (runId: string | undefined): string => runs.find((run) => run.runId === runId)?.name ?? "";
  const [first] = pairs;
  if (!first)
    return Waiting(
      "There is nothing to compare yet: this project has fewer than two runs.",
      `npx assay train ${project.id}`,
    );
  const names = runs.map(({ name }) => name);
  const segmentColumns = [...new Set(first.disagreement.segments.map(({ column }) => column))];
  const state = addressState({
    champion: { fallback: nameOf(official?.champion ?? first.compare.champion.runId ?? ""), allowed: names },
    challenger: { fallback: nameOf(official?.challenger ?? first.compare.challenger.runId ?? ""), allowed: names },
    segment: { fallback: segmentColumns[0] ?? "", allowed: segmentColumns },
  });
  const choices = runs.map(({ name, title }) => ({ value: name, text: title }));
  const readings = evidence.metrics.map((metric) => reading(metric, project.targetUnit));
  const methodHref = (method: string): string => `../methods/${method}.html`;
  const rowsHref = (a: string, b: string): string =>
    `../explore.html?${new URLSearchParams({ project: project.id, query: disagreementQuery(project.task, a, b) }).toString()}`;

  const others = onDemand(load);

  function draw(): Child | Promise<Child> {
    const runId = (name: string): string | undefined => runs.find((run) => run.name === name)?.runId;
    const [champion, challenger] = [runId(state.get("champion")), runId(state.get("challenger"))];
    if (champion === challenger) return Waiting("A run cannot be compared with itself. Choose another challenger.");
    const find = (among: readonly PairDocument[]): PairDocument | undefined =>
      among.find(({ compare }) => compare.champion.runId === champion && compare.challenger.runId === challenger);
    const here = find(pairs);
    return here
      ? drawPair(here, evidence.curves)
      : others().then((more) => drawPair(find(more.pairs), { ...evidence.curves, ...more.curves }));
  }

  function drawPair(pair: PairDocument | undefined, curves: ChampionDocument["curves"]): Child {
    if (!pair) return Waiting("These two runs share no rows that can judge them.");
    const context: PairContext = {
      readings,
      sentence: headline(pair.compare, { targetUnit: project.targetUnit, rows: project.rows }).sentence,
      rows: project.rows,
      positive: project.positive,
      span: spanWords(evidence.rows.from, evidence.rows.to),
      evidence: evidence.rows.evidence,
      official:
        pair.compare.champion.runId === official?.champion && pair.compare.challenger.runId === official?.challenger,
      methodHref,
      rowsHref: rowsHref(state.get("champion"), state.get("challenger")),
    };
    const curvesOf = (runId: string | null): RunCurves | undefined => curves[runId ?? ""];
    const segment =
      segmentColumns.length > 1
        ? Select(
            "By",
            state,
            "segment",
            segmentColumns.map((column) => ({ value: column, text: column.replaceAll("_", " ") })),
          )
        : null;
    return [
      VerdictBlock(pair, context),
      MetricSection(pair, context),
      later(() => import("./WhatIf.js").then(({ WhatIf }) => WhatIf(pair, context)), { now: isAsked(whatIfState()) }),
      TestSections(pair, context),
      PairCurves(
        pair,
        [curvesOf(pair.compare.champion.runId), curvesOf(pair.compare.challenger.runId)],
        project.targetUnit,
      ),
      BesideSections(pair, context),
      DisagreementSections(pair, context, segmentColumns.length > 0 ? [state.get("segment")] : [], segment),
      ParameterSection(pair),
      pair.compare.warnings.length > 0
        ? Section(
            "Worth knowing",
            null,
            element(
              "ul",
              {},
              pair.compare.warnings.map(({ message }) => element("li", {}, message)),
            ),
          )
        : null,
      ledger.lines.length > 0
        ? Section(
            "What was decided before",
            [
              "The ledger of this project, the newest line first. ",
              element("a", { href: methodHref("ledger") }, "How it is kept"),
            ],
            Panel(LedgerTrail(ledger)),
          )
        : null,
      PairMethod(pair, context),
    ];
  }
  return element(
    "div",
    { class: "page" },
    Controls(
      Select("Champion", state, "champion", choices),
      Select("Challenger", state, "challenger", choices),
      element(
        "span",
        { class: "aside" },
        `Rows: ${evidence.rows.evidence === "test" ? "test" : "cross-fitted"}${spanWords(evidence.rows.from, evidence.rows.to) ? `, ${spanWords(evidence.rows.from, evidence.rows.to)}` : ""}`,
      ),
    ),
    live(state, draw),
  );
}
