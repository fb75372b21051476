import { cardMarkdown } from "../cards/markdown.js";
import { readCard } from "../cards/read-card.js";
import { AssayError, exitCodes } from "../lib/errors.js";
import { toJson } from "../lib/json.js";
import { findRoot } from "../lib/root.js";
import { findRun } from "../tracking/find-run.js";
import { listRuns } from "../tracking/list-runs.js";
import type { Command } from "./command.js";
import { findProject } from "./find-project.js";

export const command: Command = {
  summary: "the model card of a run",
  usage: "RUN [options]",
  options: {
    project: { type: "string", value: "ID", help: "the project that RUN belongs to, where its name is not unique" },
    format: { type: "string", value: "FORMAT", help: "json or md; md by default" },
    json: { type: "boolean", help: "the same as --format json" },
  },
  positionals: { min: 1, max: 1 },
  examples: ["assay card champion --project telco-churn", "assay card 1f0c9a2e --format json"],
  async run({ values, positionals, terminal }) {
    const wanted = (values["format"] as string | undefined) ?? "md";
    if (wanted !== "json" && wanted !== "md")
      throw new AssayError(`assay card: --format ${wanted} is not there`, {
        code: "usage",
        hint: "choose json or md",
      });
    const format = values["json"] ? "json" : wanted;
    const workspace = { root: findRoot(terminal.cwd), env: terminal.env };
    const project = values["project"] as string | undefined;
    if (project !== undefined) findProject(project);
    const { runs } = await listRuns({ ...workspace, ...(project === undefined ? {} : { project }) });
    const run = findRun(runs, positionals[0]!);
    const document = await readCard(findProject(run.project), run, {
      ...workspace,
      seed: 1,
      onProgress: terminal.onProgress,
    });
    for (const { message } of document.warnings) terminal.err(`note: ${message}`);
    terminal.out(format === "json" ? `${toJson(document, 2)}\n` : cardMarkdown(document));
    return exitCodes.done;
  },
};
