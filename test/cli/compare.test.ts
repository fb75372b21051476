import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.js";
import type { CompareDocument } from "../../src/decisions/documents.js";
import { withDatabase } from "../../src/engine/database.js";
import { metrics } from "../../src/metrics/index.js";
import { compareShape, contingencyShape, expectShape, testNames } from "../contract.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-compare-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};

async function assay(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await main(["compare", ...argv], {
    out: (text) => (out += text),
    err: (text) => (err += `${text}\n`),
    cwd: folder,
    env: {},
  });
  return { code, out, err };
}

const document = async (...argv: string[]): Promise<CompareDocument> =>
  JSON.parse((await assay(...argv, "--json")).out) as CompareDocument;

/** Twelve hundred rows, A right on two thirds, B on more; every number by arithmetic, none by chance. */
const rows = Array.from({ length: 1200 }, (_, i) => ({
  id: `r${i}`,
  label: Number(i % 3 === 0),
  a: i % 3 === 0 ? (i % 2 === 0 ? 0.7 : 0.4) : i % 5 === 0 ? 0.6 : 0.2,
  b: i % 3 === 0 ? (i % 4 === 0 ? 0.4 : 0.8) : i % 10 === 0 ? 0.6 : 0.1,
}));
const csv = (model: "a" | "b", header = "id,label,prediction", label = (value: number): unknown => value): string =>
  [header, ...rows.map((row) => `${row.id},${label(row.label)},${row[model]}`)].join("\n");

