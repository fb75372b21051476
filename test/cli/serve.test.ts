import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveSite, type SiteServer } from "../../src/cli/site-server.js";

let folder: string;
let server: SiteServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-serve-"));
  writeFileSync(join(folder, "index.html"), "<h1>home</h1>".repeat(500));
  writeFileSync(join(folder, "page.html"), "<h1>page</h1>");
  writeFileSync(join(folder, "404.html"), "<h1>not here</h1>");
  writeFileSync(join(folder, "a.wasm"), "0123456789");
  server = await serveSite({ folder, host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port: server.port, path, headers }, (response) => {
      let body = "";
      response.on("data", (data: Buffer) => (body += data.toString("latin1")));
      response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    })
      .on("error", reject)
      .end();
  });

describe("serveSite", () => {
  it("answers clean addresses, and 404.html for what is not there", async () => {
    expect((await get("/page?x=1")).body).toBe("<h1>page</h1>");
    expect(await get("/nothing")).toMatchObject({ status: 404, body: "<h1>not here</h1>" });
    expect((await get("/..%2f..%2fetc/passwd")).status).toBe(403);
  });

  it("compresses pages, never ranges", async () => {
    expect((await get("/", { "accept-encoding": "br" })).headers["content-encoding"]).toBe("br");
    const part = await get("/", { "accept-encoding": "br", range: "bytes=0-3" });
    expect(part).toMatchObject({ status: 206, body: "<h1>" });
    expect(part.headers["content-encoding"]).toBeUndefined();
  });

  it.each([
    ["bytes=0-0", 206, "0", "bytes 0-0/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-2", 206, "89", "bytes 8-9/10"],
    ["bytes=4-99", 206, "456789", "bytes 4-9/10"],
    ["bytes=10-", 416, "", "bytes */10"],
    ["bytes=x", 200, "0123456789", undefined],
  ])("serves the range %s", async (range, status, body, contentRange) => {
    const answer = await get("/a.wasm", { range });
    expect([answer.status, answer.body, answer.headers["content-range"]]).toEqual([status, body, contentRange]);
    if (status !== 416) expect(answer.headers["content-type"]).toBe("application/wasm");
  });

  it("says that a port is in use, and takes the next free one where none was named", async () => {
    const taken = { folder, host: "127.0.0.1", port: server.port };
    await expect(serveSite(taken)).rejects.toMatchObject({ code: "port-in-use", exitCode: 2 });
    const next = await serveSite({ ...taken, port: null });
    expect(next.port).not.toBe(server.port);
    await next.close();
  });
});
