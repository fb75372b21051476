import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkSite } from "../../src/cli/check-site.js";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "assay-site-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (files: Record<string, string>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

it("passes a site whose imports are there", async () => {
  write({
    "index.html": '<link rel="stylesheet" href="./a.css"><script type="module">import "./b.js";</script>',
    "a.css": "@font-face { src: url(./font.woff2) }",
    "b.js": 'export const later = () => import("./c/d.js");',
    "c/d.js": "export {};",
    "_observablehq/client.js": 'export const unused = () => import("./stdlib/mermaid.js");',
  });
  expect(await checkSite(folder)).toMatchObject({ files: 5, pages: 1, faults: [] });
});

it.each<[string, Record<string, string>, RegExp]>([
  [
    "a cell that did not compile",
    { "index.html": '<div class="observablehq--error">SyntaxError: no</div>' },
    /a cell failed/,
  ],
  ["a bare import", { "a.js": 'import "d3";' }, /imports "d3", which a browser cannot resolve/],
  [
    "a static import that Framework's client lacks",
    { "_observablehq/client.js": 'import "./gone.js";' },
    /gone\.js, which is not there/,
  ],
  ["a Node module", { "a.js": 'import "node:fs";' }, /node:fs/],
  ["an import that is not there", { "a.js": 'import "./b.js";' }, /\.\/b\.js, which is not there/],
  ["a module of another host", { "a.js": 'import "https://cdn.example/d3.js";' }, /another host/],
  ["a script of another host", { "index.html": '<script src="https://cdn.example/x.js"></script>' }, /another host/],
  ["a font of another host", { "a.css": '@import "https://fonts.example/a.css";' }, /another host/],
  ["broken JavaScript", { "a.js": "const = 1;" }, /no valid JavaScript/],
])("finds %s", async (_name, files, message) => {
  write(files);
  const { faults } = await checkSite(folder);
  expect(faults).toHaveLength(1);
  expect(faults[0]!.message).toMatch(message);
});
