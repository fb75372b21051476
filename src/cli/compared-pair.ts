import type { PairDocument } from "../decisions/documents.js";
import { defaultMetrics } from "../decisions/policy.js";
import { AssayError } from "../lib/errors.js";
import { getMetric } from "../metrics/index.js";
import type { Policy, Task } from "../projects/types.js";
import type { Pair } from "../tracking/looks.js";

/** A judged pair, with what the words around it need. */
export interface ComparedPair extends PairDocument {
  /** Plural name of a row. */
  rowsName: string;
  /** The pair as the ledger knows it; null where files were compared. */
  judged: Pair | null;
}

/** @throws AssayError `usage` where a flag names a metric of the other task. */
export function checkTask(policy: Policy, task: Task): void {
  for (const name of [policy.primaryMetric, ...policy.guardrails.map(({ metric }) => metric)])
    if (getMetric(name).task !== task)
      throw new AssayError(
        `assay compare: ${name} is a metric of ${getMetric(name).task}; these labels are for ${task}`,
        { code: "usage", hint: `choose one of ${defaultMetrics(task).join(", ")}` },
      );
}
