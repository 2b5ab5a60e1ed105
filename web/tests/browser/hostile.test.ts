/** Text of articles, file names and tables is data: none of it may run or become markup. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open, pageOf, project, type Made } from "../helpers.mjs";

const MARKUP = `</script><script>window.hurt=1</script><!--<script><img src=x onerror="window.hurt=1">\u2028\u2029\`\${window.hurt=1}`;
let browser: Browser;
let made: Made;

beforeAll(async () => {
  browser = await launch();
  made = pageOf(
    {
      "<img src=x onerror=hurt=1>.txt": `قصفت طائرات مسيرة تركية مساء أمس قرية هيمو غربي القامشلي ${MARKUP}، ما أدى إلى مقتل شخصين.`,
      "b.txt": `${MARKUP} قصفت طائرات حربية روسية أطراف مدينة إدلب أمس، ما أدى إلى مقتل ثلاثة مدنيين ${MARKUP}.`,
    },
    `file,published,outlet,url\n<img src=x onerror=hurt=1>.txt,2023-10-06,"</script><script>hurt=1</script>",javascript:window.hurt=1\nb.txt,2024-02-19,<b onmouseover=hurt=1>x</b>,"data:text/html,<script>hurt=1</script>"\n`,
  );
});
afterAll(() => browser?.close());

test.each(["ar", "en"])("markup in articles, names and tables stays text (%s)", async (lang) => {
  const { page, faults } = await open(browser, `${made.address}#lang=${lang}&q=%3Cimg+src%3Dx+onerror%3Dhurt%3D1%3E&event=%22%3E%3Cscript%3Ehurt%3D1%3C/script%3E`);
  await page.fill("#search", "");
  await expect.poll(() => page.locator(".row").count(), { timeout: 10_000 }).toBe(2);
  const rows = 2;
  for (let i = 0; i < rows; i++) {
    await page.locator(".row").nth(i).click();
    expect(await page.locator("#card blockquote").textContent()).toContain("<script>window.hurt=1</script>");
    // Neither javascript: nor data: becomes a link.
    expect(await page.locator("#card figcaption a").count()).toBe(0);
    await page.locator("#card details summary").click();
  }
  await page.click("#tab-filters");
  await page.evaluate(() => document.querySelectorAll<HTMLDetailsElement>("#facets details").forEach((d) => (d.open = true)));
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await page.evaluate(() => [document.querySelectorAll("img:not(.leaflet-tile), [onerror], [onmouseover]").length, document.scripts.length, "hurt" in window])).toEqual([0, 5, false]);
  expect(faults).toEqual([]);
});

test("the policy stops what would get in all the same", async () => {
  const { page } = await open(browser, `${made.address}#lang=en`);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    let refused = false;
    try {
      script.textContent = "window.hurt = 1";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.hurt=1'>");
    } catch {
      refused = true;
    }
    return [refused, "hurt" in window];
  });
  expect(ran).toEqual([true, false]);
});

test("the simple page of a build without npm is as safe, and its Leaflet is the one that is meant", async () => {
  const full = readFileSync(join(made.folder, "events.html"), "utf8");
  const data = full.slice(full.indexOf('<script type="application/json" id="details">'), full.lastIndexOf("</body>"));
  const simple = readFileSync(join(project, "src/write/simple.html"), "utf8").replace("<!--data-->", () => data);
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (m) => m.type() === "error" && !m.text().includes("net::ERR_") && faults.push(m.text()));
  await page.route(/^https?:/, (route) => {
    const { pathname, host } = new URL(route.request().url());
    if (host !== "unpkg.com") return route.abort();
    const file = join(project, "web/node_modules/leaflet/dist", pathname.split("/dist/")[1]);
    return route.fulfill({ path: file, headers: { "access-control-allow-origin": "*" } });
  });
  await page.route("https://page.example/", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: simple }));
  await page.goto("https://page.example/");
  expect(await page.textContent("#count")).toBe("2 events · 2 on the map");
  await page.locator("#list button").first().click();
  await page.waitForSelector(".leaflet-popup-content blockquote");
  expect(await page.textContent(".leaflet-popup-content")).toContain("<script>window.hurt=1</script>");
  expect(await page.locator(".leaflet-popup-content a").count()).toBe(0);
  expect(await page.evaluate(() => [document.querySelectorAll("[onerror], [onmouseover]").length, "hurt" in window])).toEqual([0, false]);
  expect(faults).toEqual([]);
});
