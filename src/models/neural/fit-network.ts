import { type ColumnEncoding, type Design, fitEncoding } from "../../features/encoding.js";
import { AssayError } from "../../lib/errors.js";
import { checkFit } from "../checks.js";
import { classFactors, classWeightRule, rowWeights } from "../class-weights.js";
import { featuresOf, findColumns } from "../columns.js";
import { fittedModel } from "../model.js";
import { belowOne, oneOf, positive, readParameters, type Rules, text, wholeNumber } from "../parameters.js";
import type { FitInput, FitResult, Labelled, Learner } from "../types.js";
import { toText } from "./float32-text.js";
import { inputSpread, networkInputs } from "./inputs.js";
import { checkMemory, toldMemory } from "./memory.js";
import type { Architecture, LossName } from "./network.js";
import { networkScorer, type NetworkBody } from "./scorer.js";
import type { NetworkRows, TrainedMatrix } from "./train.js";

/** Parameters of every network. */
export const networkRules = {
  layers: text("64,32", /^[1-9]\d{0,4}(,[1-9]\d{0,4})*$/, 'widths of the hidden layers, such as "64,32"'),
  epochs: wholeNumber(30, 1),
  batchSize: wholeNumber(512, 1),
  dropout: belowOne(0.1),
  learningRate: positive(0.002),
  patience: wholeNumber(4, 1),
  loss: oneOf("auto", "squared", "absolute", "huber", "logistic"),
  classWeight: classWeightRule,
};

/** What a learner adds to its architecture, from its own parameters and the encoded inputs. */
export type Shape = (
  parameters: Record<string, number | string | boolean>,
  design: Design,
) => Pick<Architecture, "embeddings" | "wide">;

function chooseLoss(learner: string, name: string, { target }: Labelled): LossName {
  const chosen = name === "auto" ? (target.task === "regression" ? "squared" : "logistic") : name;
  if ((chosen === "logistic") !== (target.task === "classification"))
    throw new AssayError(`${learner}: loss ${chosen} does not fit ${target.task}`, {
      code: "bad-parameter",
      hint: `leave loss out, or give ${target.task === "regression" ? "squared, absolute or huber" : "logistic"}`,
    });
  return target.task === "classification" && target.classes.length > 2 ? "softmax" : (chosen as LossName);
}

/** Mean and standard deviation that the network's target is standardised with; classes stay as they are. */
function targetScale({ target }: Labelled, weights: Float64Array): { centre: number; scale: number } {
  if (target.task === "classification") return { centre: 0, scale: 1 };
  let total = 0;
  let sum = 0;
  let squares = 0;
  target.values.forEach((value, i) => {
    total += weights[i]!;
    sum += value * weights[i]!;
  });
  const centre = sum / total;
  target.values.forEach((value, i) => {
    squares += (value - centre) ** 2 * weights[i]!;
  });
  return { centre, scale: Math.sqrt(squares / total) || 1 };
}

/** What a loss is called in the learning curve, in the target's own unit. */
const metrics: Record<LossName, { name: string; inUnits(loss: number, scale: number): number }> = {
  squared: { name: "rmse", inUnits: (loss, scale) => Math.sqrt(loss) * scale },
  absolute: { name: "mae", inUnits: (loss, scale) => loss * scale },
  huber: { name: "huber", inUnits: (loss, scale) => loss * scale * scale },
  logistic: { name: "logLoss", inUnits: (loss) => loss },
  softmax: { name: "logLoss", inUnits: (loss) => loss },
};

const toMatrix = ({ inputs, outputs, weights }: TrainedMatrix) => ({ inputs, outputs, weights: toText(weights) });

/** Progress within an epoch is told this often at most. */
const reportsPerEpoch = 10;

