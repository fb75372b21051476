import { describe, expect, it } from "vitest";
import { comparisonHtml, driftHtml } from "../../src/cli/one-file.js";
import { serializeHtml } from "../../src/cli/serialize-html.js";
import { element } from "../../reports/components/element.js";
import { drawn, driftColumn, driftOf, pairOf } from "./documents.js";

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;

/** The page without its fonts, whose letters may spell anything. */
const body = (html: string): string => html.slice(html.indexOf("<body>"));

function standsAlone(html: string): void {
  expect(Buffer.byteLength(html)).toBeLessThan(350_000);
  expect(html.match(/<script.{40}/i)).toBeNull();
  expect(html.match(/(<link|<iframe|<object|@import).{40}/i)).toBeNull();
  expect(html.match(/ (src|href|action)="(?!#).{40}/i)).toBeNull();
  expect([...html.matchAll(/url\("?([^")]{0,20})/g)].every(([, start]) => start!.startsWith("data:font/woff2"))).toBe(
    true,
  );
  expect(body(html).match(/<[^>]* on[a-z]+="[^"]*/i)).toBeNull();
}

describe("a comparison as one file", () => {
  it("stands alone: small, no script, no request", async () => {
    standsAlone(await comparisonHtml(pairOf(), { targetUnit: "minutes", rows: "flights" }));
  });

  it("holds verdict, interval, tests, charts, method and provenance", async () => {
    const html = await comparisonHtml(pairOf(), {
      targetUnit: "minutes",
      rows: "flights",
      command: "assay compare a b",
    });
    expect(body(html)).toContain("Collect more data");
    expect(body(html)).toContain("but 61 days cannot show it");
    expect(body(html)).toContain("−0.10 and 0.47 minutes");
    expect(body(html)).toContain("55,628 flights on 61 days");
    expect(body(html)).toContain("as if flights were independent, which they are not: 0.11 to 0.21");
    expect(body(html)).toContain("Paired bootstrap");
    expect(body(html)).toContain("days taken as independent");
    expect(body(html)).toContain("bb".repeat(32));
    expect(body(html)).toContain("assay compare a b");
    expect(body(html)).toContain("not checkable");
    expect(html.match(/role="img"/g)!.length).toBeGreaterThanOrEqual(6);
  });

  it("escapes names and values, in text and in attributes", async () => {
    const html = await comparisonHtml(pairOf({ champion: hostile, challenger: hostile }));
    standsAlone(html);
    expect(html).toContain("&lt;script&gt;alert(1)");
    expect(body(html)).not.toContain("<b>Southwest");
    expect(body(html)).not.toContain("<img");
  });

  it("draws what has no evidence as nothing, not as zero", async () => {
    const pair = pairOf();
    const none = { ...pair.compare.verdict.gain, estimate: Number.NaN, lower: Number.NaN, upper: Number.NaN };
    pair.compare.verdict = { ...pair.compare.verdict, gain: none, smallestDetectableGain: Number.NaN };
    pair.compare.metrics[0]!.gain = none;
    const html = await comparisonHtml(pair);
    expect(body(html)).toContain("These rows define no interval");
    expect(body(html).match(/.{40}(NaN|undefined|Infinity)/)).toBeNull();
  });
});

describe("drift as one file", () => {
  const alarm = driftColumn(hostile, {
    state: "alarm",
    effect: { measure: "psi", estimate: 0.36, lower: 0.25, upper: 0.5, threshold: 0.1 },
  });

  it("stands alone and says what moved", async () => {
    const html = await driftHtml(driftOf([driftColumn("seats"), alarm]));
    standsAlone(html);
    expect(body(html)).toContain("1 of 2 columns");
    expect(body(html)).toContain("0.360");
    expect(body(html)).toContain("[0.25, 0.50]");
    expect(body(html)).toContain("January–June 2013");
    expect(body(html)).toContain("dd".repeat(32));
  });

  it("survives a column without any value", async () => {
    const empty = driftColumn("empty", {
      bins: [],
      effect: { measure: "psi", estimate: Number.NaN, lower: Number.NaN, upper: Number.NaN, threshold: 0.1 },
    });
    expect(body(await driftHtml(driftOf([empty]))).match(/.{40}(NaN|undefined)/)).toBeNull();
  });
});

describe("serializeHtml", () => {
  it("escapes text and attributes and closes no empty element", () => {
    const html = drawn(() => serializeHtml(element("p", { title: `"a"&<b>` }, "<b>", element("br"))));
    expect(html).toBe(`<p title="&quot;a&quot;&amp;&lt;b&gt;">&lt;b&gt;<br></p>`);
  });
});
