import type { Project } from "../types.js";
import { features } from "./features.js";
import { policy } from "./policy.js";

export const project: Project = {
  id: "telco-churn",
  title: "Telco churn",
  question: "Will this customer leave?",
  task: "classification",
  rows: "customers",
  moment:
    "At the end of a month, from the customer's contract, services and bills so far. When each row was recorded is not known.",
  intendedUse:
    "Choosing which customers of a telephone company to call before they leave. The customers are fictional: it shows the method and decides nothing about people.",
  tables: { customers: { path: "customers.parquet" } },
  columns: { id: "id", label: "churn", unit: { name: "id", singular: "customer", plural: "customers" } },
  target: { meaning: "The customer left within the last month", unit: "", positive: "Yes", negative: "No" },
  split: { by: "hash", train: 0.6, validation: 0.2, test: 0.2 },
  features,
  segments: ["contract", "internet_service", "gender", "senior", "tenure_band"],
  protectedAttributes: ["gender", "senior"],
  models: [
    { name: "class-prior", title: "Class prior", learner: "class-prior", parameters: {}, seed: 1 },
    { name: "logistic-ridge", title: "Logistic ridge", learner: "logistic-ridge", parameters: {}, seed: 1 },
    {
      name: "logistic-elastic-net",
      title: "Logistic elastic net",
      learner: "logistic-elastic-net",
      parameters: {},
      seed: 1,
    },
    { name: "naive-bayes", title: "Naive Bayes", learner: "naive-bayes", parameters: {}, seed: 1 },
    {
      name: "decision-tree",
      title: "Decision tree",
      learner: "decision-tree",
      parameters: { depth: 5, leaves: 24, minimumChildWeight: 40 },
      seed: 1,
    },
    {
      name: "random-forest",
      title: "Random forest",
      learner: "random-forest",
      parameters: { trees: 100, leaves: 64, minimumChildWeight: 5 },
      seed: 1,
    },
    {
      name: "extra-trees",
      title: "Extra trees",
      learner: "extra-trees",
      parameters: { trees: 100, leaves: 64, minimumChildWeight: 5, featuresPerSplit: 0.33 },
      seed: 1,
    },
    {
      name: "boosted-trees",
      title: "Boosted trees",
      learner: "gradient-boosted-trees",
      parameters: {
        trees: 300,
        depth: 3,
        learningRate: 0.05,
        minimumChildWeight: 5,
        rowSample: 0.7,
        columnSample: 0.5,
      },
      seed: 1,
    },
    {
      name: "multilayer-perceptron",
      title: "Multilayer perceptron",
      learner: "multilayer-perceptron",
      parameters: { layers: "32,16", batchSize: 128, dropout: 0.3 },
      seed: 1,
    },
    {
      name: "wide-and-deep",
      title: "Wide & deep",
      learner: "wide-and-deep",
      parameters: { layers: "32,16", batchSize: 128, dropout: 0.3, dimensions: 4 },
      seed: 1,
    },
  ],
  incumbent: "logistic-ridge",
  folds: 5,
  policy,
  monitoring: { windows: { by: "replay", count: 12 } },
};
