import type { Project } from "../types.js";
import { features } from "./features.js";
import { policy } from "./policy.js";

export const project: Project = {
  id: "nyc-taxi",
  title: "New York taxi fares",
  question: "What will this ride cost?",
  task: "regression",
  rows: "trips",
  moment:
    "When the route is set: pick-up, destination and the length of the route are known, and the meter's distance stands for that length. How long the ride takes, when it ends, and what is paid are not.",
  intendedUse:
    "Telling a passenger the fare before the ride. Fitted on 2018, before the pandemic and before later fare rules: it shows the method and sets no price.",
  tables: {
    trips: {
      path: "*.parquet",
      aliases: {
        vendor_id: ["VendorID"],
        pickup_datetime: ["tpep_pickup_datetime"],
        dropoff_datetime: ["tpep_dropoff_datetime"],
        rate_code_id: ["RatecodeID"],
        pickup_location_id: ["PULocationID"],
        dropoff_location_id: ["DOLocationID"],
      },
    },
  },
  external: { variable: "ASSAY_NYC_TAXI", table: "trips", command: "ASSAY_NYC_TAXI=folder/of/trips npx assay build" },
  columns: {
    id: "id",
    label: "fare_amount",
    time: "pickup_datetime",
    unit: { name: "pickup_day", singular: "day", plural: "days" },
  },
  target: { meaning: "Fare by the meter, without extras, tips and tolls", unit: "dollars" },
  split: {
    by: "time",
    train: ["2018-01-01", "2018-11-01"],
    validation: ["2018-11-01", "2019-01-01"],
    test: ["2019-01-01", "2020-01-01"],
    production: ["2020-01-01", "2021-01-01"],
  },
  features,
  segments: ["trip_kind", "rate", "day_part", "weekday", "month"],
  protectedAttributes: [],
  models: [
    {
      name: "group-median",
      title: "Median by pick-up and drop-off zone",
      learner: "group-median",
      parameters: { groups: "pickup_zone,dropoff_zone" },
      seed: 1,
    },
    { name: "mean", title: "Mean", learner: "mean", parameters: {}, seed: 1 },
    { name: "ridge", title: "Ridge", learner: "ridge", parameters: {}, seed: 1 },
    { name: "huber", title: "Huber regression", learner: "huber", parameters: { penalty: 1 }, seed: 1 },
    {
      name: "random-forest",
      title: "Random forest",
      learner: "random-forest",
      parameters: { trees: 40, leaves: 512, minimumChildWeight: 10, rowSample: 0.3, featuresPerSplit: 0.5 },
      seed: 1,
    },
    {
      name: "boosted-trees",
      title: "Boosted trees",
      learner: "gradient-boosted-trees",
      parameters: { trees: 300, depth: 6, learningRate: 0.1, minimumChildWeight: 50, loss: "absolute" },
      seed: 1,
    },
    {
      name: "multilayer-perceptron",
      title: "Multilayer perceptron",
      learner: "multilayer-perceptron",
      parameters: { epochs: 10, batchSize: 2048, learningRate: 0.003, patience: 3, loss: "absolute" },
      seed: 1,
    },
  ],
  incumbent: "ridge",
  policy,
  monitoring: { windows: { by: "month", from: "2019-01-01", to: "2021-01-01" }, labelDelayDays: 7 },
};
