import { createRequire } from "node:module";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { findBrowser } from "../../src/cli/browser.js";
import { serveSite, type SiteServer } from "../../src/cli/site-server.js";

/** Path of a browser; null says in one visible line that browser tests are left out, and fails where `CI` is set. */
export const executable = await findBrowser(process.env);
if (!executable) {
  const message = "no browser found: site tests are skipped; set CHROME_PATH or install Chromium";
  if (process.env["CI"]) throw new Error(message);
  process.stderr.write(`${message}\n`);
}

const quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync", "--disable-quic"]; // prettier-ignore
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

export interface OpenedPage {
  page: Page;
  /** Console errors, uncaught exceptions, answers of 400 and above. */
  faults: string[];
  /** Requests that leave the site. */
  strangers: string[];
  /** Kilobytes received so far, as they came over the wire. */
  received(): number;
}

/** A browser and the built site, for the tests of one file. */
export function site(): {
  open(address: string, options?: { width?: number; scheme?: "light" | "dark" }): Promise<OpenedPage>;
} {
  let browser: Browser;
  let server: SiteServer;
  beforeAll(async () => {
    if (!executable) return;
    server = await serveSite({ folder: "dist", host: "127.0.0.1", port: 0 });
    browser = await chromium.launch({ executablePath: executable, args: quiet });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  return {
    async open(address, { width = 1440, scheme = "light" } = {}) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
      const page = await context.newPage();
      const faults: string[] = [];
      const strangers: string[] = [];
      let bytes = 0;
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("response", (response) => {
        if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
      });
      page.on("request", (request) => {
        if (/^https?:/.test(request.url()) && !request.url().startsWith(server.url)) strangers.push(request.url());
      });
      const session = await context.newCDPSession(page);
      await session.send("Network.enable");
      session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
      await page.goto(server.url + address.replace(/^\//, ""), { waitUntil: "networkidle" });
      await page.waitForSelector("h1");
      return { page, faults, strangers, received: () => bytes / 1000 };
    },
  };
}

/** What axe-core finds that is serious or critical: rule and first element. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(
    () =>
      (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }> } }).axe.run(),
  ); // prettier-ignore
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ")}`);
}
