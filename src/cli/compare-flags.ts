import type { PolicyFlags } from "../decisions/policy.js";
import type { Decision } from "../decisions/types.js";
import { AssayError } from "../lib/errors.js";
import { metrics } from "../metrics/index.js";
import type { MetricName } from "../metrics/metric.js";
import type { PredictionColumns } from "../tracking/prediction-file.js";
import type { Values } from "./command.js";

const usage = (message: string, hint: string): AssayError =>
  new AssayError(`assay compare: ${message}`, { code: "usage", hint });

const text = (values: Values, name: string): string | undefined => values[name] as string | undefined;

function number(values: Values, name: string, accepts: (value: number) => boolean, hint: string): number | undefined {
  const given = text(values, name);
  if (given === undefined) return undefined;
  const value = given.trim() === "" ? Number.NaN : Number(given);
  if (!accepts(value)) throw usage(`--${name} ${given} makes no sense`, hint);
  return value;
}

/** What a metric needs beside label and prediction, which neither files nor runs bring. */
const missing: Partial<Record<string, string>> = {
  expectedCost: "a matrix of costs",
  profit: "a matrix of costs",
  adjustedR2: "the number of columns that the model reads",
  intervalCoverage: "bounds beside each prediction",
  intervalWidth: "bounds beside each prediction",
};

function metricName(name: string): MetricName {
  const hint = `metrics are ${Object.keys(metrics)
    .filter((known) => !missing[known])
    .join(", ")}`;
  if (!Object.hasOwn(metrics, name)) throw usage(`no metric "${name}"`, hint);
  if (missing[name]) throw usage(`${name} needs ${missing[name]}, which cannot be given yet`, hint);
  return name as MetricName;
}

function guardrail(given: string): { metric: MetricName; margin: number } {
  const [name, margin, ...rest] = given.split("=");
  const value = Number(margin);
  if (margin === undefined || margin.trim() === "" || rest.length > 0 || !(value > 0 && value < Infinity))
    throw usage(
      `--guardrail ${given} makes no sense`,
      "write METRIC=MARGIN with a margin above 0, such as recall=0.02",
    );
  return { metric: metricName(name!.trim()), margin: value };
}

const decisions: readonly Decision[] = ["promote", "keep", "equivalent", "collect-more-data"];

/** What a reader asks of `assay compare`, checked. */
export interface CompareFlags extends PolicyFlags {
  columns: PredictionColumns;
  positive: string | undefined;
  threshold: number;
  inner: boolean;
  project: string | undefined;
  seed: number;
  draws: number;
  json: boolean;
  html: string | undefined;
  format: "text" | "md";
  require: Decision | undefined;
  strict: boolean;
  /** The rule that `--require` and `--strict` ask: contract §4's, or the seed rule that is kept to compare. */
  rule: "interval" | "majority-of-metrics";
}

/** @throws AssayError `usage` where a flag's value makes no sense. */
export function compareFlags(values: Values): CompareFlags {
  const metric = text(values, "metric");
  const required = text(values, "require");
  const format = text(values, "format") ?? "text";
  const html = text(values, "html");
  if (html !== undefined && (html.trim() === "" || /[/\\]$/.test(html)))
    throw usage(`--html ${html || '""'} names no file`, "give the name of a file, such as verdict.html");
  if (required !== undefined && !decisions.includes(required as Decision))
    throw usage(`--require ${required} is no verdict`, `choose one of ${decisions.join(", ")}`);
  if (format !== "text" && format !== "md") throw usage(`--format ${format} is not known`, "choose text or md");
  const rule = text(values, "policy") ?? "interval";
  if (rule !== "interval" && rule !== "majority-of-metrics")
    throw usage(`--policy ${rule} is not known`, "choose interval or majority-of-metrics");
  const margin = number(
    values,
    "margin",
    (value) => value > 0 && value < Infinity,
    "give a number above 0, in the metric's unit",
  );
  const level = number(
    values,
    "level",
    (value) => value >= 0.5 && value < 1,
    "give a share from 0.5 to below 1, such as 0.95",
  );
  const given = (values["guardrail"] ?? []) as string[];
  return {
    ...(metric === undefined ? {} : { metric: metricName(metric) }),
    ...(margin === undefined ? {} : { margin }),
    ...(level === undefined ? {} : { level }),
    guardrails: given.map(guardrail),
    columns: Object.fromEntries(
      (["id", "label", "prediction", "split", "time", "unit", "weight"] as const).flatMap((name) => {
        const column = text(values, name);
        return column === undefined ? [] : [[name, column]];
      }),
    ),
    positive: text(values, "positive"),
    threshold:
      number(values, "threshold", (value) => value >= 0 && value <= 1, "give a probability from 0 to 1") ?? 0.5,
    inner: Boolean(values["inner"]),
    project: text(values, "project"),
    seed: number(values, "seed", Number.isInteger, "give a whole number") ?? 1,
    draws:
      number(
        values,
        "draws",
        (value) => Number.isInteger(value) && value >= 100 && value <= 100_000,
        "give a whole number from 100 to 100000",
      ) ?? 2000,
    json: Boolean(values["json"]),
    html,
    format,
    require: required as Decision | undefined,
    strict: Boolean(values["strict"]),
    rule,
  };
}
