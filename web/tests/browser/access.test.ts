/** For everyone: axe finds no serious fault, in both languages, both themes, and on a phone. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { examples, launch, open, type Made } from "../helpers.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser: Browser;
let made: Made;

beforeAll(async () => {
  browser = await launch();
  made = examples();
});
afterAll(() => browser?.close());

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

test.each([
  ["ar", "light", DESKTOP],
  ["en", "light", DESKTOP],
  ["ar", "dark", DESKTOP],
  ["en", "dark", DESKTOP],
  ["ar", "light", PHONE],
  ["en", "dark", PHONE],
] as const)("%s, %s, %o", async (lang, theme, viewport) => {
  // The page's policy lets no foreign script in, and axe is one.
  const { page, faults } = await open(browser, `${made.address}#lang=${lang}&theme=${theme}`, { viewport, bypassCSP: true });
  const grave = async () => {
    await page.evaluate(axe);
    const result = await page.evaluate(() => (window as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }).axe.run());
    return result.violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
  };
  expect(await grave()).toEqual([]);
  await page.locator(".row").first().click();
  await page.locator("#card details summary").click();
  expect(await grave()).toEqual([]);
  await page.locator("#card .close").click();
  await page.click("#legend summary");
  await page.click("#tab-filters");
  await page.evaluate(() => document.querySelectorAll<HTMLDetailsElement>("#facets details").forEach((d) => (d.open = true)));
  expect(await grave()).toEqual([]);
  // Nothing is wider than the screen.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
  expect(faults).toEqual([]);
});
