import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { PredictEvidence, PredictFeature } from "../../src/cards/predict-types.js";
import { oneRow, type RowValue } from "../../src/features/row-values.js";
import { contributions } from "../../src/models/contributions.js";
import { fromJSON } from "../../src/models/score.js";
import type { Contributions } from "../../src/models/types.js";
import { projects } from "../../src/projects/index.js";
import { readModel } from "../../src/tracking/artifacts.js";
import { listRuns } from "../../src/tracking/list-runs.js";
import type { TrackedRun } from "../../src/tracking/types.js";
import {
  askedRow,
  missingWord,
  predictState,
  textOf,
  unseenWord,
  valueFrom,
} from "../../reports/components/askedRow.js";
import { PredictPage } from "../../reports/components/PredictPage.js";
import { leftBehind, sourceColumns } from "../../reports/components/sameSource.js";
import { orderOf, spanOf, waterfall } from "../../reports/components/waterfall.js";
import { executable, seriousFaults, site } from "./browser.js";
import { drawn } from "./documents.js";

const number = (name: string, source = `t.${name}`): PredictFeature => ({
  name, meaning: name, type: "numeric", group: "all", source, range: { least: 0, most: 10, whole: false, values: null }, categories: null, unlisted: 0,
}); // prettier-ignore
const category = (name: string, categories: string[]): PredictFeature => ({
  name, meaning: name, type: "categorical", group: "all", source: `t.${name}`, range: null, categories, unlisted: 0,
}); // prettier-ignore
const run = (name: string, more: object = {}) => ({
  runId: name, name, title: name, family: "linear", isChampion: false, isChallenger: false, trainingRows: 10, bytes: 9, compressedBytes: 9, ...more,
}) as const; // prettier-ignore

const made: PredictEvidence = {
  runs: [run("ridge", { isChampion: true }), run("trees", { isChallenger: true })],
  tooLarge: [{ title: "Random forest", bytes: 43e6 }],
  classes: null,
  features: [number("x"), category("kind", ["a", "missing", "<b>"]), number("row")],
  important: ["kind", "x"],
  rows: [
    { id: "r1", label: 3, values: [1.25, "a", null], predictions: [[2], [4]] },
    { id: "<i>r2</i>", label: 5, values: [2, null, 7], predictions: [[3.5], [61]] },
  ],
  levels: { medium: 3, high: 60, source: "quantiles", of: "Ridge" },
  training: { rows: 10, from: "2013-01-01", to: "2013-07-01" },
};

describe("a row in the address", () => {
  const asked = (query: string) => {
    const values = new URLSearchParams(query);
    const { get } = predictState(made);
    return askedRow(made, { get: (name) => values.get(name) ?? get(name) });
  };

  it("is the picked one, where the address says no more", () => {
    expect(asked("")).toMatchObject({ row: { id: "<i>r2</i>" }, values: [2, null, 7], moved: [] });
    expect(asked("row=r1")).toMatchObject({ row: { id: "r1" }, values: [1.25, "a", null], moved: [] });
  });

  it("differs where the address says so, and only where it differs", () => {
    expect(asked("row=r1&x=1.25&kind=%3Cb%3E&feature.row=0.1")).toMatchObject({
      values: [1.25, "<b>", 0.1],
      moved: [1, 2],
    });
    expect(asked("row=r1&x=missing&kind=purple")).toMatchObject({ values: [null, "purple", null], moved: [0, 1] });
  });

  it("keeps a number that is none as it is in the row", () => {
    for (const text of ["much", "1e999", "NaN", " ", "Infinity"]) expect(valueFrom(text, made.features[0]!, 4)).toBe(4);
  });

  it("tells a missing value and an unseen category from a category of that name", () => {
    const [, kind] = made.features;
    expect([missingWord(kind!), unseenWord(kind!)]).toEqual(["missing_", "unseen"]);
    const values: RowValue[] = ["a", "missing", "<b>", "unseen", "purple", null];
    for (const value of values) expect(valueFrom(textOf(value, kind!), kind!, "a")).toBe(value);
    for (const value of [0, -0.1, 1e-300, 2 / 3, null]) expect(valueFrom(textOf(value, made.features[0]!), made.features[0]!, 5)).toBe(value); // prettier-ignore
  });
});

