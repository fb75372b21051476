import { pairDocument, type CompareContext } from "../decisions/compare-document.js";
import { quantityOf } from "../decisions/quantity-of.js";
import type { PairDocument } from "../decisions/documents.js";
import { defaultMetrics, defaultPrimaryMetric, filePolicy } from "../decisions/policy.js";
import { compare } from "../evaluation/comparison.js";
import { disagreementOf } from "../evaluation/disagreement.js";
import { lossFor } from "../evaluation/loss.js";
import { whatIfData } from "../evaluation/what-if-data.js";
import { policyMetrics } from "../evaluation/replicated.js";
import { metricInput } from "../evaluation/replicates.js";
import { undefinedMetrics } from "../evaluation/undefined-metrics.js";
import { AssayError, type Warning } from "../lib/errors.js";
import { formatGainInterval } from "../lib/format.js";
import { assayVersion } from "../lib/version.js";
import { getMetric } from "../metrics/index.js";
import type { Policy, Task } from "../projects/types.js";
import { type Pair } from "../tracking/looks.js";
import type { Terminal } from "./command.js";
import { fileSide, joinSides, type Side } from "./compare-files.js";
import { type CompareFlags } from "./compare-flags.js";
import type { ComparedRows } from "./compare-rows.js";
import { compareRuns, isFile, projectOf, resolveRun, runSide, type ComparedRuns } from "./compare-runs.js";

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
): Promise<PairDocument & { targetUnit: string; rowsName: string; judged: Pair | null }> {
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
    warnings: [
      ...inferred,
      ...compared.warnings,
      ...undefinedMetrics(policyMetrics(policy), [champion, challenger], rows),
    ],
    ...looks,
  };
  const pair = pairDocument({ comparison, disagreement, whatIf, parameters }, context);
  return {
    ...pair,
    compare: { ...pair.compare, warnings: [...pair.compare.warnings, ...selectionOf(pair)] },
    targetUnit: context.targetUnit,
    rowsName: project?.rows ?? "rows",
    judged: "pair" in compared ? compared.pair : null,
  };
}

/** What the gain's interval is once it is corrected for how many models these rows have judged. */
function selectionOf({ compare, corrected, whatIf }: PairDocument): Warning[] {
  if (!corrected || compare.policy.strict) return [];
  const quantity = quantityOf(compare.policy.primaryMetric, whatIf.targetUnit);
  const interval = formatGainInterval(corrected.lower, corrected.upper, quantity);
  return [
    {
      code: "selection",
      message: `these rows have judged ${compare.rows.modelsJudged} models; corrected for that, the gain lies in ${interval}`,
    },
  ];
}
