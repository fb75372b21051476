import type { ChampionDocument, PairDocument } from "../src/decisions/documents.js";
import { addressState } from "./addressState.js";
import { Controls, live, Select } from "./controls.js";
import { element, type Child } from "./element.js";
import { MethodNote, Section, Waiting } from "./Panel.js";
import { DisagreementSections, MetricSections, VerdictBlock, type PairContext } from "./PairEvidence.js";
import type { ProjectWords } from "./projectWords.js";
import { inSentence, reading } from "./quantities.js";
import { verdictSentence } from "./verdictSentence.js";
import { WhatIf } from "./WhatIf.js";
import { methodWords, spanWords } from "./words.js";

/** What is estimated, and how, with a link to the method. */
export function PairMethod(
  pair: PairDocument,
  context: PairContext,
  href: ((method: string) => string) | null,
): HTMLElement {
  const { gain } = pair.compare.verdict;
  const method = methodWords[gain.method] ?? gain.method;
  const estimated =
    context.evidence === "cross-fitted"
      ? "This judges the recipes that train such models, on predictions for rows that each fold's model had not seen."
      : context.evidence === "test"
        ? `This estimates the gain of these two fitted models on ${context.rows} like these.`
        : "This estimates the gain of these two sets of predictions on rows like these.";
  return MethodNote(
    `Method: ${method}, ${pair.compare.rows.units === pair.compare.rows.compared ? "rows taken as independent" : `${pair.compare.rows.unit} resampled whole`}. ${estimated} `,
    href
      ? [
          element("a", { href: href("verdict") }, "How the verdict is reached"),
          " · ",
          element("a", { href: href("paired-bootstrap") }, "how the interval is made"),
        ]
      : null,
  );
}

/** The page `champion`: the official comparison first, then any two runs. */
export function ChampionPage(evidence: ChampionDocument, project: ProjectWords): HTMLElement {
  const { runs, official, pairs } = evidence;
  const nameOf = (runId: string | undefined): string => runs.find((run) => run.runId === runId)?.name ?? "";
  const [first] = pairs;
  if (!first)
    return Waiting(
      "There is nothing to compare yet: this project has fewer than two runs.",
      `npx assay train ${project.id}`,
    );
  const names = runs.map(({ name }) => name);
  const segmentColumns = [
    ...new Set(pairs.flatMap(({ disagreement }) => disagreement.segments.map(({ column }) => column))),
  ];
  const state = addressState({
    champion: { fallback: nameOf(official?.champion ?? first.compare.champion.runId ?? ""), allowed: names },
    challenger: { fallback: nameOf(official?.challenger ?? first.compare.challenger.runId ?? ""), allowed: names },
    segment: { fallback: segmentColumns[0] ?? "", allowed: segmentColumns },
  });
  const choices = runs.map(({ name, title }) => ({ value: name, text: title }));
  const readings = evidence.metrics.map((metric) => reading(metric, project.targetUnit));
  const href = (method: string): string => `../methods/${method}`;

  function draw(): Child {
    const runId = (name: string): string | undefined => runs.find((run) => run.name === name)?.runId;
    const [champion, challenger] = [runId(state.get("champion")), runId(state.get("challenger"))];
    if (champion === challenger) return Waiting("A run cannot be compared with itself. Choose another challenger.");
    const pair = pairs.find(
      ({ compare }) => compare.champion.runId === champion && compare.challenger.runId === challenger,
    );
    if (!pair) return Waiting("These two runs share no rows that can judge them.");
    const context: PairContext = {
      readings,
      sentence: verdictSentence(pair.compare, readings),
      rows: project.rows,
      span: spanWords(evidence.rows.from, evidence.rows.to),
      evidence: evidence.rows.evidence,
      official: official !== null && champion === official.champion && challenger === official.challenger,
    };
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
      VerdictBlock(pair, context, WhatIf({ compare: pair.compare, readings })),
      MetricSections(pair, context),
      DisagreementSections(pair, context, segmentColumns.length > 0 ? [state.get("segment")] : [], segment),
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
      PairMethod(pair, context, href),
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
        `Rows: ${evidence.rows.evidence === "test" ? "test" : "cross-fitted"}${spanWords(evidence.rows.from, evidence.rows.to) ? `, ${inSentence(spanWords(evidence.rows.from, evidence.rows.to))}` : ""}`,
      ),
    ),
    live(state, draw),
  );
}
