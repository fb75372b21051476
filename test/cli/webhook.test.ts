import { mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { tellOnce } from "../../src/cli/webhook.js";

let server: Server;
let url: string;
let heard: { type: string | undefined; body: unknown }[];
/** Statuses that the next requests get; 200 after them. */
let answers: number[];

beforeEach(async () => {
  [heard, answers] = [[], []];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      heard.push({ type: request.headers["content-type"], body: JSON.parse(body) });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=secret`;
});
afterEach(() => new Promise((done) => server.close(done)));

const memory = (): string => join(mkdtempSync(join(tmpdir(), "assay-hook-")), "told");
const signal = new AbortController().signal;

it("tells a state once, and the next one with what it was before", async () => {
  const options = { url, memory: memory(), signal, pauseMs: 1 };
  expect(await tellOnce("ok", { state: "ok" }, options)).toBe("told");
  expect(await tellOnce("ok", { state: "ok" }, options)).toBe("unchanged");
  expect(await tellOnce("alarm", { state: "alarm" }, options)).toBe("told");
  expect(heard).toEqual([
    { type: "application/json", body: { state: "ok", before: null } },
    { type: "application/json", body: { state: "alarm", before: "ok" } },
  ]);
});

it("tries again after a failure, and forgets nothing that it could not tell", async () => {
  const options = { url, memory: memory(), signal, pauseMs: 1 };
  answers = [500, 503];
  expect(await tellOnce("warn", {}, options)).toBe("told");
  expect(heard).toHaveLength(3);
  answers = [500, 500, 500, 500];
  const failed = await tellOnce("alarm", {}, options).catch((error: Error) => error.message);
  expect(failed).toBe("the webhook was not told: it answered 500 (4 tries)");
  expect(await tellOnce("alarm", {}, options)).toBe("told");
});

it("never shows the address, and needs none", async () => {
  expect(await tellOnce("ok", {}, { url: undefined, memory: memory(), signal })).toBe("no-webhook");
  const wrong = await tellOnce("ok", {}, { url: "ftp://secret", memory: memory(), signal }).catch(String);
  expect(wrong).not.toContain("secret");
  const closed = { url: "http://127.0.0.1:9/secret", memory: memory(), signal, pauseMs: 1 };
  const unreachable = await tellOnce("ok", {}, closed).catch(String);
  expect(unreachable).toContain("cannot be reached");
  expect(unreachable).not.toContain("secret");
});

it("does not follow a redirect, which could carry the message elsewhere", async () => {
  answers = [302, 302, 302, 302];
  await expect(tellOnce("ok", {}, { url, memory: memory(), signal, pauseMs: 1 })).rejects.toThrow("not told");
});
