import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import compression from "compression";
import { AssayError } from "../lib/errors.js";
import { staticFiles } from "./static-files.js";

export interface SiteServer {
  /** Address to open: `http://localhost:3000/`. */
  url: string;
  port: number;
  /** Ends all connections and frees the port. */
  close(): Promise<void>;
}

export interface ServeOptions {
  folder: string;
  host: string;
  /** The port to take; the first free one from 3000 on where it is null. 0 takes any free port. */
  port: number | null;
}

const firstPort = 3000;
const triedPorts = 100;

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

async function listenSomewhere(server: Server, { host, port }: ServeOptions): Promise<void> {
  if (port === null) {
    for (let candidate = firstPort; candidate < firstPort + triedPorts; candidate++)
      try {
        await listen(server, candidate, host);
        return;
      } catch (error) {
        if (codeOf(error) !== "EADDRINUSE" && codeOf(error) !== "EACCES") throw error;
      }
    throw new AssayError(`ports ${firstPort} to ${firstPort + triedPorts - 1} are all in use`, {
      code: "port-in-use",
      hint: "name a free one with --port",
    });
  }
  try {
    await listen(server, port, host);
  } catch (error) {
    const reason = codeOf(error);
    if (reason === "EADDRINUSE")
      throw new AssayError(`port ${port} is in use`, {
        code: "port-in-use",
        hint: "name another with --port, or leave --port out to take the next free one",
        cause: error,
      });
    if (reason === "EACCES" || reason === "EADDRNOTAVAIL" || reason === "ENOTFOUND")
      throw new AssayError(`cannot listen on ${host}, port ${port}: ${reason}`, {
        code: "cannot-listen",
        hint: "choose a port above 1023 and a host of this machine, such as localhost",
        cause: error,
      });
    throw error;
  }
}

/**
 * Serves a built site: brotli or gzip, byte ranges (never compressed, since DuckDB-WASM asks for them), types for
 * `.wasm` and `.parquet`.
 *
 * @throws AssayError `port-in-use` or `cannot-listen`.
 */
export async function serveSite(options: ServeOptions): Promise<SiteServer> {
  const files = staticFiles(options.folder);
  const compress = compression({
    filter: (request, response) => !request.headers.range && compression.filter(request, response),
  });
  const server = createServer((request, response) => {
    compress(request as never, response as never, () => files(request, response));
  });
  await listenSomewhere(server, options);
  const { port } = server.address() as AddressInfo;
  const isEverywhere = options.host === "0.0.0.0" || options.host === "::";
  const shownHost = isEverywhere || options.host === "127.0.0.1" ? "localhost" : options.host;
  return {
    url: `http://${shownHost.includes(":") ? `[${shownHost}]` : shownHost}:${port}/`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
