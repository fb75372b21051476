import { describe, expect, it } from "vitest";
import { readdirSync } from "node:fs";
import { projects } from "../../src/projects/index.js";
import { executable, seriousFaults, site } from "./browser.js";

const { open } = site();

/** Every page of the built site, by the addresses of the contract. */
const addresses = readdirSync("dist", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".html") && !file.startsWith("_"))
  .map((file) => `/${file.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "")}`)
  .sort();
const firstCards = addresses.filter((address, index) => {
  const folder = /^(.*\/cards\/)./.exec(address)?.[1];
  return !folder || !addresses[index - 1]?.startsWith(`${folder}`) || addresses[index - 1] === folder;
});

/** Pages of methods are one template with other words: the first stands for all where axe looks. */
const examined = (address: string): boolean => !address.startsWith("/methods/") || address === "/methods/verdict";

describe.skipIf(!executable)("every page", () => {
  it("is there: the contract's addresses for every project, and a card for every run", () => {
    const common = ["/", "/explore", "/methods/", "/methods/verdict", "/notebooks/"];
    const notebooks = ["/notebooks/01-look-at-the-data", "/notebooks/02-compare-two-models"];
    const pages = projects.flatMap(({ id }) =>
      ["data", "compare", "champion", "drift", "monitoring", "predict"].map((page) => `/${id}/${page}`),
    );
    expect(addresses).toEqual(expect.arrayContaining([...common, ...notebooks, ...pages]));
    for (const { id, models } of projects.filter(({ external }) => !external))
      expect(addresses.filter((address) => new RegExp(`^/${id}/cards/[0-9a-f]{32}$`).test(address))).toHaveLength(
        models.length,
      );
  });

  it.concurrent.each(firstCards)(
    "%s loads from the site alone, without a fault, wide and narrow, light and dark",
    async (address) => {
      const { page, faults, strangers, received } = await open(address);
      expect(received()).toBeLessThan(400);
      expect(strangers).toEqual([]);
      expect(await page.locator(".observablehq--error").count()).toBe(0);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
      if (examined(address)) expect(await seriousFaults(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 900 });
      await page.emulateMedia({ colorScheme: "dark" });
      await page.waitForTimeout(150);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      if (examined(address)) expect(await seriousFaults(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );
});
