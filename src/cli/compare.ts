import { resolve } from "node:path";
import { pairDocument, type CompareContext } from "../decisions/compare-document.js";
import type { PairDocument } from "../decisions/documents.js";
import { defaultMetrics, defaultPrimaryMetric, filePolicy } from "../decisions/policy.js";
import { compare } from "../evaluation/comparison.js";
import { disagreementOf } from "../evaluation/disagreement.js";
import { lossFor } from "../evaluation/loss.js";
import { whatIfData } from "../evaluation/what-if-data.js";
import { policyMetrics } from "../evaluation/replicated.js";
import { metricInput } from "../evaluation/replicates.js";
import { AssayError, exitCodes } from "../lib/errors.js";
import { writeFileAtomically } from "../lib/files.js";
import { toJson } from "../lib/json.js";
import { assayVersion } from "../lib/version.js";
import { getMetric } from "../metrics/index.js";
import type { Policy, Task } from "../projects/types.js";
import type { Command, Terminal } from "./command.js";
import { fileSide, joinSides, type Side } from "./compare-files.js";
import { compareFlags, type CompareFlags } from "./compare-flags.js";
import type { ComparedRows } from "./compare-rows.js";
import { compareRuns, isFile, projectOf, resolveRun, runSide, type ComparedRuns } from "./compare-runs.js";
import { compareMarkdown, compareText } from "./compare-text.js";

/** Reads A and B, whatever each is. */
async function readRows(
  a: string,
  b: string,
  flags: CompareFlags,
  terminal: Terminal,
): Promise<ComparedRows | ComparedRuns> {
  const read = async (reference: string) =>
    isFile(reference, terminal.cwd)
      ? { side: await fileSide(reference, flags, terminal.cwd) }
      : { run: await resolveRun(reference, flags, terminal) };
  const [left, right] = [await read(a), await read(b)];
  if (left.run && right.run) {
    const project = projectOf(left.run, right.run);
    if (project) return await compareRuns(project, left.run, right.run, flags, terminal);
  }
  const asSide = async ({ side, run }: Awaited<ReturnType<typeof read>>): Promise<{ side: Side; task?: Task }> =>
    run ? await runSide(run) : { side: side! };
  const [champion, challenger] = [await asSide(left), await asSide(right)];
  const task = champion.task ?? challenger.task;
  return joinSides([champion.side, challenger.side], flags, task);
}

/** What a flag changes in a project's policy. */
function projectPolicy(policy: Policy, flags: CompareFlags): Policy {
  const { metric, margin, level, guardrails } = flags;
  if (metric === undefined && margin === undefined && level === undefined && guardrails.length === 0) return policy;
  if (metric !== undefined && metric !== policy.primaryMetric && margin === undefined)
    throw new AssayError(`assay compare: --metric ${metric} needs its own margin`, {
      code: "usage",
      hint: "say with --margin what gain in it counts",
    });
  return {
    ...policy,
    name: `${policy.name}, changed by flags`,
    source: "flags",
    primaryMetric: metric ?? policy.primaryMetric,
    smallestWorthwhileGain: margin ?? policy.smallestWorthwhileGain,
    level: level ?? policy.level,
    guardrails: guardrails.length > 0 ? guardrails : policy.guardrails,
  };
}

function policyFor(compared: ComparedRows | ComparedRuns, flags: CompareFlags): Policy {
  if ("project" in compared) return projectPolicy(compared.project.policy, flags);
  const primary = flags.metric ?? defaultPrimaryMetric(compared.task, compared.rows.label);
  const championValue = getMetric(primary).prepare(metricInput(compared.champion, compared.rows))();
  return filePolicy(compared.task, primary, championValue, flags);
}

function checkTask(policy: Policy, task: string): void {
  for (const name of [policy.primaryMetric, ...policy.guardrails.map(({ metric }) => metric)])
    if (getMetric(name).task !== task)
      throw new AssayError(
        `assay compare: ${name} is a metric of ${getMetric(name).task}; these labels are for ${task}`,
        {
          code: "usage",
          hint: `choose one of ${defaultMetrics(task as "classification").join(", ")}`,
        },
      );
}

