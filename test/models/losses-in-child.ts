// Prints the losses of a fixed case on the back end named, in a process of its own: drivers are chosen at its start.
import { multilayerPerceptron } from "../../src/models/neural/multilayer-perceptron.js";
import { wideAndDeep } from "../../src/models/neural/wide-and-deep.js";
import type { Labelled } from "../../src/models/types.js";
import { table } from "./table.js";

const numbers = table(256, 5, "regression");
const { values } = numbers.target as { values: Float64Array };
const codes = Int32Array.from(values, (value) => (value > 4 ? 2 : value > 0 ? 1 : 0));
const classes: Labelled = { ...numbers, target: { task: "classification", codes, classes: ["a", "b", "c"] } };

const losses: number[] = [];
let backend = "";
let left = 0;
for (const learner of [multilayerPerceptron, wideAndDeep])
  for (const [train, loss] of [
    [classes, "auto"],
    [numbers, "squared"],
    [numbers, "huber"],
  ] as const) {
    const parameters = { layers: "8,4", epochs: 3, batchSize: 64, loss };
    const fit = await learner.fit({ train, parameters, seed: 1, task: "child", backend: process.argv[2]! });
    backend = fit.backend;
    losses.push(...Object.values(fit.history).map((curve) => curve.at(-1)!.value));
    const { memory } = await import("@tensorflow/tfjs-core");
    left = memory().numTensors;
  }
process.stdout.write(`${JSON.stringify({ backend, losses, left })}\n`);
