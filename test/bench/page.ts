import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { findBrowser } from "../../src/cli/browser.js";
import { assay, type Benchmark, type Measured } from "./measure.js";

export const benchmark: Benchmark = {
  name: "page",
  async run() {
    const executablePath = await findBrowser(process.env);
    if (!executablePath) return { skipped: "needs a browser: set CHROME_PATH" };
    if (!existsSync("dist/index.html")) return { skipped: "needs a build: run npm run build first" };
    const [command, ...args] = assay("serve", "--port", "0");
    const server = spawn(command!, args, { stdio: ["ignore", "pipe", "pipe"] });
    try {
      const address = await new Promise<string>((resolve, reject) => {
        const read = (data: Buffer): void => {
          const found = /http:\/\/\S+/.exec(data.toString());
          if (found) resolve(found[0]);
        };
        server.stdout.on("data", read);
        server.stderr.on("data", read);
        server.on("close", (code) => reject(new Error(`serve exited with ${code}`)));
      });
      const browser = await chromium.launch({
        executablePath,
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
      try {
        const measured: Measured[] = [];
        for (const path of [
          "",
          "nyc-flights/compare",
          "nyc-flights/champion",
          "nyc-flights/drift",
          "telco-churn/champion",
        ]) {
          const page = await (await browser.newContext()).newPage();
          const session = await page.context().newCDPSession(page);
          await session.send("Network.enable");
          let bytes = 0;
          session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
          const started = performance.now();
          await page.goto(new URL(path, address).href);
          await page.waitForSelector(path === "" ? "main h1" : "main svg");
          const seconds = (performance.now() - started) / 1000;
          await page.waitForLoadState("networkidle");
          measured.push({
            what: `/${path}, first view`,
            measured: bytes / 1e3,
            budget: 400,
            unit: "kB",
            note: "compressed",
          });
          measured.push({ what: `/${path}, until charts`, measured: seconds, budget: 1, unit: "s" });
          await page.context().close();
        }
        return measured;
      } finally {
        await browser.close();
      }
    } finally {
      server.kill("SIGINT");
    }
  },
};
