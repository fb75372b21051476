import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { shellLine } from "../../src/cli/command.js";
import { commands, main } from "../../src/cli/main.js";

interface Outcome {
  code: number;
  out: string;
  err: string;
}

async function assay(argv: string[], overrides: Parameters<typeof main>[1] = {}): Promise<Outcome> {
  let out = "";
  let err = "";
  const code = await main(argv, {
    out: (text) => (out += text),
    err: (text) => (err += `${text}\n`),
    onProgress: () => {},
    env: {},
    ...overrides,
  });
  return { code, out, err };
}

const empty = mkdtempSync(join(tmpdir(), "assay-main-"));
afterAll(() => rmSync(empty, { recursive: true, force: true }));

describe("assay", () => {
  it("lists every command that this version has", async () => {
    const { code, out } = await assay([]);
    expect(code).toBe(0);
    for (const name of ["build", "serve", "preview", "init", "train", "runs", "compare", "drift", "card", "doctor"]) {
      expect(Object.keys(commands)).toContain(name);
      expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
    }
  });

  it.each(Object.keys(commands))("explains %s with every option and an example", async (name) => {
    const { command } = await commands[name]!();
    const { code, out, err } = await assay([name, "--help"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(`Usage: assay ${name}`);
    for (const option of Object.keys(command.options)) expect(out).toContain(`--${option}`);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) expect(example).toContain(`assay ${name}`);
  });

  it.each([
    [["sell"], 'error: assay: no command "sell"'],
    [["toString"], 'error: assay: no command "toString"'],
    [["compare", "a.csv"], "error: assay compare: needs 2 arguments, got 1"],
    [["runs", "--sideways"], "error: assay runs: Unknown option '--sideways'"],
  ])("answers %j with 2 and what is wrong", async (argv, message) => {
    const { code, out, err } = await assay(argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err.split("\n")[1]).toMatch(/^ {7}\S/);
  });

  it("prints an error as one document where --json asks for it", async () => {
    const { code, out, err } = await assay(["runs", "--json"], { cwd: empty });
    expect([code, err]).toEqual([2, ""]);
    expect(JSON.parse(out)).toEqual({
      error: {
        code: "no-workspace",
        message: `${empty}: not inside an Assay workspace`,
        file: null,
        column: null,
        row: null,
        hint: "run the command in the folder that holds observablehq.config.ts",
      },
    });
  });

  it("exits with 130 when it is interrupted", async () => {
    const signal = AbortSignal.abort(new DOMException("interrupted", "AbortError"));
    const { code, err } = await assay(["train", "telco-churn"], {
      signal,
      env: { MLFLOW_TRACKING_URI: join(empty, "runs") },
    });
    expect(code).toBe(130);
    expect(err).toContain("interrupted; nothing half-written was kept");
    const json = await assay(["train", "telco-churn", "--json"], {
      signal,
      env: { MLFLOW_TRACKING_URI: join(empty, "runs") },
    });
    expect(json.code).toBe(130);
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: "interrupted" } });
  });
});

describe("runs", () => {
  it("prints the contract's document for a store that is not there yet", async () => {
    const { code, out } = await assay(["runs", "--json"], { env: { MLFLOW_TRACKING_URI: join(empty, "none") } });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      warnings: [],
      store: { kind: "file" },
      runs: [],
      total: 0,
    });
  });

  it.each(["sqlite:///mlflow.db", "http://localhost:5000"])(
    "refuses a store that it cannot read yet: %s",
    async (uri) => {
      const { code, err } = await assay(["runs"], { env: { MLFLOW_TRACKING_URI: uri } });
      expect(code).toBe(2);
      expect(err).toContain(uri);
    },
  );

  it("says what a project without runs waits for", async () => {
    const env = { MLFLOW_TRACKING_URI: join(empty, "none") };
    expect((await assay(["runs", "telco-churn"], { env })).err).toMatch(/no runs of telco-churn in .* yet; train them/);
    expect((await assay(["runs", "nyc-taxi"], { env })).err).toContain("ASSAY_NYC_TAXI");
  });

  it("names the projects there are where one is not", async () => {
    const { code, err } = await assay(["runs", "telco"], { env: { MLFLOW_TRACKING_URI: join(empty, "none") } });
    expect(code).toBe(2);
    expect(err).toContain("telco-churn");
  });
});

it("doctor names what is here, what is missing and how to get it", async () => {
  const { code, out } = await assay(["doctor", "--json"], { env: { MLFLOW_TRACKING_URI: join(empty, "none") } });
  expect(code).toBe(0);
  const { findings } = JSON.parse(out) as {
    findings: { name: string; state: string; value: string; hint: string | null }[];
  };
  const of = (name: string) => findings.find((finding) => finding.name === name);
  expect(of("Node")).toMatchObject({ state: "ok", value: process.versions.node });
  expect(of("DuckDB")!.value).toMatch(/^v\d+\.\d+/);
  expect(of("data of nyc-flights")).toMatchObject({ state: "ok" });
  expect(of("data of nyc-taxi")!.state).toBe("missing");
  expect(of("data of nyc-taxi")!.hint).toBeTruthy();
  for (const { state, hint } of findings) if (state === "broken") expect(hint).toBeTruthy();
});

it("writes a command so that a shell reads the same arguments", async () => {
  const argv = ["compare", "a b.csv", "it's.csv", "--metric", "rmse", "$HOME;rm", "é.csv"];
  const line = shellLine(argv);
  expect(line).toBe(`compare 'a b.csv' 'it'\\''s.csv' --metric rmse '$HOME;rm' 'é.csv'`);
  const read = execFileSync("sh", ["-c", `printf '%s\\n' ${line}`], { encoding: "utf8" });
  expect(read.trim().split("\n")).toEqual(argv);
});
