import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { build } from "esbuild";
import { sha256 } from "../lib/hash.js";

/** What a module rests on: its own code with that of all modules it reaches, and the packages they import. */
export interface Closure {
  sha256: string;
  packages: string[];
}

const packageOf = (specifier: string): string => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

/**
 * Hashes what modules do: the code that the given imports reach, without comments, layout, types and unreached parts.
 * So a corrected comment retrains nothing, and a changed constant does.
 *
 * @param imports lines of code that name what is used, such as `export { ridge } from "./src/models/linear/ridge.js"`.
 * @param root the workspace; specifiers start there.
 */
export async function hashClosure(imports: string, root: string): Promise<Closure> {
  const result = await build({
    stdin: { contents: imports, resolveDir: root, loader: "ts", sourcefile: "closure.ts" },
    absWorkingDir: root,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "es2022",
    minifyWhitespace: true,
    treeShaking: true,
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "silent",
    outfile: "closure.js",
  });
  const imported = Object.values(result.metafile.outputs).flatMap((output) => output.imports);
  const packages = imported
    .filter(({ external, path }) => external && !path.startsWith("node:") && !path.startsWith("."))
    .map(({ path }) => packageOf(path));
  return { sha256: sha256(result.outputFiles[0]!.contents), packages: [...new Set(packages)].sort() };
}

/** The specifier of a learner's own file, by the house's rule that a learner has one; the registry where it has none. */
export function learnerModule(learner: { name: string; family: string }, root: string): string {
  const file = join(root, "src", "models", learner.family, `${learner.name}.ts`);
  const found = existsSync(file) ? file : join(root, "src", "models", "index.ts");
  return `./${relative(root, found).split(sep).join("/").replace(/\.ts$/, ".js")}`;
}
