/** The page as a visitor uses it: opened from disk in Chromium, without network or with a tile server. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Download, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examples, launch, open, type Made } from "../helpers.mjs";

let browser: Browser;
let made: Made;
/** The record as GeoJSON has it. */
let features: { id: string; geometry: unknown; properties: Record<string, never> & { class: string; date_start: string; retaliates: string | null } }[];

beforeAll(async () => {
  browser = await launch();
  made = examples();
  features = JSON.parse(readFileSync(join(made.folder, "events.geojson"), "utf8")).features;
});
afterAll(() => browser?.close());

/** Numbers in what the page says above the list: shown and all. */
async function counts(page: Page): Promise<number[]> {
  return ((await page.textContent("#count")) ?? "").match(/\d+/g)!.slice(0, 2).map(Number);
}

async function saved(page: Page, button: string): Promise<string> {
  await page.click("details.menu summary[data-say=export]");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)] as [Promise<Download>, Promise<void>]);
  return readFileSync((await download.path())!, "utf8");
}

/** The colours of a part of the map's canvas, as a text to compare. */
const drawing = (page: Page) => page.evaluate(() => document.querySelector<HTMLCanvasElement>("canvas.events")!.toDataURL());
/** Wait until the map is drawn, and neither it nor the address changes any more. */
async function settle(page: Page): Promise<void> {
  await page.waitForSelector("canvas.events[data-marks]");
  for (let before = "", now = " "; before !== now; ) {
    before = now;
    await page.waitForTimeout(600);
    now = page.url() + (await drawing(page));
  }
}

describe("opened from disk", () => {
  test("works without network and shows names instead of tiles", async () => {
    const { page, faults, requests } = await open(browser, `${made.address}#lang=en`);
    expect(await counts(page)).toEqual([features.length, features.length]);
    await settle(page);
    expect(await page.locator(".row").count()).toBeGreaterThan(5);
    expect(requests.every((r) => r.startsWith("https://tile.openstreetmap.org/"))).toBe(true);
    const withNames = await drawing(page);
    expect(faults).toEqual([]);
    const tiles = await open(browser, `${made.address}#lang=en`, { network: "tiles" });
    await expect.poll(() => tiles.page.locator("img.leaflet-tile-loaded").count(), { timeout: 10_000 }).toBeGreaterThan(3);
    await settle(tiles.page);
    expect(await drawing(tiles.page)).not.toBe(withNames);
    expect(await tiles.page.textContent("#credit")).toContain("OpenStreetMap");
    expect(tiles.faults).toEqual([]);
  });

  test("--tiles none asks the network for nothing", async () => {
    const { page, requests, faults } = await open(browser, examples("--tiles", "none").address);
    await settle(page);
    expect(requests).toEqual([]);
    expect(faults).toEqual([]);
  });

  test("the address of the tiles can be set, and only a link of the web is taken", async () => {
    const { page, requests, faults } = await open(browser, `${made.address}#lang=en`, { network: "tiles" });
    await page.click(".basemap summary");
    await page.fill("#tiles", "javascript:alert(1)//{z}{x}{y}");
    await page.click("#basemap-form button");
    expect(await page.isVisible("#tiles-wrong")).toBe(true);
    await page.fill("#tiles", "http://tiles.example/{z}/{x}/{y}.png");
    await page.click("#basemap-form button");
    await settle(page);
    expect(requests.some((r) => r.startsWith("http://tiles.example/"))).toBe(true);
    expect(await page.textContent("#credit")).toContain("tiles.example");
    expect(faults).toEqual([]);
  });
});

describe("choosing events", () => {
  test("a filter leaves what the record says, and the counts say so", async () => {
    const { page, faults } = await open(browser, `${made.address}#lang=en`);
    const strikes = features.filter((f) => f.properties.class === "strike").length;
    await page.click("#tab-filters");
    expect(await page.locator("label:has(input[value=strike]) .count").textContent()).toBe(String(strikes));
    await page.check("input[value=strike]");
    expect(await counts(page)).toEqual([strikes, features.length]);
    expect(await page.locator("label:has(input[value=attack]) .count").textContent()).toBe(String(features.length - strikes));
    await page.click("#clear");
    expect(await counts(page)).toEqual([features.length, features.length]);
    expect(faults).toEqual([]);
  });

  test("search reads other spellings", async () => {
    const { page, faults } = await open(browser, `${made.address}#lang=en`);
    await page.fill("#search", "المَيادِيـن");
    await settle(page);
    const [found] = await counts(page);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(features.length);
    await page.fill("#search", "لا يوجد شيء كهذا");
    await settle(page);
    expect(await counts(page)).toEqual([0, features.length]);
    expect(await page.isVisible("#nothing")).toBe(true);
    expect(faults).toEqual([]);
  });

  test("the slider, the histogram and play choose days", async () => {
    const { page, faults } = await open(browser, `${made.address}#lang=en`);
    const days = features.map((f) => f.properties.date_start).sort();
    await page.focus("#from");
    await page.keyboard.press("ArrowRight");
    expect((await counts(page))[0]).toBe(days.filter((d) => d > days[0]).length);
    expect(await page.getAttribute("#from", "aria-valuetext")).toMatch(/2024/);
    await page.click("#all-days");
    expect((await counts(page))[0]).toBe(features.length);
    const box = (await page.locator("#histogram").boundingBox())!;
    await page.mouse.move(box.x + 3, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.3, box.y + 10, { steps: 4 });
    await page.mouse.up();
    expect((await counts(page))[0]).toBeLessThan(features.length);
    await page.click("#all-days");
    await page.click("#play");
    expect(await page.getAttribute("#play", "aria-label")).toBe("Pause");
    const first = await page.textContent("#range");
    await expect.poll(() => page.textContent("#range"), { timeout: 10_000 }).not.toBe(first);
    await page.click("#play");
    expect(faults).toEqual([]);
  });

  test("the list can follow the map", async () => {
    const { page, faults } = await open(browser, `${made.address}#lang=en&map=10/35.02/40.45`);
    await page.check("#in-view");
    const [near] = await counts(page);
    expect(near).toBeGreaterThan(0);
    expect(near).toBeLessThan(features.length);
    await page.click("#fit");
    await settle(page);
    expect((await counts(page))[0]).toBe(features.length);
    expect(faults).toEqual([]);
  });
});

