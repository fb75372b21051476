import type { GateDocument, ProjectGate } from "../decisions/gate-document.js";
import { gateWords } from "../decisions/gates/words.js";
import { decisionWords } from "../decisions/headline.js";

const outcomes = { pass: "PASS", fail: "FAIL", unsettled: "UNSETTLED", skipped: "SKIPPED" } as const;
const header = ["Gate", "Value", "Interval", "Limit", "State"];

const cells = ({ rows }: ProjectGate): string[][] =>
  rows.map((row) => {
    const { value, interval, limit } = gateWords(row);
    return [row.name, value, interval, limit, row.state];
  });

const told = ({ sentence, command }: ProjectGate): string => `${sentence}${command ? `; run ${command}` : ""}`;

function projectText(gate: ProjectGate): string[] {
  const table = [header, ...cells(gate)];
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map(
    (row) =>
      `  ${row
        .map((text, column) => text.padEnd(widths[column]!))
        .join("  ")
        .trimEnd()}`,
  );
  return [
    `${outcomes[gate.outcome]}  ${gate.title}: ${told(gate)}.`,
    ...(gate.rows.length > 0 ? ["", ...lines] : []),
    ...gate.rows.flatMap(({ state, name, reason }) => (state === "fail" ? [`  ${name}: ${reason}`] : [])),
    "",
  ];
}

/** One table per project, for a terminal. */
export const gateText = ({ projects, warnings }: GateDocument): string =>
  [...projects.flatMap(projectText), ...warnings.map(({ message }) => `Note: ${message}.`), ""].join("\n").trimEnd() +
  "\n";

const escaped = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
const line = (row: readonly string[]): string => `| ${row.map(escaped).join(" | ")} |`;

function projectMarkdown(gate: ProjectGate): string[] {
  const { verdict, champion, challenger } = gate;
  return [
    `#### ${escaped(gate.title)}: ${gate.outcome}`,
    "",
    `${escaped(told(gate))}.${verdict ? ` ${escaped(verdict.reason)}` : ""}`,
    "",
    ...(gate.rows.length > 0 ? [line(header), "| --- | ---: | ---: | ---: | --- |", ...cells(gate).map(line), ""] : []),
    ...(verdict && champion && challenger
      ? [
          `Champion ${escaped(champion.name)}, challenger ${escaped(challenger.name)}, policy ${escaped(gate.policy)}; verdict: ${decisionWords[verdict.decision].toLowerCase()} (rule ${verdict.rule}).`,
          "",
        ]
      : []),
  ];
}

/** The same as Markdown, for a CI summary. */
export const gateMarkdown = ({ projects, outcome, warnings }: GateDocument): string =>
  [
    `### Gates: ${outcome}`,
    "",
    ...projects.flatMap(projectMarkdown),
    ...warnings.map(({ message }) => `- Note: ${escaped(message)}.`),
  ]
    .join("\n")
    .trimEnd() + "\n";
