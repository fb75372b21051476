import type { Warning } from "../lib/errors.js";
import { getMetric } from "../metrics/index.js";
import type { CompareDocument, Contender } from "./documents.js";
import { headline, metricInWords } from "./headline.js";
import type { Gate, GateState, Verdict } from "./types.js";

/** One line of a project's gate table: a gate of the policy, or one of its guardrails. */
export type GateRow = Omit<Gate, "gate"> & { gate: Gate["gate"] | "guardrail" };

/** What `assay gate` says of one project. */
export interface ProjectGate {
  project: string;
  title: string;
  /** `pass`, `fail` or `unsettled` of the challenger; `skipped` where there is nothing to judge, with the reason. */
  outcome: GateState | "skipped";
  /** One sentence without a full stop: the verdict, or why there is none. */
  sentence: string;
  /** What would bring the data; null where nothing is needed. */
  command: string | null;
  policy: string;
  champion: Contender | null;
  challenger: Contender | null;
  verdict: Verdict | null;
  rows: GateRow[];
}

/** `assay gate --json`. */
export interface GateDocument {
  schemaVersion: 1;
  assayVersion: string;
  warnings: Warning[];
  /** The worst of the projects: one that failed, else one that is unsettled. */
  outcome: GateState | "skipped";
  projects: ProjectGate[];
}

/** What the words need that the document does not hold. */
export interface GatedProject {
  id: string;
  title: string;
  rows: string;
  target: { unit: string };
  policy: { name: string };
}

/** The policy's guardrails as lines of the table, in the states that the verdict gave them. */
function guardrailRows({ policy, metrics, verdict }: CompareDocument, targetUnit: string): GateRow[] {
  return policy.guardrails.map(({ metric, margin }): GateRow => {
    const { gain } = metrics.find(({ name }) => name === metric)!;
    const worse = verdict.rule === "1-guardrail-worse" && verdict.blocking.includes(metric);
    return {
      name: `${metricInWords(metric)} against the champion`,
      gate: "guardrail",
      state: worse ? "fail" : gain.lower > -margin ? "pass" : "unsettled",
      value: gain,
      limit: -margin,
      bound: "at-least",
      quantity: { unit: getMetric(metric).unit, targetUnit },
      isDifference: true,
      reason: worse ? verdict.reason : "A guardrail of the policy.",
    };
  });
}

/**
 * One project's official comparison as its gates: a challenger fails where the verdict's first rule applies (a gate
 * failed, or a guardrail is shown worse), is unsettled where the verdict waits for data or any gate or guardrail is
 * open, and passes otherwise, whether or not it is worth promoting.
 */
export function projectGate(project: GatedProject, compare: CompareDocument): ProjectGate {
  const { verdict, gates, champion, challenger } = compare;
  const targetUnit = project.target.unit;
  const rows = [...gates, ...guardrailRows(compare, targetUnit)];
  const failed = verdict.rule === "1-gate-failed" || verdict.rule === "1-guardrail-worse";
  const open = verdict.decision === "collect-more-data" || rows.some(({ state }) => state === "unsettled");
  return {
    project: project.id,
    title: project.title,
    outcome: failed ? "fail" : open ? "unsettled" : "pass",
    sentence: headline(compare, { targetUnit, rows: project.rows }).sentence,
    command: null,
    policy: project.policy.name,
    champion,
    challenger,
    verdict,
    rows,
  };
}

/** A project without a verdict: its data is not here, or it has one model only. */
export const skippedGate = (project: GatedProject, sentence: string, command: string | null): ProjectGate => ({
  project: project.id,
  title: project.title,
  outcome: "skipped",
  sentence,
  command,
  policy: project.policy.name,
  champion: null,
  challenger: null,
  verdict: null,
  rows: [],
});

const worstFirst = ["fail", "unsettled", "pass"] as const;

/** All projects' gates as one document. */
export const gateDocument = (
  projects: readonly ProjectGate[],
  { assayVersion, warnings }: { assayVersion: string; warnings: readonly Warning[] },
): GateDocument => ({
  schemaVersion: 1,
  assayVersion,
  warnings: [...warnings],
  outcome: worstFirst.find((state) => projects.some(({ outcome }) => outcome === state)) ?? "skipped",
  projects: [...projects],
});