describe("two files of predictions", () => {
  it("gives the document of the contract", async () => {
    file("a.csv", csv("a"));
    file("b.csv", csv("b"));
    const compare = await document("a.csv", "b.csv");
    expectShape(compare, compareShape);
    expectShape(compare.contingency, contingencyShape);
    expect(new Set(compare.tests.map(({ name }) => name))).toEqual(
      new Set(testNames.filter((name) => name !== "diebold-mariano")),
    );
    for (const { metric } of compare.tests)
      expect([...compare.metrics.map(({ name }) => name), "logLoss", "brier"]).toContain(metric);
    expect(compare.rows).toEqual({
      compared: 1200, onlyInChampion: 0, onlyInChallenger: 0, unit: "rows", units: 1200, trainOverlap: null, look: 1, modelsJudged: 2,
    }); // prettier-ignore
    expect(compare.champion).toMatchObject({ name: "a", runId: null, source: "a.csv" });
    expect(compare.policy).toMatchObject({
      source: "default",
      primaryMetric: "accuracy",
      smallestWorthwhileGain: 0.01,
    });
    expect(compare.contingency).toEqual({
      bothRight: 740,
      onlyChampionRight: 100,
      onlyChallengerRight: 280,
      bothWrong: 80,
    });
    expect(compare.metrics[0]!.gain.estimate).toBeCloseTo(180 / 1200, 12);
    expect(compare.verdict).toMatchObject({ decision: "promote", rule: "2-promote" });
    expect(compare.tests[0]).toMatchObject({ name: "mcnemar-exact", metric: "accuracy", statistic: 100 });
  });
  it("swapped, every gain changes its sign and the verdict its side", async () => {
    const [one, other] = [await document("a.csv", "b.csv"), await document("b.csv", "a.csv")];
    one.metrics.forEach(({ gain }, k) => {
      expect(other.metrics[k]!.gain.estimate).toBeCloseTo(-gain.estimate, 12);
      expect(other.metrics[k]!.gain.lower).toBeCloseTo(-gain.upper, 12);
    });
    expect(other.verdict).toMatchObject({ decision: "keep", rule: "5-not-worth-it" });
  });
  it("prints the verdict first", async () => {
    const { out, code } = await assay("a.csv", "b.csv");
    expect(code).toBe(0);
    expect(out.split("\n")[0]).toBe("PROMOTE  Promote b: 15 points better than a, and 1,200 rows show it.");
  });
  it("says the same as Markdown", async () => {
    const { out } = await assay("a.csv", "b.csv", "--format", "md");
    expect(out.split("\n")[0]).toBe("### Promote: Promote b: 15 points better than a, and 1,200 rows show it");
    expect(out).toContain("| Accuracy * | 70.0 % | 85.0 % | +15 points |");
  });
  it.each(["a[1]", "a?", "a*", "a[!b]", "a[[]1]"])("reads a file called %s and no other", async (name) => {
    file("a1.csv", csv("b"));
    file("ab.csv", csv("b"));
    const json = (model: "a" | "b") =>
      rows.map((row) => JSON.stringify({ id: row.id, label: row.label, prediction: row[model] })).join("\n");
    file(`${name}.csv`, csv("a"));
    file("a1.jsonl", json("b"));
    file(`${name}.jsonl`, json("a"));
    const parquet = async (model: "a" | "b", to: string) =>
      withDatabase((database) =>
        database.run(
          `COPY (FROM read_csv('${join(folder, `${model}.csv`)}')) TO '${join(folder, to)}' (FORMAT parquet)`,
        ),
      );
    await parquet("b", "a1.parquet");
    await parquet("a", "plain.parquet");
    renameSync(join(folder, "plain.parquet"), join(folder, `${name}.parquet`));
    for (const kind of ["csv", "jsonl", "parquet"]) {
      const compare = await document("a.csv", `${name}.${kind}`);
      expect(compare.rows.compared).toBe(1200);
      expect(compare.verdict.gain.method).toBe("identical-predictions");
    }
  });
  it("compares a file with itself: equivalent, by rule 4", async () => {
    const { verdict } = await document("a.csv", "a.csv");
    expect(verdict).toMatchObject({ decision: "equivalent", rule: "4-equivalent", preferred: "champion" });
    expect(verdict.gain).toMatchObject({ estimate: 0, lower: 0, upper: 0, method: "identical-predictions" });
  });
  it("reads classes that are texts, and says which is positive", async () => {
    const yes = (value: number) => (value === 1 ? "Yes" : "No");
    file("yes-a.csv", csv("a", undefined, yes));
    file("yes-b.csv", csv("b", undefined, yes));
    const compare = await document("yes-a.csv", "yes-b.csv");
    expect(compare.warnings[0]!.message).toBe('labels are two classes; "Yes" counts as positive, "No" as negative');
    expect(compare.verdict.gain.estimate).toBeCloseTo(180 / 1200, 12);
  });
  it("reads JSONL and Parquet like CSV", async () => {
    file("a.jsonl", rows.map(({ id, label, a }) => JSON.stringify({ id, label, prediction: a })).join("\n"));
    await withDatabase((database) =>
      database.run(
        `COPY (FROM read_csv('${join(folder, "b.csv")}')) TO '${join(folder, "b.parquet")}' (FORMAT parquet)`,
      ),
    );
    const [first, second] = [await document("a.csv", "b.csv"), await document("a.jsonl", "b.parquet")];
    expect(second.metrics).toEqual(first.metrics);
  });
  it("reads names with quotes, emoji and SQL", async () => {
    const name = `"p"" 🚀'; DROP TABLE x; --"`;
    file("odd-a.csv", csv("a", `id,label,${name}`));
    file("odd-b.csv", csv("b", `id,label,${name}`));
    const compare = await document("odd-a.csv", "odd-b.csv", "--prediction", `p" 🚀'; DROP TABLE x; --`);
    expect(compare.verdict.decision).toBe("promote");
  });
  it("leaves out rows that either trained on, and counts them", async () => {
    const split = (model: "a" | "b", from: number): string =>
      [
        "id,label,prediction,split",
        ...rows.map((row, i) => `${row.id},${row.label},${row[model]},${i < from ? "train" : "test"}`),
      ].join("\n");
    file("split-a.csv", split("a", 300));
    file("split-b.csv", split("b", 600));
    const compare = await document("split-a.csv", "split-b.csv");
    expect(compare.rows).toMatchObject({ compared: 600, trainOverlap: 600, onlyInChampion: 0 });
    expect(compare.warnings.map(({ code }) => code)).toContain("training-rows");
    file("all-train.csv", split("a", 1200));
    expect(await assay("all-train.csv", "split-b.csv")).toMatchObject({
      code: 2,
      err: "error: all-train.csv: every row is one that a model trained on\n       compare predictions of rows that neither model has seen\n",
    });
  });
  it("takes other labels as values, with mae and 1 % of the champion's", async () => {
    const values = (error: number): string =>
      [
        "id,label,prediction,day",
        ...rows.map(({ id }, i) => `${id},${i},${i + (i % 2 ? error : -error)},d${i % 40}`),
      ].join("\n");
    file("v-a.csv", values(10));
    file("v-b.csv", values(9));
    const compare = await document("v-a.csv", "v-b.csv", "--unit", "day");
    expect(compare).toMatchObject({
      task: "regression",
      policy: { primaryMetric: "mae", smallestWorthwhileGain: 0.1 },
      rows: { unit: "days", units: 40 },
    });
    expect(compare.verdict).toMatchObject({
      rule: "6-unresolved",
      gain: { estimate: 1, lower: null, upper: null, method: "none-zero-variance" },
    });
  });
  it("writes one page to share, whole or not at all", async () => {
    const { code, err } = await assay("a.csv", "b.csv", "--html", "verdict.html");
    expect({ code, err }).toEqual({ code: 0, err: "wrote verdict.html\n" });
    const page = readFileSync(join(folder, "verdict.html"), "utf8");
    expect(page).toContain("Promote b: 15 points better than a, and 1,200 rows show it");
    expect(page.length).toBeLessThan(1_000_000);
  });
  it("exits with 1 where --require is not met, with 3 where --strict is unsettled", async () => {
    expect((await assay("a.csv", "b.csv", "--require", "promote")).code).toBe(0);
    expect((await assay("a.csv", "a.csv", "--require", "promote")).code).toBe(1);
    expect((await assay("a.csv", "b.csv", "--margin", "0.13", "--strict")).code).toBe(3);
    expect((await assay("a.csv", "b.csv", "--margin", "0.13")).code).toBe(0);
  });
  it("asks the seed rule where --policy names it, and says what it would decide beside the verdict", async () => {
    const unsettled = ["a.csv", "b.csv", "--margin", "0.13", "--require", "promote"];
    expect((await assay(...unsettled)).code).toBe(1);
    expect((await assay(...unsettled, "--policy", "majority-of-metrics")).code).toBe(0);
    const { out } = await assay(...unsettled);
    expect(out).toContain("Majority of metrics, the seed rule, would say: promote (8 of 8 won).");
    expect((await document(...unsettled)).majority).toMatchObject({ decision: "promote", won: 8, of: 8 });
  });
  it("carries every test, the Bayesian view and power in Markdown", async () => {
    const { out } = await assay("a.csv", "b.csv", "--format", "md");
    for (const test of [
      "McNemar, exact",
      "DeLong",
      "Paired bootstrap",
      "Paired t",
      "Wilcoxon signed rank",
      "Permutation",
    ])
      expect(out).toContain(`| ${test} |`);
    expect(out).toContain("- Bayesian view: the challenger is better with probability 100.0 %");
    expect(out).toContain("- Power: a true gain of 2 points is shown to count in");
  });
  it("keeps the champion where a guardrail gets worse", async () => {
    const compare = await document("a.csv", "b.csv", "--metric", "specificity", "--guardrail", "accuracy=0.05");
    expect(compare.policy).toMatchObject({ source: "flags", guardrails: [{ metric: "accuracy", margin: 0.05 }] });
    const swapped = await document("b.csv", "a.csv", "--guardrail", "rocAuc=0.01");
    expect(swapped.verdict).toMatchObject({ rule: "1-guardrail-worse", blocking: ["rocAuc"] });
  });
});

