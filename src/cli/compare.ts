import { resolve } from "node:path";
import type { CompareDocument } from "../decisions/documents.js";
import { exitCodes } from "../lib/errors.js";
import { writeFileAtomically } from "../lib/files.js";
import { toJson } from "../lib/json.js";
import type { Command } from "./command.js";
import { compareFlags, type CompareFlags } from "./compare-flags.js";
import { compareMarkdown, compareText } from "./compare-text.js";
import { comparePair } from "./compare-pair.js";

/** By the verdict, or by the seed rule where a reader asks for it. */
function exitCode({ verdict, majority }: CompareDocument, { require, strict, rule }: CompareFlags): number {
  const decision = rule === "interval" ? verdict.decision : majority?.decision;
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
    weight: { type: "string", value: "NAME", help: "column that says how often a row counts; weight by default" },
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
    policy: {
      type: "string",
      value: "RULE",
      help: "what --require and --strict ask: interval, or the seed rule majority-of-metrics; interval by default",
    },
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
    const { rowsName, judged, ...pair } = await comparePair(positionals[0]!, positionals[1]!, flags, terminal);
    const words = { targetUnit: pair.whatIf.targetUnit, rows: rowsName };
    if (judged) {
      const { recordPair } = await import("./compare-project.js");
      await recordPair(judged, pair, terminal);
    }
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
    return exitCode(pair.compare, flags);
  },
};
