import { takeLabelled } from "../cross-fit.js";
import { AssayError } from "../../lib/errors.js";
import { seeded, shuffle } from "../../lib/random.js";
import { checkFit } from "../checks.js";
import { fittedModel } from "../model.js";
import { defaultsOf, oneOf, readParameters, text } from "../parameters.js";
import { fromJSON } from "../score.js";
import { pause } from "../steps.js";
import type { FitInput, Labelled, Learner } from "../types.js";
import { baseModels, splitParameters } from "./base-models.js";
import { conformalQuantiles } from "./conformal.js";
import { type SplitConformalBody, splitConformalScorer } from "./scorer.js";

const rules = {
  learner: text("gradient-boosted-trees", /^\s*[^,\s]+\s*$/, "the name of one learner"),
  tails: oneOf("alike", "apart"),
};

/** Part of the training rows that calibrates where there are no validation rows: one in this many. */
const calibrationPart = 5;

interface Parts {
  train: Labelled;
  validation?: Labelled;
  calibration: Labelled;
}

/** Whole units, by chance: half of the validation rows calibrate, else a fifth of the training rows. */
function divide({ train, validation, seed }: FitInput): Parts {
  const from = validation ?? train;
  const { rows } = from.data;
  const unit = from.unit ?? Int32Array.from({ length: rows }, (_, i) => i);
  const units = shuffle([...new Set(unit)], seeded(seed));
  const chosen = new Set(units.slice(0, Math.ceil(units.length / (validation ? 2 : calibrationPart))));
  if (units.length < 2)
    throw new AssayError(`split-conformal: the ${validation ? "validation" : "training"} part has one unit`, {
      code: "too-few-units",
      hint: "give at least two independent units, of which some calibrate the intervals",
    });
  const every = Int32Array.from({ length: rows }, (_, i) => i);
  const part = (isCalibration: boolean): Labelled =>
    takeLabelled(
      from,
      every.filter((i) => chosen.has(unit[i]!) === isCalibration),
    );
  return validation
    ? { train, validation: part(false), calibration: part(true) }
    : { train: part(false), calibration: part(true) };
}

/**
 * Any regression with prediction intervals by split conformal prediction: the base learner never sees the calibration
 * rows, and the intervals are as wide as its errors on them. `Model.interval(data, level)` then holds a new row's label
 * with at least that chance, if new rows come as the calibration rows did. Calibration takes half of the validation rows
 * (the other half stops and tunes the base learner), or a fifth of the training rows where there are none. Rows of weight
 * 0 do not calibrate; all others count alike.
 *
 * Rows of one day share its weather, and later months differ from those that calibrated: on New York's flights, 90 %
 * intervals of boosted trees, calibrated in July and August, held 96 % of the flights of September and October, and 75 %
 * of those of the worst day.
 *
 * - `learner`: the base learner; its own parameter is `learner.parameter`, such as `ridge.penalty`.
 * - `tails`: `alike` is prediction ± one number; `apart` measures errors above and below on their own, for skewed ones.
 *
 * @see Papadopoulos et al. (2002), ECML; Lei et al. (2018), Journal of the American Statistical Association 113
 */
export const splitConformal: Learner = {
  name: "split-conformal",
  title: "Split-conformal intervals",
  family: "combined",
  tasks: ["regression"],
  maxClasses: 0,
  defaults: defaultsOf(rules),
  description: "Another model's predictions, with intervals from its errors on rows that it has not seen.",
  async fit(input) {
    const { own, ofBases } = splitParameters(input.parameters);
    const parameters = readParameters("split-conformal", rules, own);
    checkFit(splitConformal, input);
    const [base] = baseModels("split-conformal", parameters.learner, "regression", ofBases);
    await pause(input.signal);
    const { train, validation, calibration } = divide(input);
    const fit = await base!.learner.fit({
      ...input,
      train,
      ...(validation && { validation }),
      parameters: base!.parameters,
    });
    const { target, weights } = calibration;
    if (target.task !== "regression") throw new RangeError("checked above");
    const predictions = fit.model.predict(calibration.data);
    const errors = target.values
      .map((value, i) => value - predictions[i]!)
      .filter((_, i) => !weights || weights[i]! > 0);
    const apart = parameters.tails === "apart";
    const body: SplitConformalBody = {
      base: fit.model.toJSON(),
      above: conformalQuantiles(apart ? errors : errors.map(Math.abs)),
      below: apart ? conformalQuantiles(errors.map((error) => -error)) : null,
    };
    return {
      ...fit,
      model: fittedModel(
        {
          schemaVersion: 1,
          learner: "split-conformal",
          family: "combined",
          task: "regression",
          classes: null,
          features: fit.model.toJSON().features,
          body,
        },
        splitConformalScorer(fromJSON),
      ),
      parameters: { ...parameters, ...ofBases },
    };
  },
};
