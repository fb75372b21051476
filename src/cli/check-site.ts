import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { build, type Plugin } from "esbuild";

/** A fault in a built site that Framework lets pass. */
export interface SiteFault {
  file: string;
  message: string;
}

export interface SiteCheck {
  files: number;
  bytes: number;
  pages: number;
  faults: SiteFault[];
}

const foreign = /^(?:https?:)?\/\//;
const failedCell = /observablehq--error"[^>]*>(?:<[^>]*>)*([^<]*)/g;
const loadedByHtml = /<(?:script|img|iframe|source|link)\b[^>]*?\b(?:src|href)="([^"]*)"[^>]*>/g;
const moduleScript = /<script type="module">([\s\S]*?)<\/script>/g;

function importFault(folder: string, importer: string, specifier: string): string | null {
  if (specifier.startsWith("data:") || specifier.startsWith("blob:")) return null;
  if (foreign.test(specifier)) return `imports ${specifier} from another host`;
  if (!/^[./]/.test(specifier)) return `imports "${specifier}", which a browser cannot resolve`;
  const base = specifier.startsWith("/") ? folder : dirname(importer);
  const target = join(base, specifier.replace(/[?#].*$/, ""));
  return existsSync(target) ? null : `imports ${specifier}, which is not there`;
}

/** Framework's own client names, for when a page asks, more modules than a site without such a page holds. */
const isFrameworks = (file: string): boolean => /(^|[\\/])_observablehq[\\/]/.test(file);

/** Collects every import of one file without following any. */
const collect = (imports: string[], kinds: readonly string[]): Plugin => ({
  name: "collect",
  setup: ({ onResolve }) =>
    onResolve({ filter: /.*/ }, ({ kind, path }) => {
      if (kind === "entry-point") return undefined;
      if (kinds.includes(kind)) imports.push(path);
      return { path, external: true };
    }),
});

async function importsOf(code: string, file: string): Promise<string[]> {
  const imports: string[] = [];
  const kinds = isFrameworks(file) ? ["import-statement"] : ["import-statement", "dynamic-import"];
  await build({
    stdin: { contents: code, sourcefile: file, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "silent",
    plugins: [collect(imports, kinds)],
  });
  return imports;
}

async function codeFaults(folder: string, path: string, code: string): Promise<string[]> {
  try {
    const faults = (await importsOf(code, path)).map((specifier) => importFault(folder, path, specifier));
    return [...new Set(faults)].filter((fault) => fault !== null);
  } catch (error) {
    return [`is no valid JavaScript: ${(error as Error).message.split("\n")[1] ?? ""}`];
  }
}

async function htmlFaults(folder: string, path: string): Promise<string[]> {
  const html = readFileSync(path, "utf8");
  const failed = Array.from(html.matchAll(failedCell), ([, message]) => `a cell failed: ${message}`);
  const loaded = Array.from(html.matchAll(loadedByHtml), ([tag, address]) => ({ tag, address: address! }))
    .filter(({ tag, address }) => foreign.test(address) && !/rel="(?:canonical|author|license)"/.test(tag))
    .map(({ address }) => `loads ${address} from another host`);
  const scripts = Array.from(html.matchAll(moduleScript), ([, code]) => code!);
  const code = await Promise.all(scripts.map((script) => codeFaults(folder, path, script)));
  return [...failed, ...loaded, ...code.flat()];
}

const cssFaults = (path: string): string[] =>
  Array.from(
    readFileSync(path, "utf8").matchAll(/(?:url\(|@import\s+)["']?((?:https?:)?\/\/[^"')\s]+)/g),
    ([, address]) => `loads ${address} from another host`,
  );

/** Looks through a built site for what Framework builds with exit code 0 and no browser can show. */
export async function checkSite(folder: string): Promise<SiteCheck> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => resolve(folder, name))
    .filter((path) => statSync(path).isFile());
  const faults: SiteFault[] = [];
  for (const path of paths) {
    const found = path.endsWith(".html")
      ? await htmlFaults(folder, path)
      : path.endsWith(".js")
        ? await codeFaults(folder, path, readFileSync(path, "utf8"))
        : path.endsWith(".css")
          ? cssFaults(path)
          : [];
    const file = relative(folder, path).split(sep).join("/");
    faults.push(...found.map((message) => ({ file, message })));
  }
  return {
    files: paths.length,
    bytes: paths.reduce((sum, path) => sum + statSync(path).size, 0),
    pages: paths.filter((path) => path.endsWith(".html")).length,
    faults,
  };
}
