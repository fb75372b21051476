import { describe, expect, it } from "vitest";
import { executable, site } from "./browser.js";

const { open } = site();

describe.skipIf(!executable)("the page data", () => {
  it.concurrent("restores its controls from the address, and writes them back", async () => {
    const { page } = await open("/telco-churn/data?search=contract&sort=-missing&table=customers&column=contract");
    expect(await page.inputValue("input[name=search]")).toBe("contract");
    expect(await page.inputValue("select[name=table]")).toBe("customers");
    const rows = page.locator('[aria-label="Feature dictionary"] tbody tr');
    const found = await rows.count();
    expect(found).toBeGreaterThan(0);
    expect(await rows.allInnerTexts()).toSatisfy((texts: string[]) => texts.every((text) => /contract/i.test(text)));
    expect(await page.locator('th[aria-sort="descending"]').innerText()).toContain("Missing");
    await page.fill("input[name=search]", "");
    expect(await rows.count()).toBeGreaterThan(found);
    expect(new URL(page.url()).searchParams.has("search")).toBe(false);
    expect(new URL(page.url()).searchParams.get("column")).toBe("contract");
    await page.context().close();
  });

  it.concurrent("takes no unknown value from the address", async () => {
    const { page, faults } = await open("/telco-churn/data?group=%3Cscript%3E&table=none");
    expect(await page.inputValue("select[name=group]")).toBe("all");
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe.skipIf(!executable)("the page explore", () => {
  it.concurrent("loads no engine before it is asked", async () => {
    const { page, received } = await open("/explore");
    expect(received()).toBeLessThan(400);
    await page.context().close();
  });

  it.concurrent("runs the query of its address, from the site alone", async () => {
    const sql = "SELECT count(*) AS n, '<script>alert(1)</script>' AS text FROM rows";
    const { page, strangers } = await open(`/explore?query=${encodeURIComponent(sql)}`);
    await page.waitForSelector(".result table td");
    expect(await page.inputValue("textarea")).toBe(sql);
    const cells = await page.locator(".result td").allInnerTexts();
    expect(cells).toEqual(["7,043", "<script>alert(1)</script>"]);
    expect(strangers).toEqual([]);
    await page.context().close();
  });

  it.concurrent("says plainly what is wrong with a query, and stays usable", async () => {
    const { page } = await open("/explore?query=SELECT%20nothing%20FROM%20nowhere");
    await page.waitForSelector('[role="alert"]');
    expect(await page.locator('[role="alert"]').innerText()).toContain("nowhere");
    await page.fill("textarea", "SELECT 41 + 1 AS answer");
    await page.press("textarea", "Control+Enter");
    await page.waitForSelector(".result td");
    expect(await page.locator(".result td").innerText()).toBe("42");
    await page.context().close();
  });
});
