import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

/** The rooms of src/ in the order data walks through them, and the foundations: design §2. */
const rooms = [
  "projects", "tables", "features", "models", "tracking", "evaluation", "monitoring", "decisions", "cards", "cli",
]; // prettier-ignore
const foundations = ["stats", "metrics", "engine", "lib"];

const files = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => ending.test(file) && lstatSync(file).isFile());
const sources = files("src", /\.(ts|js)$/);

interface Import {
  specifier: string;
  typeOnly: boolean;
}

/** A file's code without comments and without what it only quotes: templates that hold code for others. */
const code = (file: string): string =>
  readFileSync(file, "utf8")
    .replace(/^\s*(\*|\/\/|\/\*).*$/gm, "")
    .replace(/`(?:[^`\\]|\\.)*`/g, "``");

function imports(file: string): Import[] {
  const text = file.endsWith(".md") ? readFileSync(file, "utf8") : code(file);
  const found = text.matchAll(/\b(?:import|export)\s+(type\s+)?(?:[\w*{][^;"'`]*?\sfrom\s+)?["']([^"']+)["']/g);
  const dynamic = text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g);
  return [
    ...Array.from(found, ([, type, specifier]) => ({ specifier: specifier!, typeOnly: Boolean(type) })),
    ...Array.from(dynamic, ([, specifier]) => ({ specifier: specifier!, typeOnly: false })),
  ];
}