/** What all networks share: encoding, scaling, the loop with its progress, the document. */
export async function fitNetwork<R extends Rules & typeof networkRules>(
  learner: Learner,
  rules: R,
  input: FitInput,
  shape: Shape,
): Promise<FitResult> {
  const given = readParameters(learner.name, rules, input.parameters);
  const parameters = given as typeof given & { [K in keyof typeof networkRules]: (typeof networkRules)[K]["default"] };
  checkFit(learner, input);
  const { train, validation } = input;
  const { target } = train;
  const features = featuresOf(train.data);
  if (features.length === 0)
    throw new AssayError(`${learner.name}: there are no features`, {
      code: "no-features",
      hint: "name at least one feature",
    });
  const loss = chooseLoss(learner.name, parameters.loss, train);
  const { openBackend } = await import("./backend.js");
  const { trainNetwork } = await import("./train.js");
  const backend = await openBackend(input.backend ?? "auto");
  const factors = classFactors(train, parameters.classWeight);
  const weights = rowWeights(train, factors);
  const encodings: ColumnEncoding[] = fitEncoding(train.data, train.weights);
  const scaling = targetScale(train, weights);
  const rowsOf = (part: Labelled): NetworkRows => ({
    design: networkInputs(encodings, findColumns(part.data, features), part.data.rows),
    labels: Float32Array.from(
      part.target.task === "regression" ? part.target.values : part.target.codes,
      (label) => (label - scaling.centre) / scaling.scale,
    ),
    weights: Float32Array.from(part === train ? weights : rowWeights(part, factors)),
  });
  const rows = rowsOf(train);
  const architecture: Architecture = {
    width: rows.design.width,
    denseWidth: rows.design.denseWidth,
    hidden: parameters.layers.split(",").map(Number),
    outputs: target.task === "classification" && loss === "softmax" ? target.classes.length : 1,
    ...shape(parameters, rows.design),
  };
  checkMemory(backend, architecture, Math.min(parameters.batchSize, train.data.rows));
  const metric = metrics[loss];
  const inUnits = (value: number): number => metric.inUnits(value, scaling.scale);
  let detail = "";
  const tell = (done: number, more: string): void =>
    input.onProgress?.({
      task: input.task,
      stage: "epoch",
      done,
      total: parameters.epochs,
      detail: [more, detail].filter((part) => part !== "").join(", "),
    });
  const { network, epochs } = await trainNetwork(
    backend.tf,
    rows,
    validation && rowsOf(validation),
    { ...parameters, architecture, loss },
    input.seed,
    {
      ...(input.signal && { signal: input.signal }),
      onBatch(epoch, batch, batches) {
        const every = Math.ceil(batches / reportsPerEpoch);
        if (batch < batches && batch % every === 0) tell(epoch - 1, `batch ${batch} of ${batches}`);
      },
      onEpoch(epoch) {
        detail = validation
          ? `validation ${metric.name} ${inUnits(epoch.validation).toPrecision(4)}`
          : `train ${metric.name} ${inUnits(epoch.train).toPrecision(4)}`;
        tell(epoch.epoch, "");
      },
    },
  ).catch((error: unknown) => {
    throw toldMemory(error, parameters.batchSize, backend.name);
  });
  const body: NetworkBody = {
    link: loss === "logistic" || loss === "softmax" ? loss : "identity",
    encodings,
    embeddings: network.embeddings.map(toMatrix),
    layers: network.layers.map((layer) => ({ ...toMatrix(layer), biases: toText(layer.biases) })),
    wide: network.wide && toMatrix(network.wide),
    ...scaling,
    inputSpread: inputSpread(rows.design),
  };
  const curve = (part: "train" | "validation") =>
    epochs.map((epoch) => ({ step: epoch.epoch, value: inUnits(epoch[part]) }));
  return {
    model: fittedModel(
      {
        schemaVersion: 1,
        learner: learner.name,
        family: "neural",
        task: target.task,
        classes: target.task === "classification" ? target.classes : null,
        features,
        body,
      },
      networkScorer,
    ),
    history: {
      [`train ${metric.name}`]: curve("train"),
      ...(validation && { [`validation ${metric.name}`]: curve("validation") }),
    },
    parameters,
    backend: backend.name,
    backendNotes: backend.notes,
  };
}
