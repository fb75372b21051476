import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { findRoot } from "../lib/root.js";

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
  executablePath(): Promise<string>;
}

/** A Chromium inside an npm package, where that package is installed. */
async function packagedBrowser(root: string): Promise<string | null> {
  const name = "@sparticuz/chromium";
  try {
    const path = createRequire(join(root, "package.json")).resolve(name);
    const { default: chromium } = (await import(path)) as { default: Packaged };
    return await chromium.executablePath();
  } catch {
    return null;
  }
}

/**
 * A Chromium for tests and pictures: `CHROME_PATH`, then one of the system, then one of an npm package.
 *
 * @returns its path; null where there is none. A `CHROME_PATH` that names no program counts as none, so that it is noticed.
 */
export async function findBrowser(
  env: Readonly<Record<string, string | undefined>>,
  root: string = findRoot(),
): Promise<string | null> {
  const named = env["CHROME_PATH"];
  if (named) return isProgram(named) ? named : null;
  const folders = (env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...elsewhere];
  return candidates.find(isProgram) ?? (await packagedBrowser(root));
}
