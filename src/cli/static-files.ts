import { createReadStream, realpathSync, statSync, type Stats } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".ipynb": "application/json; charset=utf-8",
  ".wasm": "application/wasm",
  ".parquet": "application/vnd.apache.parquet",
  ".arrow": "application/vnd.apache.arrow.file",
  ".duckdb": "application/octet-stream",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".zip": "application/zip",
  ".pdf": "application/pdf",
};

interface Found {
  path: string;
  stats: Stats;
}

/** The file that an address names within a folder: itself, its `.html`, or the folder's `index.html`. */
function findFile(folder: string, address: string): Found | null {
  let pathname;
  try {
    pathname = decodeURIComponent(new URL(address, "http://localhost").pathname);
  } catch {
    return null;
  }
  if (pathname.includes("\0") || pathname.split("/").some((part) => part.startsWith("."))) return null;
  const base = pathname.replace(/\/+$/, "");
  for (const name of [base, `${base}.html`, `${base}/index.html`]) {
    const stats = statSync(join(folder, name), { throwIfNoEntry: false });
    if (!stats?.isFile()) continue;
    const path = realpathSync(join(folder, name));
    return path.startsWith(realpathSync(folder) + sep) ? { path, stats } : null;
  }
  return null;
}

/** One byte range of a file; null where the header asks for none that we serve, `unsatisfiable` beyond the end. */
export function parseRange(header: string, size: number): { start: number; end: number } | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const isSuffix = match[1] === "";
  const start = isSuffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = isSuffix || match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (start >= size || (isSuffix && Number(match[2]) === 0)) return "unsatisfiable";
  return end < start ? null : { start, end };
}

function send(request: IncomingMessage, response: ServerResponse, { path, stats }: Found, status: number): void {
  const etag = `"${stats.size.toString(36)}-${Math.round(stats.mtimeMs).toString(36)}"`;
  response.setHeader("ETag", etag);
  response.setHeader("Last-Modified", stats.mtime.toUTCString());
  response.setHeader("Cache-Control", "no-cache");
  response.setHeader("Accept-Ranges", "bytes");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream");
  if (status === 200 && request.headers["if-none-match"]?.replaceAll("W/", "") === etag) {
    response.writeHead(304).end();
    return;
  }
  const range = status === 200 && request.headers.range ? parseRange(request.headers.range, stats.size) : null;
  if (range === "unsatisfiable") {
    response.writeHead(416, { "Content-Range": `bytes */${stats.size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: stats.size - 1 };
  response.setHeader("Content-Length", end - start + 1);
  if (range) response.setHeader("Content-Range", `bytes ${start}-${end}/${stats.size}`);
  response.writeHead(range ? 206 : status);
  if (request.method === "HEAD" || stats.size === 0) {
    response.end();
    return;
  }
  const stream = createReadStream(path, { start, end });
  stream.on("error", () => response.destroy());
  response.on("close", () => stream.destroy());
  stream.pipe(response);
}

/** Answers GET and HEAD with the files of a folder: byte ranges, entity tags, `404.html` for what is not there. */
export function staticFiles(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    const found = findFile(folder, request.url ?? "/");
    const shown = found ?? findFile(folder, "/404.html");
    if (shown) send(request, response, shown, found ? 200 : 404);
    else response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("not found\n");
  };
}
