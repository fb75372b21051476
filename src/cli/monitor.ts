import { join, resolve } from "node:path";
import { driftAndMonitoring } from "../cards/project-monitoring.js";
import type { MonitorDocument } from "../decisions/monitor-types.js";
import { withDatabase } from "../engine/database.js";
import { openProject } from "../features/open-project.js";
import { readFeatureTable } from "../features/read-features.js";
import { projectState } from "../features/sources.js";
import { AssayError, exitCodes } from "../lib/errors.js";
import { writeFileAtomically } from "../lib/files.js";
import { toJson } from "../lib/json.js";
import { findRoot } from "../lib/root.js";
import type { Period } from "../monitoring/log-windows.js";
import type { Project } from "../projects/types.js";
import { findRun } from "../tracking/find-run.js";
import { listRuns } from "../tracking/list-runs.js";
import { tagNames } from "../tracking/tag-names.js";
import type { Command, Terminal } from "./command.js";
import { findProject } from "./find-project.js";
import { monitorMarkdown } from "./monitor-text.js";
import { tellOnce, webhookVariable } from "./webhook.js";

const periods: readonly Period[] = ["hour", "day", "week", "month"];

function readPeriod(value: unknown): Period | undefined {
  if (value === undefined) return undefined;
  const found = periods.find((period) => period === value);
  if (found) return found;
  throw new AssayError(`--by ${String(value)}: no such period`, {
    code: "usage",
    hint: `choose ${periods.join(", ")}`,
  });
}

async function monitor(project: Project, period: Period | undefined, terminal: Terminal): Promise<MonitorDocument> {
  const root = findRoot(terminal.cwd);
  const { env, onProgress, signal } = terminal;
  const state = await projectState(project, { root, env });
  if (state.state !== "ready")
    throw new AssayError(`${project.id}: data not here yet: ${state.reason}`, {
      code: "data-not-here",
      hint: state.command ? `run ${state.command}` : `put the file into data/${project.id}`,
    });
  const { runs } = await listRuns({ root, env, project: project.id });
  const run = findRun(runs, "champion");
  return await withDatabase(async (database) => {
    await openProject(database, project, { root, env, onProgress });
    const table = await readFeatureTable(database, project);
    const champion = { run, title: run.tags[tagNames.title] ?? run.name };
    const options = { champion, table, root, seed: 1, period, onProgress, signal };
    return (await driftAndMonitoring(database, project, null, options)).monitoring;
  });
}

export const command: Command = {
  summary: "a project's prediction log over time: performance, drift, alerts",
  usage: "PROJECT [options]",
  options: {
    by: { type: "string", value: "PERIOD", help: "hour, day, week or month; by the log's span by default" },
    format: { type: "string", value: "FORMAT", help: "md or json; md by default" },
    json: { type: "boolean", help: "the same as --format json" },
    out: { type: "string", value: "FILE", help: "write there instead of to standard output" },
  },
  positionals: { min: 1, max: 1 },
  examples: ["assay monitor nyc-flights", `${webhookVariable}=https://… assay monitor nyc-flights --by week --json`],
  async run({ values, positionals, terminal }) {
    const format = values["json"] ? "json" : ((values["format"] as string | undefined) ?? "md");
    if (format !== "json" && format !== "md")
      throw new AssayError(`assay monitor: --format ${format} is not there`, {
        code: "usage",
        hint: "choose md or json",
      });
    const project = findProject(positionals[0]!);
    const document = await monitor(project, readPeriod(values["by"]), terminal);
    const text = format === "json" ? `${toJson(document, 2)}\n` : monitorMarkdown(document, project.target.unit);
    const out = values["out"] as string | undefined;
    if (out === undefined) terminal.out(text);
    else await writeFileAtomically(resolve(terminal.cwd, out), text);
    const told = await tellOnce(
      document.state,
      {
        project: project.id,
        state: document.state,
        at: terminal.now().toISOString(),
        retraining: document.retraining,
        alerts: document.alerts.filter(({ until }) => until === null),
        text: `${project.id}: ${document.state}. ${document.retraining.reason}`,
      },
      {
        url: terminal.env[webhookVariable],
        memory: join(findRoot(terminal.cwd), ".assay", `${project.id}.told`),
        signal: terminal.signal,
      },
    );
    if (told === "told") terminal.err("the webhook was told of the change of state");
    return document.state === "alarm" ? exitCodes.failed : exitCodes.done;
  },
};
