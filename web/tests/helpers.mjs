// What the browser tests, the screenshots and the bench share: a browser without network, and pages made by marsad itself.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const project = resolve(import.meta.dirname, "../..");
const marsad = process.env.MARSAD ?? resolve(project, process.env.CARGO_TARGET_DIR ?? "target", "release/marsad");
const browser = process.env.CHROMIUM ?? "/usr/bin/chromium";

const folders = [];
process.on("exit", () => folders.forEach((f) => rmSync(f, { recursive: true, force: true })));

/** A folder that is removed at the end. */
export function temporary() {
  folders.push(mkdtempSync(join(tmpdir(), "marsad-page-")));
  return folders.at(-1);
}

/** A page of these inputs, as an address; the folder that it lies in has GeoJSON and CSV beside it. */
export function makePage(inputs, ...options) {
  if (!existsSync(marsad)) throw new Error(`${marsad} is missing: cargo build --release, or name the program in MARSAD`);
  const folder = temporary();
  execFileSync(marsad, ["map", ...inputs, "-o", folder, "--format", "html,geojson,csv", ...options], { stdio: "pipe" });
  return { folder, address: pathToFileURL(join(folder, "events.html")).href };
}

export function examples(...options) {
  return makePage([join(project, "examples/articles")], "--metadata", join(project, "examples/metadata.csv"), ...options);
}

/** A page of texts, by file name. */
export function pageOf(texts, metadata) {
  const folder = temporary();
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  const table = join(temporary(), "metadata.csv");
  writeFileSync(table, metadata);
  return makePage([folder], "--metadata", table, "--published", "2024-02-20");
}

export function launch() {
  if (!existsSync(browser)) throw new Error(`${browser} is missing: install Debian's chromium, or name a Chromium in CHROMIUM`);
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath: browser, args });
}

/** One grey pixel: any tile. */
export const TILE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNsaGj4DwAFhAKAjM1mJgAAAABJRU5ErkJggg==", "base64");

/**
 * Open a page. `network`: "none" lets every request fail as without a cable, "tiles" answers those for tiles.
 * `faults` are the errors of the page and its console, `requests` the addresses it asked for.
 */
export async function open(browser, address, { network = "none", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", colorScheme: "light", ...options });
  const page = await context.newPage();
  const faults = [];
  const requests = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // A tile that cannot be fetched is no fault of the page: the browser itself says so.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource: net::ERR_")) faults.push(message.text());
  });
  await page.route(/^https?:/, (route) => {
    requests.push(route.request().url());
    return network === "tiles" ? route.fulfill({ contentType: "image/png", body: TILE }) : route.abort("internetdisconnected");
  });
  await page.goto(address);
  await page.waitForSelector("html[data-ready]");
  return { page, faults, requests };
}
