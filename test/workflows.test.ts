import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<
    string,
    { needs?: string; steps: { uses?: string; run?: string; if?: string; with?: Record<string, string> }[] }
  >;
}

const read = (name: string): Workflow => parse(readFileSync(`.github/workflows/${name}.yml`, "utf8")) as Workflow;
const scripts = (JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }).scripts;
const commands = (workflow: Workflow): string[] =>
  Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

describe("scheduled rebuilds", () => {
  const workflow = read("rebuild");
  const steps = workflow.jobs["build"]!.steps;

  it("runs on a schedule, on push and by hand", () =>
    expect(Object.keys(workflow.on).sort()).toEqual(["push", "schedule", "workflow_dispatch"]));

  it("publishes only what a successful build wrote", () => {
    const build = steps.findIndex(({ run }) => run === "npm run build");
    const upload = steps.findIndex(({ uses }) => uses?.startsWith("actions/upload-pages-artifact"));
    expect(build).toBeGreaterThan(0);
    expect(upload).toBeGreaterThan(build);
    expect(steps[upload]!.with!["path"]).toBe("dist");
    expect(workflow.jobs["publish"]!.needs).toBe("build");
  });

  it("keys the kept runs by the content that they rest on", () => {
    const caches = steps.filter(({ uses }) => uses?.startsWith("actions/cache"));
    expect(caches.map(({ uses }) => uses)).toEqual(["actions/cache/restore@v4", "actions/cache/save@v4"]);
    for (const step of caches)
      expect(step.with!["key"]).toBe(
        "mlruns-${{ hashFiles('src/**/*.ts', 'src/**/*.sql', 'data/**', 'package-lock.json') }}",
      );
  });

  it("restores kept runs unless told to retrain, and keeps them only after a successful build", () => {
    const at = (name: string): number => steps.findIndex(({ uses }) => uses?.startsWith(name));
    const [restore, save] = [at("actions/cache/restore"), at("actions/cache/save")];
    const build = steps.findIndex(({ run }) => run === "npm run build");
    expect(steps[restore]!.if).toContain("!inputs.retrain");
    expect(restore).toBeLessThan(build);
    expect(save).toBeGreaterThan(build);
    expect(steps[save]!.if).toBe("${{ steps.runs.outputs.cache-hit != 'true' }}");
  });
});

describe("gates on pull requests", () => {
  const workflow = read("gate");
  const steps = workflow.jobs["gate"]!.steps;

  it("judges every project after the kept runs are there, and lets its exit code stand", () => {
    expect(Object.keys(workflow.on)).toContain("pull_request");
    const gate = steps.findIndex(({ run }) => run === "node src/cli/assay.js gate");
    expect(gate).toBeGreaterThan(steps.findIndex(({ uses }) => uses?.startsWith("actions/cache/restore")));
    expect(steps[gate]).toEqual({ run: "node src/cli/assay.js gate" });
  });
  it("finds the runs that rebuild keeps", () => {
    const keyOf = ({ jobs }: Workflow, job: string): string | undefined =>
      jobs[job]!.steps.find(({ uses }) => uses?.startsWith("actions/cache/restore"))?.with?.["key"];
    expect(keyOf(workflow, "gate")).toBe(keyOf(read("rebuild"), "build"));
  });
});

describe.each(["test", "rebuild", "gate"])("%s.yml", (name) => {
  const workflow = read(name);

  it("reads only, unless a job says otherwise", () => expect(workflow.permissions).toEqual({ contents: "read" }));

  it("runs npm scripts that exist", () => {
    for (const [, script] of commands(workflow)
      .join("\n")
      .matchAll(/npm run ([\w:-]+)/g))
      expect(Object.keys(scripts)).toContain(script);
  });
});

it("CI runs the README's test command and nothing in its place", () => {
  const ci = readFileSync(".ci/run", "utf8");
  expect(readFileSync("README.md", "utf8")).toContain("npm ci && npm test");
  expect(ci).toMatch(/^npm ci.*\nnpm test\n$/m);
});
