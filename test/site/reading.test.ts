import { describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { executable, site } from "./browser.js";

const { open } = site();
const query = (page: Page): URLSearchParams => new URL(page.url()).searchParams;
const settled = (page: Page): Promise<unknown> => page.waitForSelector(".live:not([aria-busy])");

describe.skipIf(!executable)("the page champion", () => {
  it.concurrent("loads the other pairs when a reader chooses one, and a link restores it", async () => {
    const { page, faults } = await open("/nyc-flights/champion");
    const official = await page.innerText("h1");
    expect(await page.locator("text=not the official comparison").count()).toBe(0);
    const before = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .filter((name) => name.includes("pairs")),
    );
    expect(before).toEqual([]);
    const other = await page.locator("select[name=champion] option:not(:checked)").first().getAttribute("value");
    await page.selectOption("select[name=champion]", other!);
    await page.waitForSelector("text=not the official comparison");
    expect(query(page).get("champion")).toBe(other);
    const chosen = await page.innerText("h1");
    expect(chosen).not.toBe(official);
    await page.reload({ waitUntil: "networkidle" });
    await page.waitForSelector("text=not the official comparison");
    expect(await page.innerText("h1")).toBe(chosen);
    await page.click("nav >> text=Data");
    await page.waitForURL(/data/);
    await page.goBack({ waitUntil: "networkidle" });
    await page.waitForSelector("text=not the official comparison");
    expect(await page.inputValue("select[name=champion]")).toBe(other);
    expect(await page.innerText("h1")).toBe(chosen);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.concurrent("asks what if by a slider, from the keyboard, and leaves the official verdict as it is", async () => {
    const { page, faults } = await open("/telco-churn/champion");
    const official = await page.innerText(".headline .pill");
    await page.locator(".later").scrollIntoViewIfNeeded();
    const slider = page.locator(".what-if input[name=margin]");
    await slider.focus();
    await page.keyboard.press("Home");
    const margin = query(page).get("margin");
    expect(Number(margin)).toBeGreaterThan(0);
    const answer = await page.innerText(".what-if .answer");
    expect(await page.innerText(".headline .pill")).toBe(official);
    expect(await slider.evaluate((node) => node === document.activeElement)).toBe(true);
    await page.reload({ waitUntil: "networkidle" });
    await page.waitForSelector(".what-if .answer");
    expect(await page.innerText(".what-if .answer")).toBe(answer);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.concurrent("answers within 50 ms as threshold and costs move, and keeps both in the address", async () => {
    const { page, faults } = await open("/telco-churn/champion");
    const move = (selector: string, value: string): Promise<number> =>
      page.locator(selector).evaluate((node, to) => {
        const input = node as HTMLInputElement;
        input.value = to;
        const start = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        return performance.now() - start;
      }, value);
    await page.locator(".later").scrollIntoViewIfNeeded();
    const money = page.locator(".what-if.value .answer");
    const before = await money.innerText();
    const spent = [];
    for (const threshold of ["0.3", "0.35", "0.4", "0.45", "0.2"])
      spent.push(await move(".what-if input[name=threshold]", threshold));
    spent.push(await move(".what-if input[name=falseNegative]", "5"));
    expect(spent.sort((a, b) => a - b)[Math.floor(spent.length / 2)]).toBeLessThan(50);
    const after = await money.innerText();
    expect(after).not.toBe(before);
    expect([query(page).get("threshold"), query(page).get("falseNegative")]).toEqual(["0.2", "5"]);
    await page.reload({ waitUntil: "networkidle" });
    await page.waitForSelector(".what-if.value .answer");
    expect(await money.innerText()).toBe(after);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.concurrent("says so where a run is compared with itself", async () => {
    const { page } = await open("/telco-churn/champion");
    await page.selectOption("select[name=challenger]", await page.inputValue("select[name=champion]"));
    expect(await page.innerText(".waiting")).toContain("cannot be compared with itself");
    await page.context().close();
  });
});

describe.skipIf(!executable)("the page compare", () => {
  it.concurrent(
    "sorts by a heading, keeps the keyboard there, and restores metric and order from the address",
    async () => {
      const { page, faults } = await open("/nyc-flights/compare?metric=rmse");
      expect(await page.inputValue("select[name=metric]")).toBe("rmse");
      const first = (): Promise<string> => page.locator("table.evidence tbody tr").first().locator("th").innerText();
      const best = await first();
      const heading = page.locator("thead button", { hasText: "Root mean squared error" });
      await heading.press("Enter");
      await page.waitForSelector('th[aria-sort="descending"]');
      expect(await first()).not.toBe(best);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Root mean squared error");
      expect(query(page).get("sort")).toBe("-metric");
      await page.reload({ waitUntil: "networkidle" });
      expect(await page.locator('th[aria-sort="descending"]').innerText()).toContain("Root mean squared error");
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );
});

describe.skipIf(!executable)("the page drift", () => {
  it.concurrent("opens on the newest window, loads another when asked, and a link restores it", async () => {
    const { page, faults } = await open("/nyc-flights/drift");
    const newest = await page.inputValue("select[name=window]");
    const sentence = await page.innerText("h1");
    const rows = page.locator("table.evidence tbody tr");
    const shown = await rows.count();
    await page.click("text=/Show all .* columns/");
    expect(await rows.count()).toBeGreaterThan(shown);
    expect(query(page).get("show")).toBe("all");
    const older = await page.locator("select[name=window] option").first().getAttribute("value");
    expect(older).not.toBe(newest);
    await page.selectOption("select[name=window]", older!);
    await page.waitForFunction((before) => document.querySelector("h1")!.textContent !== before, sentence);
    await page.selectOption("select[name=measure]", "wasserstein");
    await settled(page);
    const chosen = await page.innerText("h1");
    await page.reload({ waitUntil: "networkidle" });
    await page.waitForFunction((now) => document.querySelector("h1")?.textContent === now, chosen);
    expect(await page.inputValue("select[name=measure]")).toBe("wasserstein");
    expect(await page.locator("thead th", { hasText: "Wasserstein" }).count()).toBe(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe.skipIf(!executable)("a page that cannot load more", () => {
  it.concurrent("says so in place, and shows the official pair again when asked", async () => {
    const { page } = await open("/telco-churn/champion");
    await page.route(/pairs/, (route) => route.abort());
    const official = await page.inputValue("select[name=champion]");
    const other = await page.locator("select[name=champion] option:not(:checked)").first().getAttribute("value");
    await page.selectOption("select[name=champion]", other!);
    await page.waitForSelector("text=could not be loaded");
    await page.selectOption("select[name=champion]", official);
    expect(await page.locator(".headline .pill").count()).toBe(1);
    await page.context().close();
  });
});
