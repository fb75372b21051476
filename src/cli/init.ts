import { isAbsolute, resolve } from "node:path";
import { findRoot } from "../lib/root.js";
import type { Command } from "./command.js";
import { createProject } from "./init-project.js";

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const command: Command = {
  summary: "writes a working project from a table: types, splits and a sensible policy inferred",
  usage: "<id> --data FILE --target COL [options]",
  options: {
    data: { type: "string", value: "FILE", help: "the table: CSV, Parquet or JSONL" },
    target: { type: "string", value: "COL", help: "the column to predict" },
    id: {
      type: "string",
      value: "COL",
      help: "the column that names a row; by default one that looks so, else the row number",
    },
    time: { type: "string", value: "COL", help: "the time of a row; by default the only time column; splits go by it" },
    title: { type: "string", value: "TEXT", help: "as pages show it; by default made from the id" },
    positive: {
      type: "string",
      value: "CLASS",
      help: "the class to predict the probability of; by default 1, true, yes, or the second",
    },
  },
  positionals: { min: 1, max: 1 },
  examples: ["assay init churn --data customers.csv --target Churn --positive Yes"],
  async run({ values, positionals, terminal }) {
    const data = text(values["data"]) ?? "";
    const told = await createProject({
      root: findRoot(terminal.cwd),
      id: positionals[0]!,
      data: data === "" || isAbsolute(data) || /^https?:/.test(data) ? data : resolve(terminal.cwd, data),
      target: text(values["target"]) ?? "",
      idColumn: text(values["id"]),
      timeColumn: text(values["time"]),
      title: text(values["title"]),
      positive: text(values["positive"]),
    });
    terminal.out(`${told.join("\n")}\n`);
    return 0;
  },
};
