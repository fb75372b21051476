import { existsSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { AssayError, exitCodes } from "../lib/errors.js";
import { findRoot } from "../lib/root.js";
import type { Command } from "./command.js";
import { serveSite } from "./site-server.js";

const usage = (message: string, hint: string): AssayError => new AssayError(message, { code: "usage", hint });

/** A port as typed; null where none was. */
function readPort(text: unknown): number | null {
  if (text === undefined) return null;
  const port = /^\d+$/.test(String(text)) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw usage(`--port is ${String(text)}, expected a number from 0 to 65535`, "try --port 3000");
  return port;
}

export const command: Command = {
  summary: "serve the built site from dist/",
  usage: "[--port N] [--host HOST]",
  options: {
    port: { type: "string", value: "N", help: "port; the first free one from 3000 on by default" },
    host: { type: "string", value: "HOST", help: "interface to listen on; localhost by default, 0.0.0.0 for all" },
  },
  positionals: { min: 0, max: 0 },
  examples: ["assay serve", "assay serve --port 8080 --host 0.0.0.0"],
  async run({ values, terminal }) {
    const folder = join(findRoot(terminal.cwd), "dist");
    const port = readPort(values["port"]);
    if (!existsSync(join(folder, "index.html")))
      throw new AssayError("dist/ holds no built site", {
        code: "not-built",
        hint: "run assay build first, or npm start for both",
      });
    const server = await serveSite({ folder, port, host: String(values["host"] ?? "localhost") });
    terminal.out(`${server.url}\n`);
    terminal.err("serving dist/; press Ctrl-C to stop");
    if (!terminal.signal.aborted) await once(terminal.signal, "abort");
    await server.close();
    return exitCodes.interrupted;
  },
};