describe("a waterfall", () => {
  const parts = (values: number[], base = 10): Contributions => ({
    scale: "value", features: values.map((_, f) => `f${f}`), outputs: 1, base: Float64Array.of(base), values: Float64Array.from(values),
  }); // prettier-ignore

  it("leads from the base to the score, bar by bar, without a gap", () => {
    const { bars, base, score } = waterfall(parts([1, -4, 0.5, 2]), 0, [1, 3]);
    expect(bars.map(({ value }) => value)).toEqual([-4, 2, 1.5]);
    expect(bars.map(({ from }) => from)).toEqual([base, ...bars.slice(0, -1).map(({ to }) => to)]);
    expect(bars.at(-1)!.to).toBe(score);
    expect(score).toBe(9.5);
  });

  it("orders features by what they mean to either model, each by its own scale, without those of no effect", () => {
    expect(orderOf([Float64Array.of(1, 0, 90, 100), Float64Array.of(0, 0, 0.1, 1)], 9)).toEqual([3, 2, 0]);
    expect(orderOf([Float64Array.of(1, 2, 3)], 2)).toEqual([2, 1]);
  });

  it("has room for all that it shows, whatever is not a number", () => {
    const [low, high] = spanOf([waterfall(parts([1, -4]), 0, [0, 1])]);
    expect(low).toBeLessThan(7);
    expect(high).toBeGreaterThan(11);
    expect(spanOf([waterfall(parts([1], -Infinity), 0, [0])])).toEqual([0, 1]);
  });
});

describe("features that were not moved with what they come from", () => {
  it("are found by the raw columns that they share", () => {
    expect(sourceColumns("flights.distance, sched_dep_time, airports.tz, dst")).toEqual(["flights.distance", "flights.sched_dep_time", "airports.tz", "airports.dst"]); // prettier-ignore
    const features = [number("x", "t.a, b"), number("y", "t.b"), number("z", "u.b"), number("w", "t.a")];
    expect(leftBehind(features, [0]).map(({ name }) => name)).toEqual(["y", "w"]);
    expect(leftBehind(features, [0, 1]).map(({ name }) => name)).toEqual(["w"]);
    expect(leftBehind(features, [])).toEqual([]);
  });
});

describe("the page without its models", () => {
  const project = projects.find(({ id }) => id === "nyc-flights")!;
  const never = () => new Promise<never>(() => {});
  const page = drawn(() => PredictPage(made, project, never));

  it("says what the runs recorded, with levels and their source", () => {
    expect(page.querySelector("h1")!.textContent).toBe("3.50\u00a0minutes by ridge, 61.0\u00a0minutes by trees");
    expect([...page.querySelectorAll(".answers .pill")].map((pill) => pill.textContent)).toEqual(["Medium", "High"]);
    expect(page.querySelector(".method")!.textContent).toContain(
      "50 % and 90 % of the validation predictions of ridge",
    );
    expect(page.querySelector(".method")!.textContent).toContain("random forest, 43.0 MB");
    expect(page.querySelector(".method")!.textContent).toContain("10 training rows, January–June 2013");
  });

  it("keeps names as text", () => {
    expect(page.querySelector("i, h1 b")).toBeNull();
    expect(page.textContent).not.toMatch(/NaN|undefined|null/);
  });

  it("waits with a command where no model fits", () =>
    expect(drawn(() => PredictPage({ ...made, runs: [] }, project, never)).textContent).toContain("npx assay train"));
});

const { open } = site();
/** What a test moves: to a number, a category, an unseen one, or a missing value. */
type Moves = Record<string, RowValue>;
const unseen = "unseen";

