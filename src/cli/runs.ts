import { projectState } from "../features/sources.js";
import { exitCodes } from "../lib/errors.js";
import { toJson } from "../lib/json.js";
import { findRoot } from "../lib/root.js";
import { listRuns } from "../tracking/list-runs.js";
import type { Command } from "./command.js";
import { findProject } from "./find-project.js";
import { runsDocument, runsTable } from "./runs-text.js";

export const command: Command = {
  summary: "list the runs of the tracking store",
  usage: "[project]",
  options: { json: { type: "boolean", help: "print one JSON document" } },
  positionals: { min: 0, max: 1 },
  examples: ["assay runs", "assay runs telco-churn --json"],
  async run({ values, positionals, terminal }) {
    const [project] = positionals;
    const list = await listRuns({
      root: findRoot(terminal.cwd),
      env: terminal.env,
      ...(project === undefined ? {} : { project }),
    });
    const known = list.total === 0 && project !== undefined ? findProject(project) : null;
    for (const { message } of list.warnings) terminal.err(`warning: ${message}`);
    if (values["json"]) terminal.out(`${toJson(runsDocument(list), 2)}\n`);
    else if (list.total > 0) terminal.out(`${runsTable(list.runs)}\n`);
    else {
      const state = known ? await projectState(known, { root: findRoot(terminal.cwd), env: terminal.env }) : null;
      const whose = known ? `no runs of ${known.id}` : "no runs";
      if (state?.state === "data-not-here")
        terminal.err(`${whose} in ${list.store.uri}: ${state.reason}; ${state.command ?? ""}`);
      else terminal.err(`${whose} in ${list.store.uri} yet; train them with assay build ${known?.id ?? ""}`.trimEnd());
    }
    return exitCodes.done;
  },
};
