import { appendFile } from "node:fs/promises";
import { findPair, judgeProject } from "../cards/judge-project.js";
import { projectAbsence } from "../cards/project-evidence.js";
import {
  gateDocument,
  projectGate,
  skippedGate,
  type GateDocument,
  type ProjectGate,
} from "../decisions/gate-document.js";
import { decisionWords } from "../decisions/headline.js";
import type { Decision } from "../decisions/types.js";
import { withDatabase } from "../engine/database.js";
import { AssayError, exitCodes, type Warning } from "../lib/errors.js";
import { fileError } from "../lib/files.js";
import { toJson } from "../lib/json.js";
import { findRoot } from "../lib/root.js";
import { assayVersion } from "../lib/version.js";
import { projects } from "../projects/index.js";
import type { Project } from "../projects/types.js";
import { ensureRuns } from "../tracking/ensure-runs.js";
import { actorOf } from "./actor.js";
import type { Command, Terminal, Values } from "./command.js";
import { findProject } from "./find-project.js";
import { gateMarkdown, gateText } from "./gate-text.js";

interface GateFlags {
  require: Decision | null;
  strict: boolean;
  format: "text" | "md";
}

function gateFlags(values: Values): GateFlags {
  const required = values["require"] as string | undefined;
  const format = (values["format"] as string | undefined) ?? "text";
  if (required !== undefined && !Object.hasOwn(decisionWords, required))
    throw new AssayError(`assay gate: --require ${required} is no verdict`, {
      code: "usage",
      hint: `choose one of ${Object.keys(decisionWords).join(", ")}`,
    });
  if (format !== "text" && format !== "md")
    throw new AssayError(`assay gate: --format ${format} is not known`, { code: "usage", hint: "choose text or md" });
  return { require: (required as Decision | undefined) ?? null, strict: Boolean(values["strict"]), format };
}

/** Judges a project's official pair by its policy; trains what is missing. */
export async function gateProject(project: Project, terminal: Terminal, by: string | null): Promise<ProjectGate> {
  const root = findRoot(terminal.cwd);
  const { env, now, onProgress, signal } = terminal;
  const absent = await projectAbsence(project, { root, env });
  if (absent) return skippedGate(project, `Data not here yet: ${absent.sentence.replace(/\.$/, "")}`, absent.command);
  const runs = await ensureRuns(project, { root, env, now, onProgress, signal });
  const judged = await withDatabase((database) =>
    judgeProject(database, project, runs, { root, env, now: now(), by, onProgress }),
  );
  const { official } = judged.champion;
  const pair = official && findPair(judged, official.champion, official.challenger);
  return pair ? projectGate(project, pair.compare) : skippedGate(project, "There is one model only", null);
}

/** Appends the summary to the file that CI shows; a failure to write is told and changes no verdict. */
async function writeSummary(document: GateDocument, terminal: Terminal): Promise<void> {
  const path = terminal.env["GITHUB_STEP_SUMMARY"];
  if (!path) return;
  try {
    await appendFile(path, `${gateMarkdown(document)}\n`);
  } catch (cause) {
    const error = fileError(cause, path);
    terminal.err(`warning: no summary was written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function exitCode({ projects: judged }: GateDocument, { require, strict }: GateFlags): number {
  const verdicts = judged.flatMap(({ verdict }) => (verdict ? [verdict.decision] : []));
  if (judged.some(({ outcome }) => outcome === "fail")) return exitCodes.failed;
  if (strict && judged.some(({ outcome }) => outcome === "unsettled")) return exitCodes.unsettled;
  return require !== null && verdicts.some((decision) => decision !== require) ? exitCodes.failed : exitCodes.done;
}

export const command: Command = {
  summary: "every policy → gates, one verdict, a summary and the exit code for CI",
  usage: "[project…] [options]",
  options: {
    require: {
      type: "string",
      value: "VERDICT",
      help: "exit with 1 unless every verdict is promote, keep, equivalent or collect-more-data",
    },
    strict: { type: "boolean", help: "exit with 3 where a gate or a verdict is unsettled" },
    by: { type: "string", value: "NAME", help: "who asks, for the ledger; CI's or git's user by default" },
    json: { type: "boolean", help: "print one JSON document" },
    format: { type: "string", value: "FORMAT", help: "text or md; text by default" },
  },
  positionals: { min: 0, max: 1000 },
  examples: ["assay gate", "assay gate telco-churn --strict", "assay gate --require promote --json"],
  async run({ values, positionals, terminal }) {
    const flags = gateFlags(values);
    const chosen = positionals.length > 0 ? positionals.map(findProject) : projects;
    const by = await actorOf({ root: findRoot(terminal.cwd), env: terminal.env }, values["by"] as string | undefined);
    const gates: ProjectGate[] = [];
    for (const project of chosen) gates.push(await gateProject(project, terminal, by));
    const warnings: Warning[] = gates
      .filter(({ outcome }) => outcome === "skipped")
      .map(({ project, sentence }) => ({ code: "skipped", message: `${project} was not judged: ${sentence}` }));
    const document = gateDocument(gates, { assayVersion, warnings });
    await writeSummary(document, terminal);
    if (values["json"]) terminal.out(`${toJson(document, 2)}\n`);
    else terminal.out(flags.format === "md" ? gateMarkdown(document) : gateText(document));
    return exitCode(document, flags);
  },
};