const roomOf = (file: string): string | undefined => file.match(/^src\/([^/]+)\//)?.[1];

describe("the arrows of the house", () => {
  it("has exactly the rooms of the design", () => {
    const folders = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...rooms, ...foundations].sort());
  });

  it.each(sources.filter(roomOf))("%s imports only rooms above it and foundations", (file) => {
    const room = roomOf(file)!;
    for (const { specifier, typeOnly } of imports(file)) {
      if (!specifier.startsWith(".")) continue;
      expect(specifier, `${file}: relative imports end in .js`).toMatch(/\.(js|json)$|assay\.js$|main\.ts$/);
      const target = join(dirname(file), specifier);
      if (room === "cli" && target.startsWith("reports/components/")) continue;
      const other = roomOf(target);
      const allowed =
        target === "package.json" ||
        other === room ||
        foundations.includes(other ?? "") ||
        (rooms.includes(room) && rooms.indexOf(other ?? "") >= 0 && rooms.indexOf(other!) < rooms.indexOf(room));
      expect(allowed, `${file} → ${specifier}`).toBe(true);
      if (room === "projects" && other !== "projects")
        expect(typeOnly, `${file} → ${specifier}: types only`).toBe(true);
    }
  });

  it("keeps src apart from loaders, pages and notebooks", () => {
    for (const file of sources)
      for (const { specifier } of imports(file))
        if (specifier.startsWith(".") && roomOf(file) !== "cli")
          expect(join(dirname(file), specifier), file).not.toMatch(/^(loaders|reports|notebooks|test)\//);
  });

  it("keeps chance, time and the environment at the edges", () => {
    const edges = /^src\/(cli|lib)\//;
    for (const file of sources.filter((name) => !edges.test(name))) {
      expect(code(file), file).not.toMatch(/Math\.random\(|new Date\(\)|Date\.now\(|process\.env/);
    }
  });
});

describe("the page rule", () => {
  const pageFiles = [...files("reports/components", /\.ts$/), ...pages()];
  const modules = new Set<string>();
  for (const file of pageFiles)
    for (const { specifier, typeOnly } of imports(file)) {
      const target = join(dirname(file), specifier)
        .replace(/^reports\/src\//, "src/")
        .replace(/\.js$/, ".ts");
      if (!typeOnly && specifier.startsWith(".") && target.startsWith("src/")) modules.add(target);
    }

  function pages(): string[] {
    return readdirSync("reports", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md") && !/^(src|loaders|\.observablehq)\//.test(file))
      .map((file) => join("reports", file));
  }

  it("finds modules that pages import", () => expect(modules.size).toBeGreaterThan(3));

  it.each([...modules, "src/models/score.ts", "src/decisions/verdict.ts", "src/metrics/index.ts"])(
    "%s holds no Node, no DuckDB and no TensorFlow",
    async (entry) => {
      const { metafile, warnings } = await build({
        entryPoints: [entry], bundle: true, write: false, metafile: true, platform: "browser", format: "esm", logLevel: "silent",
      }); // prettier-ignore
      expect(warnings).toEqual([]);
      const inputs = Object.keys(metafile.inputs).join("\n");
      expect(inputs).not.toMatch(/@duckdb|@tensorflow|^node:/m);
    },
  );
});

describe("the public face", () => {
  /** Every module that a notebook loads with src/index.ts, lazy ones included: tslab compiles them to CommonJS. */
  function closure(entry: string, seen = new Set<string>()): Set<string> {
    if (seen.has(entry)) return seen;
    seen.add(entry);
    for (const { specifier, typeOnly } of imports(entry))
      if (specifier.startsWith(".") && !typeOnly) {
        const target = join(dirname(entry), specifier).replace(/\.js$/, ".ts");
        if (existsSync(target)) closure(target, seen);
      }
    return seen;
  }

  it("reaches no import.meta and no top-level await", () => {
    for (const file of closure("src/index.ts")) {
      const text = code(file);
      expect(text, file).not.toMatch(/import\.meta/);
      expect(text, file).not.toMatch(/^(const [^=]+= |export const [^=]+= )?await /m);
    }
  });

  it("documents everything that it exports", () => {
    const missing: string[] = [];
    for (const [, names, from] of readFileSync("src/index.ts", "utf8").matchAll(/export \{([^}]+)\} from "([^"]+)"/g)) {
      const text = readFileSync(join("src", from!).replace(/\.js$/, ".ts"), "utf8");
      for (const raw of names!.split(",")) {
        const name = raw.trim().split(" as ")[0]!;
        if (!name || name.startsWith("type ")) continue;
        const declaration = new RegExp(`export (?:async )?(?:function|class) ${name}\\b|export const ${name}\\b`).exec(
          text,
        );
        if (!declaration) missing.push(`${from}: ${name} is not declared there`);
        else if (!/\*\/\s*$/.test(text.slice(0, declaration.index))) missing.push(`${from}: ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });
});

describe("the top level", () => {
  it("holds nothing but what the design gives", () => {
    const given = [
      "LICENSE", "README.md", "data", "dist", "loaders", "mlruns", "node_modules", "notebooks", "observablehq.config.ts",
      "package-lock.json", "package.json", "reports", "src", "test", "tsconfig.json",
    ]; // prettier-ignore
    const entries = readdirSync(".").filter((name) => !name.startsWith("."));
    expect(entries.filter((name) => !given.includes(name))).toEqual([]);
  });

  it.each([
    ["reports/loaders", "../loaders"],
    ["reports/src", "../src"],
    ["notebooks/src", "../src"],
  ])("%s is a link to %s", (link, target) => expect(readlinkSync(link)).toBe(target));

  it("has no page among sources and loaders", () =>
    expect([...files("src", /\.md$/), ...files("loaders", /\.md$/)]).toEqual([]));

  it("keeps loaders thin", () => {
    for (const file of files("loaders", /\.ts$/))
      expect(
        readFileSync(file, "utf8")
          .split("\n")
          .filter((line) => line.trim()).length,
        file,
      ).toBeLessThanOrEqual(24);
  });

  it("pins every version exactly", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<
      string,
      Record<string, string>
    >;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  });

  // Where a registry does not serve another platform's binary, npm leaves it out of the lock, and `npm ci` then fails.
  it("locks every platform's optional package, so that npm ci works anywhere", () => {
    const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, "")));
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
      .filter((name) => !locked.has(name));
    expect(missing).toEqual([]);
  });

  it("names no path of a machine and no registry in tracked text", () => {
    const tracked = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" }).split("\0");
    const texts = tracked.filter(
      (file) => /\.(ts|js|cjs|json|md|sql|css|yml|ipynb|py)$|^\.ci\/|^\.npmrc$/.test(file) && existsSync(file),
    );
    expect(texts.length).toBeGreaterThan(300);
    const forbidden = /\/work\/(main|shared)|\/root\/|registry\.npmjs|"resolved": "http/;
    for (const file of texts.filter((name) => name !== "test/architecture.test.ts"))
      expect(forbidden.exec(readFileSync(file, "utf8"))?.[0], file).toBeUndefined();
  });
});