/** Measures and decides. */
export async function comparePair(
  a: string,
  b: string,
  flags: CompareFlags,
  terminal: Terminal,
): Promise<PairDocument & { targetUnit: string; rowsName: string }> {
  const compared = await readRows(a, b, flags, terminal);
  const { task, rows, champion, challenger, unitName, contenders, reading } = compared;
  const policy = policyFor(compared, flags);
  checkTask(policy, task);
  const project = "project" in compared ? compared.project : null;
  const comparison = compare(
    {
      rows,
      champion,
      challenger,
      onlyInChampion: compared.onlyInChampion,
      onlyInChallenger: compared.onlyInChallenger,
    },
    {
      task,
      metrics: policyMetrics(policy),
      primaryMetric: policy.primaryMetric,
      level: policy.level,
      draws: flags.draws,
      seed: flags.seed,
      unitName,
    },
  );
  const disagreement = disagreementOf(rows, champion, challenger, {
    task,
    loss: lossFor(policy.primaryMetric, task),
    level: policy.level,
    split: policy.evidence,
  });
  const whatIf = whatIfData(rows, champion, challenger, { task, metrics: comparison.metrics });
  const parameters = "parameters" in compared ? compared.parameters : [];
  const inferred =
    reading?.task === "classification"
      ? [
          {
            code: reading.positive === null ? "classes" : "positive-class",
            message:
              reading.positive === null
                ? `labels are ${reading.classes.length} classes: ${reading.classes.join(", ")}`
                : `labels are two classes; "${reading.positive}" counts as positive, "${reading.classes[0]}" as negative`,
          },
        ]
      : reading
        ? [{ code: "task", message: "labels are taken as values (regression)" }]
        : [];
  const looks =
    "looks" in compared ? compared.looks : { look: 1, modelsJudged: 2, unitsAtFirstLook: rows.units.length };
  const context: CompareContext = {
    assayVersion,
    champion: contenders[0],
    challenger: contenders[1],
    policy,
    targetUnit: project?.target.unit ?? "",
    trainOverlap: compared.trainOverlap,
    gates: [],
    costs: "costs" in compared ? compared.costs : null,
    warnings: [...inferred, ...compared.warnings],
    ...looks,
  };
  return {
    ...pairDocument({ comparison, disagreement, whatIf, parameters }, context),
    targetUnit: context.targetUnit,
    rowsName: project?.rows ?? "rows",
  };
}

function exitCode(decision: string, { require, strict }: CompareFlags): number {
  if (strict && decision === "collect-more-data") return exitCodes.unsettled;
  return require !== undefined && decision !== require ? exitCodes.failed : exitCodes.done;
}

export const command: Command = {
  summary: "two runs, aliases or prediction files → the gain, its interval, the verdict",
  usage: "CHAMPION CHALLENGER [options]",
  options: {
    id: { type: "string", value: "NAME", help: "column that names the case; id by default" },
    label: { type: "string", value: "NAME", help: "column with the truth; label by default" },
    prediction: {
      type: "string",
      value: "NAME",
      help: "value, or probability of the positive class; prediction by default",
    },
    positive: { type: "string", value: "CLASS", help: "the positive class; 1, true, yes or the second by default" },
    threshold: { type: "string", value: "P", help: "positive from this probability on; 0.5 by default" },
    unit: { type: "string", value: "NAME", help: "column of what is independent (a day, a customer); unit by default" },
    time: { type: "string", value: "NAME", help: "column that says when; time by default" },
    split: { type: "string", value: "NAME", help: "column with train, validation or test; split by default" },
    metric: { type: "string", value: "METRIC", help: "the metric that decides" },
    margin: { type: "string", value: "GAIN", help: "the smallest gain in it that counts" },
    level: { type: "string", value: "SHARE", help: "level of the intervals; 0.95 by default" },
    guardrail: {
      type: "string",
      multiple: true,
      value: "METRIC=MARGIN",
      help: "must not get worse by more; may be given again",
    },
    inner: { type: "boolean", help: "compare the rows that both files hold" },
    project: { type: "string", value: "ID", help: "the project of the runs" },
    seed: { type: "string", value: "N", help: "seed of the resampling; 1 by default" },
    draws: { type: "string", value: "N", help: "resamples; 2000 by default" },
    require: {
      type: "string",
      value: "VERDICT",
      help: "exit with 1 unless promote, keep, equivalent or collect-more-data",
    },
    strict: { type: "boolean", help: "exit with 3 where the verdict is to collect more data" },
    json: { type: "boolean", help: "print the whole document" },
    html: { type: "string", value: "FILE", help: "write one page to share" },
    format: { type: "string", value: "FORMAT", help: "text or md; text by default" },
  },
  positionals: { min: 2, max: 2 },
  examples: [
    "assay compare a.csv b.csv --html verdict.html",
    "assay compare champion challenger --project nyc-flights --require promote",
    "assay compare old.parquet new.parquet --unit customer_id --guardrail recall=0.02",
  ],
  async run({ values, positionals, terminal, line }) {
    const flags = compareFlags(values);
    const { targetUnit, rowsName, ...pair } = await comparePair(positionals[0]!, positionals[1]!, flags, terminal);
    const words = { targetUnit, rows: rowsName };
    if (flags.html !== undefined) {
      const { comparisonHtml } = await import("./one-file.js");
      await writeFileAtomically(
        resolve(terminal.cwd, flags.html),
        await comparisonHtml(pair, { ...words, command: line }),
      );
      terminal.err(`wrote ${flags.html}`);
    }
    if (flags.json) terminal.out(`${toJson(pair.compare, 2)}\n`);
    else terminal.out(flags.format === "md" ? compareMarkdown(pair.compare, words) : compareText(pair.compare, words));
    return exitCode(pair.compare.verdict.decision, flags);
  },
};