const moves: Record<string, Moves> = {
  "telco-churn": { tenure: 3, contract: "Two year", internet_service: unseen, monthly_charges: null, total_charges: 1234.5 },
  "nyc-flights": { departure_delay: 47, carrier: unseen, dest: "SEA", temperature: null, visibility: 0.25 },
}; // prettier-ignore

const shipped = projects.filter(({ external }) => !external).map(({ id }) => id);

describe.skipIf(!executable).each(shipped)("the page predict of %s", (id) => {
  let evidence: PredictEvidence;
  let runs: TrackedRun[];
  beforeAll(async () => {
    const folder = join("dist/_file/loaders/projects", id);
    const file = readdirSync(folder).find((name) => /^predict\.[0-9a-f]+\.json$/.test(name))!;
    evidence = JSON.parse(readFileSync(join(folder, file), "utf8")) as PredictEvidence;
    ({ runs } = await listRuns({ root: process.cwd(), env: {}, project: id }));
  });

  /** What the tracked run says in Node of a row of the evidence with some features moved. */
  async function inNode(runId: string, rowId: string, moved: Moves) {
    const document = await readModel(runs.find((each) => each.runId === runId)!);
    const row = evidence.rows.find((each) => each.id === rowId)!;
    const values = evidence.features.map(({ name }, f) => (name in moved ? moved[name]! : row.values[f]!));
    const data = oneRow(evidence.features, values);
    return { outputs: Array.from(fromJSON(document).predict(data)), explained: contributions(document, data) };
  }

  const run = (wanted: "isChampion" | "isChallenger") =>
    evidence.runs.find((each) => each[wanted]) ?? evidence.runs[0]!;
  const shownAt = (page: Page, place: number): Promise<number[]> =>
    page
      .locator(`.predicted:nth-child(${place}) data[value]`)
      .getAttribute("value")
      .then((text) => text!.split(" ").map(Number));
  const control = (name: string): string => `[name="${name}"]`;

  /** Both models are here and have answered. */
  const settled = (page: Page) =>
    page.waitForFunction(
      () =>
        !document.querySelector(".why[aria-busy], .why button") &&
        [...document.querySelectorAll(".predicted data")].every((data) => data.hasAttribute("value")),
    );

  async function move(page: Page, moved: Moves): Promise<void> {
    await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
    for (const [name, value] of Object.entries(moved)) {
      const isChoice = (await page.locator(`select${control(name)}`).count()) > 0;
      if (isChoice) await page.selectOption(control(name), value === null ? "missing" : String(value));
      else await page.fill(control(name), value === null ? "" : String(value));
    }
    await settled(page);
  }

  it("predicts and explains what the run does in Node, bit for bit, as controls move", async () => {
    const { page, faults, strangers, received } = await open(`/${id}/predict`);
    expect(received()).toBeLessThan(400);
    const rowId = await page.inputValue("select[name=row]");
    const [champion, challenger] = [run("isChampion"), run("isChallenger")];
    expect(await shownAt(page, 1)).toEqual((await inNode(champion.runId, rowId, {})).outputs);
    const made: Moves = {};
    for (const [name, value] of Object.entries(moves[id]!)) {
      await move(page, { [name]: value });
      made[name] = value;
      expect(await shownAt(page, 1), name).toEqual((await inNode(champion.runId, rowId, made)).outputs);
      expect(await shownAt(page, 2), name).toEqual((await inNode(challenger.runId, rowId, made)).outputs);
    }
    const { explained } = await inNode(champion.runId, rowId, made);
    if (explained) {
      const shown = await page.locator(".why tbody tr").evaluateAll((rows) =>
        rows.flatMap((row) => {
          const value = row.querySelector("data")?.getAttribute("value");
          const name = row.querySelector("th")!.firstChild!.textContent!.replaceAll(" ", "_");
          return value === null || value === undefined ? [] : [[name, Number(value)] as const];
        }),
      );
      const named = shown.filter(([name]) => explained.features.includes(name));
      expect(named.length).toBeGreaterThan(5);
      const base = (explained.outputs === 1 ? 0 : 1) * explained.features.length;
      for (const [name, value] of named) expect(value, name).toBe(explained.values[base + explained.features.indexOf(name)]); // prettier-ignore
    }
    expect([faults, strangers]).toEqual([[], []]);

    const query = new URL(page.url()).searchParams;
    const own = evidence.rows.find((each) => each.id === rowId)!.values;
    const differs = evidence.features.filter(({ name }, f) => name in made && made[name] !== own[f]);
    expect(differs.length).toBeGreaterThan(2);
    expect([...query.keys()].sort()).toEqual(differs.map(({ name }) => name).sort());
    const restored = await open(`/${id}/predict?${query.toString()}`);
    await settled(restored.page);
    expect(await shownAt(restored.page, 1)).toEqual(await shownAt(page, 1));
    expect(await shownAt(restored.page, 2)).toEqual(await shownAt(page, 2));
    await restored.page.context().close();

    await page.click("text=Back to the row");
    expect(new URL(page.url()).search).toBe("");
    expect(await shownAt(page, 1)).toEqual((await inNode(champion.runId, rowId, {})).outputs);
    await page.context().close();
  });

  it("does so for every run that fits a page, on another row, without fault", async () => {
    const first = evidence.rows.at(-3)!;
    const { page, faults } = await open(`/${id}/predict?row=${encodeURIComponent(first.id)}`);
    await move(page, moves[id]!);
    for (const { name, runId } of evidence.runs) {
      await page.selectOption("select[name=champion]", name);
      await settled(page);
      expect(await shownAt(page, 1), name).toEqual((await inNode(runId, first.id, moves[id]!)).outputs);
    }
    expect(faults).toEqual([]);
    await page.selectOption("select[name=row]", evidence.rows[0]!.id);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ row: evidence.rows[0]!.id });
    expect(Object.keys(moves[id]!).some((name) => new URL(page.url()).searchParams.has(name))).toBe(false);
    await page.context().close();
  });

  it("answers within 50 milliseconds of a move, both models explained", async () => {
    const withTrees = evidence.runs.find(({ family }) => family === "trees")!;
    const { page } = await open(`/${id}/predict?challenger=${withTrees.name}`);
    await move(page, moves[id]!);
    const times = await page.evaluate(() => {
      const slider = document.querySelector<HTMLInputElement>(".features input[type=range]")!;
      const [least, most] = [Number(slider.min), Number(slider.max)];
      return Array.from({ length: 21 }, (_, k) => {
        slider.value = String(least + ((k + 0.5) * (most - least)) / 21);
        const before = performance.now();
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        document.querySelector(".why")!.getBoundingClientRect();
        return performance.now() - before;
      });
    });
    const median = times.sort((a, b) => a - b)[10]!;
    expect(median).toBeLessThanOrEqual(50);
    await page.context().close();
  });

  it("shows a hostile address as text, and stays readable in every view", async () => {
    const hostile = encodeURIComponent("<img src=x onerror=alert(1)>");
    const [name] = Object.entries(moves[id]!).find(([, value]) => value === unseen)!;
    const { page, faults } = await open(`/${id}/predict?${name}=${hostile}&row=none&champion=none`, { width: 390, scheme: "dark" }); // prettier-ignore
    await settled(page);
    expect(await page.inputValue(control(name))).toBe("<img src=x onerror=alert(1)>");
    expect(await page.locator("main img").count()).toBe(0);
    await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

it.skipIf(!executable)("keeps both projects' models small beside the site's 60 MB", () => {
  const sizes = shipped.flatMap((id) => {
    const folder = join("dist/loaders/projects", id, "models");
    return readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  });
  expect(sizes.length).toBeGreaterThan(8);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12e6);
});
