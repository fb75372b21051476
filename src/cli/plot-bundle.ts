import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { cacheOf } from "./framework-cache.js";

const name = "@observablehq/plot";

/** What the components use of Plot: every `Plot.name` that is no type. */
function usedNames(components: string): string[] {
  const text = readdirSync(components)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(components, file), "utf8"))
    .join("\n");
  return [...new Set(Array.from(text.matchAll(/\bPlot\.([a-z]\w*)/g), ([, used]) => used!))].sort();
}

/**
 * Writes the parts of Plot that the components use, with the parts of d3 behind them, as one file where Framework looks
 * for a bundled package. Framework's own bundles hold both packages whole, in forty files: a quarter of a first view.
 *
 * @param pages the folder of pages.
 */
export async function bundlePlot(pages: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const { version } = JSON.parse(readFileSync(join("node_modules", name, "package.json"), "utf8")) as {
    version: string;
  };
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${usedNames(join(pages, "components")).join(", ")} } from ${JSON.stringify(name)};`,
      resolveDir: dirname(require.resolve("esbuild/package.json")),
    },
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    target: ["es2022"],
    legalComments: "none",
  });
  const file = join(cacheOf(pages), "_node", `${name}@${version}`, "index.js");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, outputFiles[0]!.contents);
  renameSync(`${file}.${process.pid}`, file);
}
