import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { findRoot } from "../lib/root.js";

export interface FoundBrowser {
  /** Path of a Chromium that Playwright can drive. */
  path: string;
  /** Where it came from: `CHROME_PATH`, `system`, `@sparticuz/chromium`. */
  source: string;
  /** Flags that this browser needs. */
  args: string[];
}

const names = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome", "microsoft-edge"];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface Packaged {
  args: string[];
  executablePath(): Promise<string>;
}

/** A Chromium inside an npm package, where that package is installed. */
async function packagedBrowser(root: string): Promise<FoundBrowser | null> {
  const name = "@sparticuz/chromium";
  try {
    const path = createRequire(join(root, "package.json")).resolve(name);
    const { default: chromium } = (await import(path)) as { default: Packaged };
    return { path: await chromium.executablePath(), source: name, args: chromium.args };
  } catch {
    return null;
  }
}

/**
 * A Chromium for tests and pictures: `CHROME_PATH`, then one of the system, then one of an npm package.
 *
 * @returns null where there is none. A `CHROME_PATH` that names no program counts as none, so that it is noticed.
 */
export async function findBrowser(
  env: Readonly<Record<string, string | undefined>>,
  root: string = findRoot(),
): Promise<FoundBrowser | null> {
  const named = env["CHROME_PATH"];
  const args = ["--no-sandbox"];
  if (named) return isProgram(named) ? { path: named, source: "CHROME_PATH", args } : null;
  const folders = (env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...elsewhere];
  const system = candidates.find(isProgram);
  return system ? { path: system, source: "system", args } : await packagedBrowser(root);
}
