import { exitCodes } from "../lib/errors.js";
import { findRoot } from "../lib/root.js";
import type { Command } from "./command.js";
import { runFramework } from "./framework.js";

export const command: Command = {
  summary: "show the site while writing it; pages follow each edit",
  usage: "[--port N] [--host HOST]",
  options: {
    port: { type: "string", value: "N", help: "port; the first free one from 3000 on by default" },
    host: { type: "string", value: "HOST", help: "interface to listen on; 127.0.0.1 by default" },
  },
  positionals: { min: 0, max: 0 },
  examples: ["assay preview", "assay preview --port 8080"],
  async run({ values, terminal }) {
    const flags = ["port", "host"].flatMap((name) =>
      values[name] === undefined ? [] : [`--${name}`, String(values[name])],
    );
    const { code } = await runFramework(["preview", "--no-open", ...flags], {
      root: findRoot(terminal.cwd),
      terminal,
      env: {},
      onLine: (line) => terminal.err(line),
    });
    return code === 0 ? exitCodes.done : exitCodes.failed;
  },
};
