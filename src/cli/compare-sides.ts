import { pairDocument } from "../decisions/champion-document.js";
import { classesWarning } from "../decisions/compare-warnings.js";
import { defaultPrimaryMetric, filePolicy } from "../decisions/policy.js";
import { compare } from "../evaluation/comparison.js";
import { disagreementOf } from "../evaluation/disagreement.js";
import { lossFor } from "../evaluation/loss.js";
import { policyMetrics } from "../evaluation/replicated.js";
import { metricInput } from "../evaluation/replicates.js";
import { undefinedMetrics } from "../evaluation/undefined-metrics.js";
import { whatIfData } from "../evaluation/what-if-data.js";
import type { Warning } from "../lib/errors.js";
import { assayVersion } from "../lib/version.js";
import { getMetric } from "../metrics/index.js";
import type { Policy } from "../projects/types.js";
import type { LabelReading } from "../tracking/prediction-labels.js";
import type { CompareFlags } from "./compare-flags.js";
import { checkTask, type ComparedPair } from "./compared-pair.js";
import type { JoinedSides } from "./join-sides.js";

function policyFor({ task, rows, champion }: JoinedSides, flags: CompareFlags): Policy {
  const primary = flags.metric ?? defaultPrimaryMetric(task, rows.label);
  return filePolicy(task, primary, getMetric(primary).prepare(metricInput(champion, rows))(), flags);
}

/** How labels were taken, which nobody said. */
function inferred(reading: LabelReading): Warning {
  if (reading.task === "regression") return { code: "task", message: "labels are taken as values (regression)" };
  const { positive, classes } = reading;
  return positive === null
    ? { code: "classes", message: `labels are ${classes.length} classes: ${classes.join(", ")}` }
    : {
        code: "positive-class",
        message: `labels are two classes; "${positive}" counts as positive, "${classes[0]}" as negative`,
      };
}

/** Compares two sets of predictions from outside by the default policy, as flags change it. */
export function compareSides(sides: JoinedSides, flags: CompareFlags): ComparedPair {
  const { task, rows, champion, challenger, onlyInChampion, onlyInChallenger, unitName, contenders } = sides;
  const policy = policyFor(sides, flags);
  checkTask(policy, task);
  const { primaryMetric, level, evidence } = policy;
  const comparison = compare(
    { rows, champion, challenger, onlyInChampion, onlyInChallenger },
    { task, metrics: policyMetrics(policy), primaryMetric, level, draws: flags.draws, seed: flags.seed, unitName },
  );
  const loss = lossFor(primaryMetric, task);
  return {
    ...pairDocument(
      {
        comparison,
        disagreement: disagreementOf(rows, champion, challenger, { task, loss, level, split: evidence }),
        whatIf: whatIfData(rows, champion, challenger, { task, metrics: comparison.metrics }),
        parameters: [],
      },
      {
        assayVersion,
        champion: contenders[0],
        challenger: contenders[1],
        policy,
        targetUnit: "",
        trainOverlap: sides.trainOverlap,
        look: 1,
        modelsJudged: 2,
        unitsAtFirstLook: rows.units.length,
        gates: [],
        costs: null,
        warnings: [
          inferred(sides.reading),
          ...sides.warnings,
          ...classesWarning(champion),
          ...undefinedMetrics(comparison, [champion, challenger], rows),
        ],
      },
    ),
    rowsName: "rows",
    judged: null,
  };
}