describe("bad input: one message, exit code 2, nothing written", () => {
  const good = (): string => file("good.csv", csv("b"));
  const small = (...lines: string[]): string => ["id,label,prediction", ...lines].join("\n");
  const needy = ["expectedCost", "profit", "adjustedR2", "intervalCoverage", "intervalWidth"];
  const given = `metrics are ${Object.keys(metrics).filter((name) => !needy.includes(name)).join(", ")}`; // prettier-ignore
  const cases: [string, () => string[], string, string][] = [
    ["a missing file", () => ["nowhere.csv", good()], "nowhere.csv: there is no such file", "check the path; files may be CSV, Parquet or JSONL"],
    ["a folder", () => ["./", good()], "./: is a folder, not a file of predictions", "name one CSV, Parquet or JSONL file in it"],
    ["an empty file", () => [file("empty.csv", ""), good()], "empty.csv: the file is empty", "it needs the columns id, label and prediction"],
    ["a header only", () => [file("header.csv", "id,label,prediction\n"), good()], "header.csv: has a header and no rows", "write one row per case under the header"],
    ["a ragged row", () => [file("ragged.csv", small("1,0,0.2", "2,1", "3,1,0.5")), good()], "ragged.csv: row 2 has 2 columns where the header has 3", "look at line 3 of the file; a text that holds the separator needs double quotes"],
    ["another encoding", () => [file("latin.csv", Uint8Array.from(Buffer.from(small("é,0,0.2", "b,1,0.3"), "latin1"))), good()], "latin.csv: line 2 (row 1) is not UTF-8", "save it as UTF-8, for example: iconv -f latin1 -t utf-8 latin.csv"],
    ["a missing column", () => [file("named.csv", "id,churned,prediction\n1,0,0.2"), good()], 'named.csv: no column "label"; columns are id, churned, prediction', "name the right one with --label COLUMN"],
    ["columns of one name", () => [file("twice.csv", "id,label,prediction,Label\n1,0,0.2,1"), good()], 'twice.csv: two columns are called "Label"', "rename one of them in the file; upper and lower case do not count"],
    ["duplicate ids", () => [file("ids.csv", small("1,0,0.2", "2,1,0.3", "1,1,0.5")), good()], "ids.csv: 1 id occurs more than once: 1", "keep one row per case, or name another column with --id COLUMN"],
    ["a missing prediction", () => [file("null.csv", small("1,0,0.2", "2,1,")), good()], 'null.csv: row 2, column "prediction": expected a finite number, got nothing', "a prediction is a value, or the probability of the positive class"],
    ["a NaN", () => [file("nan.csv", small("1,0,NaN", "2,1,0.3")), good()], 'nan.csv: row 1, column "prediction": expected a finite number, got "NaN"', "a prediction is a value, or the probability of the positive class"],
    ["an infinite prediction", () => [file("inf.csv", small("1,0,inf", "2,1,0.3")), good()], 'inf.csv: row 1, column "prediction": expected a finite number, got "inf"', "a prediction is a value, or the probability of the positive class"],
    ["a text as prediction", () => [file("text.csv", small("1,0,high", "2,1,0.3")), good()], 'text.csv: row 1, column "prediction": expected a finite number, got "high"', "a prediction is a value, or the probability of the positive class"],
    ["a missing label", () => [file("nolabel.csv", small("1,,0.2", "2,1,0.3")), good()], 'nolabel.csv: row 1, column "label": expected a label, got nothing', "fill it in, or leave the row out of both files"],
    ["a probability above 1", () => [file("p.csv", small("r0,1,0.2", "r1,0,1.5")), good()], "p.csv: row 2, prediction: expected a probability from 0 to 1, got 1.5", "labels hold two values, so they are taken as classes; if they are values, name a metric of values, such as --metric mae"],
    ["rows that one side lacks", () => [file("few.csv", small("r0,1,0.2", "r1,0,0.4")), good()], "few.csv lacks 1,198 rows of good.csv: r2, r3, r4, r5, r6, …", "compare the 2 rows in both with --inner"],
    ["labels that differ", () => [file("other.csv", small("r0,1,0.2", "r1,1,0.4", "r2,1,0.3")), good()], "other.csv, good.csv: labels differ in 2 rows: r1, r2", "both files must hold the same truth; name the columns with --label and --id"],
    ["no common row", () => [file("none.csv", small("x,1,0.2", "y,0,0.4")), good()], "none.csv, good.csv: no id is in both files", "name the column that both share with --id COLUMN"],
    ["one class", () => [file("one.csv", small("1,1,0.2", "2,1,0.4")), "one.csv"], 'one.csv, one.csv: every label is "1"; two classes are needed', "a comparison needs rows of both classes; for values name a metric of values, such as --metric mae"],
    ["three classes", () => [file("three.csv", small("1,red,0.2", "2,green,0.4", "3,blue,0.1")), "three.csv"], "three.csv: labels hold 3 classes (red, green, blue); one prediction per row does not tell more than two apart", "give one column probability_<class> for each class, or labels that are values"],
    ["a probability per class", () => [file("k.csv", "id,label,probability_a,probability_b,probability_c\n1,a,0.2,0.3,0.5"), good()], "good.csv: holds one prediction per row where k.csv holds those of a, b, c", "give both files one column probability_<class> for each class"],
    ["a positive class that is not there", () => ["good.csv", good(), "--positive", "Yes"], 'good.csv: no label is "Yes"; labels are 0 and 1', "name one of them with --positive VALUE"],
    ["a metric of another task", () => ["good.csv", good(), "--guardrail", "mae=1"], "assay compare: mae is a metric of regression; these labels are for classification", "choose one of accuracy, balancedAccuracy, f1, rocAuc, averagePrecision, logLoss, brier, calibrationError"],
    ["a header in another encoding", () => [file("latin-header.csv", Uint8Array.from(Buffer.from("id,label,prediction,é\n1,0,0.2,1", "latin1"))), good()], "latin-header.csv: line 1 (the header) is not UTF-8", "save it as UTF-8, for example: iconv -f latin1 -t utf-8 latin-header.csv"],
    ["JSONL in another encoding", () => [file("latin.jsonl", Uint8Array.from(Buffer.from('{"id":"a","label":0,"prediction":0.2}\n{"id":"é"}', "latin1"))), good()], "latin.jsonl: line 2 is not UTF-8", "save it as UTF-8, for example: iconv -f latin1 -t utf-8 latin.jsonl"],
    ["a torn JSONL file", () => [file("torn[1].jsonl", '{"id":"a","label":0,"prediction":0.2}\n{"id":"b","lab'), good()], "torn[1].jsonl: line 2 is not whole JSON", "write the file again, one object per line; it may be cut off or damaged"],
    ["draws below 0", () => ["good.csv", good(), "--draws", "-3"], "assay compare: --draws -3 makes no sense", "give a whole number from 100 to 100000"],
    ["draws that are no number", () => ["good.csv", good(), "--draws", "many"], "assay compare: --draws many makes no sense", "give a whole number from 100 to 100000"],
    ["a flag in place of a number", () => ["good.csv", good(), "--draws", "-x"], "assay compare: --draws needs a value; one that starts with a dash is written --draws=VALUE", "see assay compare --help"],
    ["a rule that is none", () => ["good.csv", good(), "--policy", "coin"], "assay compare: --policy coin is not known", "choose interval or majority-of-metrics"],
    ["a margin below 0", () => ["good.csv", good(), "--margin", "-0.1"], "assay compare: --margin -0.1 makes no sense", "give a number above 0, in the metric's unit"],
    ["expected cost", () => ["good.csv", good(), "--metric", "expectedCost"], "assay compare: expectedCost needs a matrix of costs, which cannot be given yet", given],
    ["a metric of intervals", () => ["good.csv", good(), "--guardrail", "intervalWidth=1"], "assay compare: intervalWidth needs bounds beside each prediction, which cannot be given yet", given],
    ["no such metric", () => ["good.csv", good(), "--metric", "beauty"], 'assay compare: no metric "beauty"', given],
    ["a guardrail without a margin", () => ["good.csv", good(), "--guardrail", "recall"], "assay compare: --guardrail recall makes no sense", "write METRIC=MARGIN with a margin above 0, such as recall=0.02"],
  ]; // prettier-ignore
  it.each(cases)("%s", async (_, arrange, message, hint) => {
    const argv = arrange();
    const before = readdirSync(folder);
    const { code, out, err } = await assay(...argv, "--html", "page.html");
    expect(err).toBe(`error: ${message}\n       ${hint}\n`);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(readdirSync(folder)).toEqual(before);
    expect(existsSync(join(folder, "page.html"))).toBe(false);
  });
  it("a damaged Parquet file", async () => {
    file("bad.parquet", "PAR1 this is not what follows PAR1");
    const { code, err } = await assay("bad.parquet", good());
    expect(code).toBe(2);
    expect(err).not.toContain(folder);
    expect(err).toMatch(
      /^error: bad\.parquet: cannot be read as Parquet: .+\n {7}write the file again; it may be cut off or damaged\n$/,
    );
  });
  it("as JSON, where a program asks", async () => {
    const { code, out } = await assay("null.csv", "good.csv", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      error: { code: "bad-value", file: "null.csv", column: "prediction", row: 2 },
    });
  });
  it.each([
    ["an existing folder", "pages", /^error: \S+pages: is a folder, not a file; nothing was written\n {7}give the name of a file in it\n$/],
    ["a slash at the end", "out/", /^error: assay compare: --html out\/ names no file\n {7}give the name of a file, such as verdict\.html\n$/],
    ["a file as parent", "good.csv/page.html", /^error: \S+page\.html: a part of the path before the name is a file, not a folder; nothing was written\n {7}choose a folder to write to\n$/],
  ])("--html with %s", async (_, html, message) => {
    good();
    mkdirSync(join(folder, "pages"), { recursive: true });
    const before = readdirSync(folder, { recursive: true });
    const { code, out, err } = await assay("good.csv", "good.csv", "--html", html);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  }); // prettier-ignore
  it("names as row what the message says", async () => {
    const rowOf = async (name: string): Promise<unknown> =>
      (JSON.parse((await assay(name, "good.csv", "--json")).out) as { error: { row: unknown } }).error.row;
    expect(await rowOf("latin.csv")).toBe(1);
    expect(await rowOf("latin-header.csv")).toBeNull();
    expect(await rowOf("latin.jsonl")).toBe(2);
    expect(await rowOf("torn[1].jsonl")).toBe(2);
  });
  it("--inner compares the common rows and says so", async () => {
    const compare = await document("few.csv", "good.csv", "--inner");
    expect(compare.rows).toMatchObject({ compared: 2, onlyInChampion: 0, onlyInChallenger: 1198 });
    expect(compare.warnings.map(({ code }) => code)).toContain("inner-join");
    const { out } = await assay("few.csv", "good.csv", "--inner");
    expect(out).toContain("only the 2 rows in both are compared.\n");
  });
});
