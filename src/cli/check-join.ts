import type { Alignment } from "../evaluation/align.js";
import { AssayError, type Warning } from "../lib/errors.js";
import { formatCount } from "../lib/format.js";
import type { PredictionFile } from "../tracking/prediction-file.js";
import type { Side } from "./prediction-side.js";

const first = (ids: readonly string[]): string => `${ids.slice(0, 5).join(", ")}${ids.length > 5 ? ", …" : ""}`;

const rowsOf = (count: number): string => `${formatCount(count)} ${count === 1 ? "row" : "rows"}`;

const trainIds = ({ id, split }: PredictionFile): string[] => id.filter((_, row) => split?.[row] === "train");

/** Refuses files that do not belong together; says which rows `--inner` leaves out. */
export function checkJoin(
  [a, b]: readonly [Side, Side],
  { onlyInChampion, onlyInChallenger, labelsDiffer, shared }: Alignment,
  inner: boolean,
): Warning[] {
  const [pathA, pathB] = [a.file.path, b.file.path];
  if (labelsDiffer.length > 0) {
    const ids = labelsDiffer.map(({ id }) => id);
    throw new AssayError(`${pathA}, ${pathB}: labels differ in ${rowsOf(ids.length)}: ${first(ids)}`, {
      code: "labels-differ",
      file: pathB,
      hint: "both files must hold the same truth; name the columns with --label and --id",
    });
  }
  if (shared.rows === 0)
    throw new AssayError(`${pathA}, ${pathB}: no id is in both files`, {
      code: "no-common-rows",
      file: pathB,
      hint: "name the column that both share with --id COLUMN",
    });
  const missing = [
    ...(onlyInChampion.length > 0
      ? [`${pathB} lacks ${rowsOf(onlyInChampion.length)} of ${pathA}: ${first(onlyInChampion)}`]
      : []),
    ...(onlyInChallenger.length > 0
      ? [`${pathA} lacks ${rowsOf(onlyInChallenger.length)} of ${pathB}: ${first(onlyInChallenger)}`]
      : []),
  ];
  if (missing.length === 0) return [];
  if (!inner)
    throw new AssayError(missing.join("; "), {
      code: "rows-differ",
      file: onlyInChampion.length > 0 ? pathB : pathA,
      hint: `compare the ${rowsOf(shared.rows)} in both with --inner`,
    });
  return [
    { code: "inner-join", message: `${missing.join("; ")}; only the ${rowsOf(shared.rows)} in both are compared` },
  ];
}

/** Rows left out because either side trained on them, and what that says of the others. */
export function leftOut([a, b]: readonly [Side, Side]): {
  train: Set<string>;
  overlap: number | null;
  warnings: Warning[];
} {
  const train = new Set([...trainIds(a.file), ...trainIds(b.file)]);
  const known = a.file.split !== null && b.file.split !== null;
  const without = [a, b].filter(({ file }) => file.split === null).map(({ file }) => file.path);
  const warnings: Warning[] = [];
  if (!known)
    warnings.push({
      code: "training-rows-not-checkable",
      message: `${without.join(" and ")} ${without.length === 1 ? "carries" : "carry"} no column "split": whether a model trained on these rows cannot be checked`,
    });
  if (train.size > 0)
    warnings.push({
      code: "training-rows",
      message: `${rowsOf(train.size)} that a model trained on ${train.size === 1 ? "is" : "are"} left out`,
    });
  if ([a, b].some(({ file }) => file.split?.includes("validation")))
    warnings.push({
      code: "validation-rows",
      message: "validation rows are among those compared: a model chosen or tuned on them looks better than it is",
    });
  return { train, overlap: known ? train.size : null, warnings };
}

/** The weights of the shared rows, from the file that has them; both must say the same. */
export function weightsOf([a, b]: readonly [Side, Side], ids: readonly string[]): { weight?: Float64Array } {
  const [own, others] = [a.file, b.file].map(({ id, weight }) => {
    if (!weight) return null;
    const rowOf = new Map(id.map((name, row) => [name, row]));
    return Float64Array.from(ids, (name) => weight[rowOf.get(name)!]!);
  });
  const differ = own && others ? ids.filter((_, row) => own[row] !== others[row]) : [];
  if (differ.length > 0)
    throw new AssayError(
      `${a.file.path}, ${b.file.path}: weights differ in ${rowsOf(differ.length)}: ${first(differ)}`,
      {
        code: "weights-differ",
        file: b.file.path,
        hint: "both files must weigh a row alike; name the column with --weight, or leave it out of one",
      },
    );
  const weight = own ?? others;
  return weight ? { weight } : {};
}