describe("one event", () => {
  test("its card marks words, links only to the web, and leads to what it answers", async () => {
    const answer = features.find((f) => f.properties.retaliates)!;
    const { page, faults } = await open(browser, `${made.address}#lang=ar&event=${answer.id}`);
    expect(await page.isVisible("#card")).toBe(true);
    expect(await page.locator("#card mark").count()).toBeGreaterThan(3);
    const quote = (answer.properties as unknown as { sources: { quote: string }[] }).sources[0].quote;
    expect(await page.locator("#card blockquote").first().textContent()).toBe(quote);
    for (const href of await page.locator("#card a").evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))) expect(href).toMatch(/^https?:/);
    expect(await page.inputValue("#card textarea")).toContain(answer.id);
    await page.click("#card .relation .jump");
    await expect.poll(() => page.url(), { timeout: 10_000 }).toContain(`event=${answer.properties.retaliates}`);
    expect(faults).toEqual([]);
  });

  test("keyboard alone: list, card, back", async () => {
    const { page, faults } = await open(browser, `${made.address}#lang=en`);
    await page.focus("#list");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await page.isVisible("#card")).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("card");
    await page.keyboard.press("Escape");
    expect(await page.isVisible("#card")).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("list");
    await page.keyboard.press("End");
    expect(await page.getAttribute(".row.active", "aria-posinset")).toBe(String(features.length));
    expect(faults).toEqual([]);
  });

  test("a click on the map opens the event under it", async () => {
    const f = features.find((g) => g.geometry)!;
    const [lon, lat] = (f.geometry as { coordinates: number[] }).coordinates;
    const { page, faults } = await open(browser, `${made.address}#lang=en&map=13/${lat}/${lon}`);
    const box = (await page.locator("#map").boundingBox())!;
    await settle(page);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(() => page.url(), { timeout: 10_000 }).toContain(`event=${f.id}`);
    expect(faults).toEqual([]);
  });
});

describe("taking it elsewhere", () => {
  test("the address brings back view, filters, language and event", async () => {
    const first = await open(browser, `${made.address}#lang=en`);
    await first.page.click("#language");
    await first.page.click("#tab-filters");
    await first.page.check("input[value=strike]");
    await first.page.click("#zoom-in");
    await first.page.fill("#search", "قصف");
    await settle(first.page);
    await first.page.click("#tab-events");
    if (await first.page.locator(".row").count()) await first.page.locator(".row").first().click();
    await settle(first.page);
    const address = first.page.url();
    const again = await open(browser, address);
    await settle(again.page);
    expect(await counts(again.page)).toEqual(await counts(first.page));
    expect(await again.page.getAttribute("html", "dir")).toBe("rtl");
    expect(await again.page.inputValue("#search")).toBe("قصف");
    expect(await again.page.textContent("#card h2")).toBe(await first.page.textContent("#card h2"));
    expect(again.page.url()).toBe(address);
    expect([...first.faults, ...again.faults]).toEqual([]);
  });

  test("GeoJSON is what marsad writes; a filter leaves the rest out", async () => {
    const { page, faults } = await open(browser, `${made.address}#lang=en`);
    expect(JSON.parse(await saved(page, "#geojson")).features).toEqual(features);
    await page.fill("#search", "drone");
    await settle(page);
    const some = JSON.parse(await saved(page, "#geojson")).features;
    expect(some.length).toBe((await counts(page))[0]);
    expect(some.length).toBeLessThan(features.length);
    expect(faults).toEqual([]);
  });

  test("CSV is what marsad writes, but for the notation of whole numbers", async () => {
    const { page, faults } = await open(browser, `${made.address}#lang=en`);
    const plain = (text: string) => text.replace(/(?<=,)(\d+)\.0(?=,)/g, "$1");
    const ours = await saved(page, "#csv");
    expect(ours.charCodeAt(0)).toBe(0xfeff);
    expect(plain(ours)).toBe(plain(readFileSync(join(made.folder, "events.csv"), "utf8")));
    expect(faults).toEqual([]);
  });

  test("paper has all events as a table", async () => {
    const { page, faults } = await open(browser, `${made.address}#lang=en&class=strike`);
    await page.pdf();
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#paper tbody tr").count()).toBe((await counts(page))[0]);
    expect(await page.isVisible("#paper")).toBe(true);
    expect(await page.isVisible("#side")).toBe(false);
    expect(faults).toEqual([]);
  });
});
