import type { Project } from "../types.js";
import { features } from "./features.js";
import { policy } from "./policy.js";

export const project: Project = {
  id: "nyc-flights",
  title: "New York flights",
  question: "How late will this flight arrive?",
  task: "regression",
  rows: "flights",
  moment:
    "At the minute of departure from New York: its own departure delay is known, and of other flights whatever has left or landed by then. Nothing about its flight or arrival is known.",
  intendedUse:
    "Telling those who wait how late a flight will arrive, once it has left New York. Fitted on one year, 2013: it shows the method and serves no airport today.",
  tables: {
    flights: { path: "flights.parquet" },
    weather: { path: "weather.parquet" },
    planes: { path: "planes.parquet" },
    airports: { path: "airports.parquet" },
    airlines: { path: "airlines.parquet" },
  },
  columns: {
    id: "id",
    label: "arrival_delay",
    time: "scheduled_departure",
    unit: { name: "flight_day", singular: "day", plural: "days" },
  },
  target: { meaning: "Minutes that the flight arrived late; negative: early", unit: "minutes" },
  split: {
    by: "time",
    train: ["2013-01-01", "2013-07-01"],
    validation: ["2013-07-01", "2013-09-01"],
    test: ["2013-09-01", "2013-11-01"],
    production: ["2013-11-01", "2014-01-01"],
  },
  features,
  segments: ["carrier", "origin", "month", "day_part", "weekday"],
  protectedAttributes: [],
  models: [
    {
      name: "group-median",
      title: "Median by carrier and destination",
      learner: "group-median",
      parameters: { groups: "carrier,dest" },
      seed: 1,
    },
    { name: "ridge", title: "Ridge", learner: "ridge", parameters: {}, seed: 1 },
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
      parameters: {
        layers: "64,32",
        epochs: 10,
        batchSize: 2048,
        learningRate: 0.003,
        dropout: 0.2,
        patience: 3,
        loss: "absolute",
      },
      seed: 1,
    },
  ],
  incumbent: "ridge",
  policy,
  monitoring: { windows: { by: "month", from: "2013-09-01", to: "2014-01-01" }, labelDelayDays: 1 },
};
