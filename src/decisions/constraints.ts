import { AssayError } from "../lib/errors.js";
import type { ConstraintCounts } from "../monitoring/count-constraints.js";
import type { DriftDocument } from "./drift-types.js";

/** What SageMaker Model Monitor's `constraints.json` asks of one column. */
export interface ColumnConstraint {
  name: string;
  type: "Integral" | "Fractional" | "String" | "Unknown";
  /** Smallest share of rows that hold a value; null where nothing is asked. */
  completeness: number | null;
  isNonNegative: boolean;
  /** The only texts allowed; null where any is. */
  domains: readonly string[] | null;
}

/** A `constraints.json`, read. */
export interface Constraints {
  columns: readonly ColumnConstraint[];
  /** Smallest share of values that have the column's type. */
  typeThreshold: number;
  /** Smallest share of texts that lie in the domain. */
  domainThreshold: number;
  /** Largest distance of distributions; null where they are not compared. */
  distance: { threshold: number; robust: boolean } | null;
}

export interface Violation {
  column: string;
  check:
    | "missing_column"
    | "extra_column"
    | "data_type"
    | "completeness"
    | "non_negative"
    | "categorical_values"
    | "baseline_drift";
  /** What was found beside what was asked, in one sentence. */
  reason: string;
}

/** What a table does against a `constraints.json`, part of a drift document. */
export interface ConstraintReport {
  source: string;
  checked: number;
  violations: Violation[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const types = ["Integral", "Fractional", "String", "Unknown"] as const;

/**
 * Reads a `constraints.json` of SageMaker Model Monitor, version 0.
 *
 * @param source its name, for errors.
 * @throws AssayError `bad-constraints` where it is none, naming what was expected.
 * @see AWS, SageMaker AI developer guide, "Schema for Constraints (constraints.json file)"
 * @example readConstraints(await readFile("constraints.json", "utf8"), "constraints.json").columns.length
 */
export function readConstraints(text: string, source: string): Constraints {
  const refuse = (expected: string, column?: string): AssayError =>
    new AssayError(`${source}: expected ${expected}`, {
      code: "bad-constraints",
      file: source,
      ...(column === undefined ? {} : { column }),
      hint: "give the constraints.json that SageMaker Model Monitor wrote",
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refuse("JSON");
  }
  if (!isRecord(json) || !Array.isArray(json["features"])) throw refuse('an object with a list "features"');
  const share = (value: unknown, fallback: number, what: string): number => {
    if (value === undefined || value === null) return fallback;
    if (typeof value !== "number" || !(value >= 0 && value <= 1)) throw refuse(`${what} between 0 and 1`);
    return value;
  };
  const columns = json["features"].map((feature: unknown, i): ColumnConstraint => {
    if (!isRecord(feature) || typeof feature["name"] !== "string") throw refuse(`a name in feature ${i + 1}`);
    const { name, inferred_type: inferred = "Unknown", num_constraints: numbers, string_constraints: texts } = feature;
    const type = types.find((one) => one === inferred);
    if (!type) throw refuse(`"inferred_type" of ${name} to be one of ${types.join(", ")}`, name);
    const domains = isRecord(texts) ? texts["domains"] : undefined;
    if (domains !== undefined && !(Array.isArray(domains) && domains.every((one) => typeof one === "string")))
      throw refuse(`"domains" of ${name} to be a list of texts`, name);
    return {
      name,
      type,
      completeness:
        feature["completeness"] === undefined ? null : share(feature["completeness"], 0, `"completeness" of ${name}`),
      isNonNegative: isRecord(numbers) && numbers["is_non_negative"] === true,
      domains: domains === undefined ? null : (domains as string[]),
    };
  });
  const config = isRecord(json["monitoring_config"]) ? json["monitoring_config"] : {};
  const compared = config["distribution_constraints"];
  return {
    columns,
    typeThreshold: share(config["datatype_check_threshold"], 1, '"datatype_check_threshold"'),
    domainThreshold: share(config["domain_content_threshold"], 1, '"domain_content_threshold"'),
    distance:
      isRecord(compared) && compared["perform_comparison"] === "Enabled"
        ? {
            threshold: share(compared["comparison_threshold"], 0.1, '"comparison_threshold"'),
            robust: compared["comparison_method"] !== "Simple",
          }
        : null,
  };
}

const shown = (share: number): string => `${(100 * share).toFixed(1)} %`;

function ofColumn(
  { name, type, completeness, isNonNegative, domains }: ColumnConstraint,
  { rows, present, ofType, negative, inDomain }: ConstraintCounts,
  { typeThreshold, domainThreshold }: Constraints,
): Violation[] {
  const found: Violation[] = [];
  const add = (check: Violation["check"], reason: string): void => void found.push({ column: name, check, reason });
  if (completeness !== null && rows > 0 && present / rows < completeness)
    add("completeness", `${shown(present / rows)} of rows hold a value; at least ${shown(completeness)} should`);
  if (present === 0) return found;
  if (type !== "Unknown" && ofType / present < typeThreshold)
    add("data_type", `${shown(ofType / present)} of values are ${type}; at least ${shown(typeThreshold)} should be`);
  if (isNonNegative && negative > 0) add("non_negative", `${negative} values are below 0`);
  if (domains !== null && inDomain / present < domainThreshold)
    add(
      "categorical_values",
      `${shown(inDomain / present)} of values lie in the domain; at least ${shown(domainThreshold)} should`,
    );
  return found;
}

/** The distance that the service compares: the largest difference of cumulative shares, or of shares of categories. */
function distanceOf({ measures, bins, referenceRows, currentRows }: DriftDocument["columns"][number]): number {
  if (measures.kolmogorovSmirnov) return measures.kolmogorovSmirnov.statistic;
  return Math.max(...bins.map(({ reference, current }) => Math.abs(reference / referenceRows - current / currentRows)));
}

/**
 * Judges a table by a `constraints.json`: columns missing and extra, types, completeness, signs and domains from counts,
 * and distances of distributions from a drift document. `Robust` asks the adjusted test to agree, so that a distance
 * which few rows make by chance is none.
 *
 * @param counts by column; columns of the constraints without counts are missing from the table.
 * @param names all columns of the current table.
 */
export function judgeConstraints(
  constraints: Constraints,
  {
    counts,
    names,
    document,
    source,
  }: {
    counts: ReadonlyMap<string, ConstraintCounts>;
    names: readonly string[];
    document: DriftDocument;
    source: string;
  },
): ConstraintReport {
  const { columns, distance } = constraints;
  const violations = columns.flatMap((column): Violation[] => {
    const counted = counts.get(column.name);
    if (!counted) return [{ column: column.name, check: "missing_column", reason: "the table does not have it" }];
    const found = ofColumn(column, counted, constraints);
    const measured = document.columns.find(({ name }) => name === column.name);
    if (!distance || !measured) return found;
    const value = distanceOf(measured);
    const agrees = !distance.robust || measured.test.adjustedPValue <= 1 - document.policy.level;
    return value > distance.threshold && agrees
      ? [
          ...found,
          {
            column: column.name,
            check: "baseline_drift",
            reason: `distance ${value.toFixed(3)}, over ${distance.threshold}`,
          },
        ]
      : found;
  });
  const known = new Set(columns.map(({ name }) => name));
  for (const name of names)
    if (!known.has(name))
      violations.push({ column: name, check: "extra_column", reason: "the constraints do not know it" });
  return { source, checked: columns.length, violations };
}

/** The document with what the constraints say: any violation alarms. */
export const withConstraints = (document: DriftDocument, constraints: ConstraintReport): DriftDocument => ({
  ...document,
  state: constraints.violations.length > 0 ? "alarm" : document.state,
  constraints,
});
