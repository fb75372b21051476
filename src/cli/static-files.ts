import { createReadStream, existsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import send from "send";

/** Answers GET and HEAD with the files of a folder: byte ranges, entity tags, `404.html` for what is not there. */
export function staticFiles(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  const lost = join(folder, "404.html");
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    response.setHeader("X-Content-Type-Options", "nosniff");
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    send(request, pathname, { root: folder, extensions: ["html"], dotfiles: "ignore", cacheControl: false })
      .on("headers", (answer: ServerResponse) => void answer.setHeader("Cache-Control", "no-cache"))
      .on("error", (error: Error & { status?: number; headers?: Record<string, string> }) => {
        const status = error.status ?? 500;
        for (const [name, value] of Object.entries(error.headers ?? {})) response.setHeader(name, value);
        if (status !== 404 || !existsSync(lost)) response.writeHead(status).end(status === 404 ? "not found\n" : "");
        else {
          response.writeHead(404, { "Content-Type": "text/html; charset=utf-8" });
          createReadStream(lost).pipe(response);
        }
      })
      .pipe(response);
  };
}
