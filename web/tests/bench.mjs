// How quick the page is with many events: node tests/bench.mjs [EVENTS]. Texts are made from the gazetteer, marsad makes the page of them.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, makePage, open, project, temporary } from "./helpers.mjs";

const count = Number(process.argv[2] ?? 50_000);

/** Always the same numbers, from 0 to `below`. */
let seed = 1;
function random(below) {
  seed = (seed * 48271) % 2147483647;
  return seed % below;
}
const one = (of) => of[random(of.length)];

/** Towns and villages whose bare name is enough. */
function places() {
  const folder = join(project, "gazetteer");
  const rows = readdirSync(folder).filter((f) => /^(sy|iq|lb|ye|ps)/.test(f)).flatMap((f) => readFileSync(join(folder, f), "utf8").split("\n"));
  const cells = rows.map((r) => r.split(","));
  return cells.filter(([, kind, , , , , , , , , evidence]) => ["city", "town", "village"].includes(kind) && !evidence).map(([, kind, name]) => [kind === "city" ? "مدينة" : kind === "town" ? "بلدة" : "قرية", name]);
}

const ACTS = ["قصفت طائرات حربية روسية", "استهدفت طائرة مسيرة تركية", "قصفت مدفعية الجيش الإسرائيلي", "شنت طائرات أميركية غارات على", "استهدف الحوثيون بصاروخ باليستي", "استهدف تنظيم داعش بعبوة ناسفة", "هاجم مسلحون من حزب الله بالصواريخ"];
const ENDS = ["ما أدى إلى مقتل {n} مدنيين", "ما أدى إلى إصابة {n} أشخاص", "ما أسفر عن مقتل {n} من العناصر وإصابة آخرين", "دون وقوع خسائر بشرية"];
const HOUR = ["فجر اليوم", "مساء أمس", "صباح اليوم", "ظهر اليوم"];

const known = places();
const folder = temporary();
const table = ["file,published,outlet,url"];
for (let i = 0; i < count; i++) {
  const [kind, name] = one(known);
  const text = `${one(ACTS)} ${kind} ${name} ${one(HOUR)}، ${one(ENDS).replace("{n}", String(3 + random(8)))}، وفق ما نقل مراسل الوكالة عن شهود ومصادر طبية في المنطقة.`;
  writeFileSync(join(folder, `${i}.txt`), text);
  table.push(`${i}.txt,${new Date(1.6e12 + random(1500) * 86_400_000).toISOString().slice(0, 10)},وكالة ${random(40)},https://example.org/${i}`);
}
const metadata = join(temporary(), "metadata.csv");
writeFileSync(metadata, table.join("\n"));
const made = makePage([folder], "--metadata", metadata, "--no-link", "--tiles", "none");
const mebibytes = (n) => `${(n / 2 ** 20).toFixed(1)} MiB`;

const browser = await launch();
const times = [];
const timed = async (name, act) => {
  const start = performance.now();
  await act();
  times.push([name, `${Math.round(performance.now() - start)} ms`]);
};
let page;
for (const round of ["first", "second", "third"]) {
  await page?.context().close();
  await timed(`open until interactive, ${round} time`, async () => ({ page } = await open(browser, `${made.address}#lang=en`)));
  // What the page's process itself has computed: that does not depend on what else the machine is doing.
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  times.push(["  of it computing", `${Math.round(1000 * metrics.find((m) => m.name === "ProcessTime").value)} ms`]);
}
/** One change, until it is drawn. */
const inPage = (name, change) => timed(name, () => page.evaluate(`new Promise((done) => { ${change}; requestAnimationFrame(() => requestAnimationFrame(done)); })`));
await inPage("choose a class", `document.querySelector("input[value=strike]").click()`);
await inPage("take it back", `document.querySelector("input[value=strike]").click()`);
await inPage("move the slider", `const f = document.getElementById("from"); f.value = Number(f.min) + 200; f.dispatchEvent(new Event("input"))`);
await inPage("all days", `document.getElementById("all-days").click()`);
await inPage("scroll the list to its end", `document.getElementById("list").scrollTop = 1e9`);
await inPage("zoom in", `document.getElementById("zoom-in").click()`);
await timed("first search (with making the index)", async () => {
  await page.fill("#search", "حلب");
  await page.waitForURL((url) => url.hash.includes("q="));
});
await timed("second search (150 ms are waited for typing, 200 for the address)", async () => {
  await page.fill("#search", "دير الزور");
  await page.waitForURL((url) => new URLSearchParams(url.hash.slice(1)).get("q") === "دير الزور");
});
const shown = await page.textContent("#count");
await browser.close();

console.log(`${shown}; page ${mebibytes(statSync(join(made.folder, "events.html")).size)}, GeoJSON ${mebibytes(statSync(join(made.folder, "events.geojson")).size)}`);
for (const [name, time] of times) console.log(`${time.padStart(9)}  ${name}`);
