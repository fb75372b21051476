import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seeded } from "../../src/lib/random.js";

/** A workspace in a temporary folder: a copy of the sources, and no data. */
export function emptyWorkspace(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "assay-init-")));
  cpSync("src", join(root, "src"), { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) cpSync(file, join(root, file));
  writeFileSync(join(root, "observablehq.config.ts"), "export default {};\n");
  mkdirSync(join(root, "data"));
  return root;
}

export const registryOf = (root: string): string => readFileSync(join(root, "src/projects/index.ts"), "utf8");

/** Writes a CSV beside the workspace's data. @returns its path. */
export function writeCsv(root: string, name: string, header: readonly string[], rows: readonly unknown[][]): string {
  const cell = (value: unknown): string => {
    const text = String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const path = join(root, name);
  writeFileSync(
    path,
    [header, ...rows]
      .map((row) => row.map(cell).join(","))
      .join("\n")
      .concat("\n"),
  );
  return path;
}

const services = ["No", "Yes", "No internet service"];

/** A replica of the shape of IBM's customers: ids, yes and no, and total charges blank in the first month. */
export function customers(rows: number): { header: string[]; rows: unknown[][] } {
  const random = seeded(11);
  return {
    header: ["customerID", "gender", "SeniorCitizen", "tenure", "OnlineSecurity", "MonthlyCharges", "TotalCharges", "Churn"],
    rows: Array.from({ length: rows }, (_, i) => {
      const tenure = i % 97 === 0 ? 0 : 1 + Math.floor(random() * 71);
      const monthly = Math.round(2000 + random() * 9000) / 100;
      return [
        `${1000 + i}-ABCDE`, random() < 0.5 ? "Female" : "Male", random() < 0.2 ? 1 : 0, tenure,
        services[Math.floor(random() * 3)], monthly, tenure === 0 ? " " : (tenure * monthly).toFixed(2),
        random() < 0.5 - tenure / 180 ? "Yes" : "No",
      ];
    }),
  }; // prettier-ignore
}

export const oddNames = {
  quoted: 'a "quoted" name',
  sql: "x; DROP TABLE rows; --",
  emoji: "it's 🚕",
  spaces: "  two  words ",
  markup: "<script>alert(1)</script>",
};

/** A regression whose column names hold quotes, SQL, emoji and spaces; with faults of every kind. */
export function oddRows(rows: number): { header: string[]; rows: unknown[][] } {
  const random = seeded(5);
  const { quoted, sql, emoji, markup } = oddNames;
  return {
    header: [quoted, sql, emoji, markup, "constant", "empty", "when", "split", "price"],
    rows: Array.from({ length: rows }, (_, i) => {
      const x = random() * 10;
      const day = new Date(Date.UTC(2024, 0, 1) + i * 6 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
      return [
        i % 31 === 0 ? "inf" : i % 37 === 0 ? "nan" : x, i % 7, ["🚕", "it's", '"q"'][i % 3], i % 2 ? "<script>" : "&amp;",
        "same", "", day, i % 4 === 0 ? "left" : "right", i % 50 === 3 ? "" : i % 50 === 4 ? "inf" : 3 * x + (i % 3) + random(),
      ];
    }),
  }; // prettier-ignore
}
