import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const pages = readdirSync("reports/methods").filter((name) => name !== "index.md");
const text = (page: string): string => readFileSync(`reports/methods/${page}`, "utf8");

it.each(pages)("%s names proofs that exist", (page) => {
  const proof = /<p>Proved here in .*<\/p>/.exec(text(page))![0];
  const named = [...proof.matchAll(/<code>([^<]*)<\/code>/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(0);
  const paths = [...text(page).matchAll(/<code>([^<]*\/[^<]*)<\/code>/g)].map(([, path]) => path!);
  expect(paths).toEqual(expect.arrayContaining(named));
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  expect(proof.replaceAll(/<code>[^<]*<\/code>/g, "")).not.toContain("test/");
});
