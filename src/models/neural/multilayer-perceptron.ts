import { type ColumnEncoding, fitEncoding } from "../../features/encoding.js";
import { AssayError } from "../../lib/errors.js";
import { checkFit } from "../checks.js";
import { featuresOf, findColumns } from "../columns.js";
import { fittedModel } from "../model.js";
import { belowOne, defaultsOf, oneOf, positive, readParameters, text, wholeNumber } from "../parameters.js";
import type { FitInput, Labelled, Learner } from "../types.js";
import { toText } from "./float32-text.js";
import { inputSpread, networkInputs } from "./inputs.js";
import type { LossName } from "./network.js";
import { networkScorer, type NetworkBody } from "./scorer.js";
import type { NetworkRows, TrainedLayer } from "./train.js";

const rules = {
  layers: text("64,32", /^[1-9]\d{0,4}(,[1-9]\d{0,4})*$/, 'widths of the hidden layers, such as "64,32"'),
  epochs: wholeNumber(30, 1),
  batchSize: wholeNumber(512, 1),
  dropout: belowOne(0.1),
  learningRate: positive(0.002),
  patience: wholeNumber(4, 1),
  loss: oneOf("auto", "squared", "absolute", "logistic"),
};

function chooseLoss(name: string, task: "classification" | "regression"): LossName {
  const chosen = name === "auto" ? (task === "regression" ? "squared" : "logistic") : name;
  if ((chosen === "logistic") !== (task === "classification"))
    throw new AssayError(`multilayer-perceptron: loss ${chosen} does not fit ${task}`, {
      code: "bad-parameter",
      hint: `leave loss out, or give ${task === "regression" ? "squared or absolute" : "logistic"}`,
    });
  return chosen as LossName;
}

/** Mean and standard deviation that the network's target is standardised with; classes stay as they are. */
function targetScale({ target, weights }: Labelled): { centre: number; scale: number } {
  if (target.task === "classification") return { centre: 0, scale: 1 };
  let total = 0;
  let sum = 0;
  let squares = 0;
  target.values.forEach((value, i) => {
    total += weights?.[i] ?? 1;
    sum += value * (weights?.[i] ?? 1);
  });
  const centre = sum / total;
  target.values.forEach((value, i) => {
    squares += (value - centre) ** 2 * (weights?.[i] ?? 1);
  });
  return { centre, scale: Math.sqrt(squares / total) || 1 };
}

function rowsOf(
  { data, target, weights }: Labelled,
  encodings: readonly ColumnEncoding[],
  features: ReturnType<typeof featuresOf>,
  { centre, scale }: { centre: number; scale: number },
): NetworkRows {
  const labels = target.task === "regression" ? target.values : target.codes;
  return {
    design: networkInputs(encodings, findColumns(data, features), data.rows),
    labels: Float32Array.from(labels, (label) => (label - centre) / scale),
    weights: weights ? Float32Array.from(weights) : new Float32Array(data.rows).fill(1),
  };
}

const metrics = {
  squared: { name: "rmse", fromLoss: Math.sqrt },
  absolute: { name: "mae", fromLoss: (loss: number) => loss },
  logistic: { name: "logLoss", fromLoss: (loss: number) => loss },
};

const toLayer = ({ inputs, outputs, weights, biases }: TrainedLayer) => ({
  inputs,
  outputs,
  weights: toText(weights),
  biases: toText(biases),
});

/** Progress within an epoch is told this often at most. */
const reportsPerEpoch = 10;

async function fit(input: FitInput) {
  const parameters = readParameters("multilayer-perceptron", rules, input.parameters);
  checkFit(multilayerPerceptron, input);
  const { train, validation } = input;
  const features = featuresOf(train.data);
  if (features.length === 0)
    throw new AssayError("multilayer-perceptron: there are no features", {
      code: "no-features",
      hint: "name at least one feature",
    });
  const loss = chooseLoss(parameters.loss, train.target.task);
  const { openBackend } = await import("./backend.js");
  const { trainNetwork } = await import("./train.js");
  const backend = await openBackend(input.backend ?? "auto");
  const encodings = fitEncoding(train.data, train.weights);
  const scaling = targetScale(train);
  const rows = rowsOf(train, encodings, features, scaling);
  const metric = metrics[loss];
  const inUnits = (value: number): number => metric.fromLoss(value) * scaling.scale;
  let detail = "";
  const tell = (done: number, more: string): void =>
    input.onProgress?.({
      task: input.task,
      stage: "epoch",
      done,
      total: parameters.epochs,
      detail: [more, detail].filter((part) => part !== "").join(", "),
    });
  const trained = await trainNetwork(
    backend.tf,
    rows,
    validation && rowsOf(validation, encodings, features, scaling),
    { ...parameters, hidden: parameters.layers.split(",").map(Number), loss },
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
  );
  const body: NetworkBody = {
    link: loss === "logistic" ? "logistic" : "identity",
    encodings,
    layers: trained.layers.map(toLayer),
    ...scaling,
    inputSpread: inputSpread(rows.design),
  };
  const curve = (part: "train" | "validation") =>
    trained.epochs.map((epoch) => ({ step: epoch.epoch, value: inUnits(epoch[part]) }));
  return {
    model: fittedModel(
      {
        schemaVersion: 1,
        learner: "multilayer-perceptron",
        family: "neural",
        task: train.target.task,
        classes: train.target.task === "classification" ? train.target.classes : null,
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

/**
 * A network of dense layers with ReLU, trained by TensorFlow.js with Adam; dropout, early stopping on validation rows
 * and a standardised target. Categories are one-hot (at most 200 a column, the rest share one): a gather of embeddings
 * has no gradient on the WebAssembly back end. Standardised inputs are held within ± 10; missing and infinite values
 * become the median, with an indicator. Losses: squared, absolute and logistic.
 */
export const multilayerPerceptron: Learner = {
  name: "multilayer-perceptron",
  title: "Multilayer perceptron",
  family: "neural",
  tasks: ["classification", "regression"],
  maxClasses: 2,
  defaults: defaultsOf(rules),
  description: "A neural network of dense layers, trained by gradient descent.",
  fit,
};
