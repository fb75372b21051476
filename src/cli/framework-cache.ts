import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Packages whose newest version Framework looks up on the registry even for an empty page. A folder in its cache,
 * named after any version, answers the question; nothing is ever loaded from it.
 */
const lookedUp = [
  "@observablehq/plot",
  "@observablehq/sample-datasets",
  "apache-arrow",
  "arquero",
  "d3",
  "d3-dsv",
  "echarts",
  "htl",
  "leaflet",
  "lodash",
  "mapbox-gl",
  "parquet-wasm",
  "react",
  "react-dom",
  "topojson-client",
];

/** Where Framework keeps what it has made for a folder of pages. */
export const cacheOf = (pages: string): string => join(pages, ".observablehq", "cache");

function installedVersion(name: string): string {
  try {
    return (JSON.parse(readFileSync(join("node_modules", name, "package.json"), "utf8")) as { version: string })
      .version;
  } catch {
    return "0.0.0";
  }
}

/** Answers Framework's look-ups of versions from its cache, so that a build needs no network. */
export function answerVersionLookups(pages: string): void {
  for (const name of lookedUp)
    mkdirSync(join(cacheOf(pages), "_npm", `${name}@${installedVersion(name)}`), { recursive: true });
}

/**
 * Forgets what loaders wrote. Framework's build takes stale output as it is, so a build must start without any; bundled
 * packages (`_npm`, `_node`) are named by version and stay.
 */
export function forgetLoaderOutput(pages: string): void {
  let entries: string[];
  try {
    entries = readdirSync(cacheOf(pages));
  } catch {
    return;
  }
  for (const entry of entries)
    if (entry !== "_npm" && entry !== "_node") rmSync(join(cacheOf(pages), entry), { recursive: true, force: true });
}
