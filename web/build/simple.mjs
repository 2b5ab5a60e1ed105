// Writes the hashes of the simple page (src/write/simple.html): of its own script and style, and of Leaflet as npm has it.
// Run it after a change of that page or of Leaflet's version: node build/simple.mjs
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const hash = (kind, content) => `${kind}-${createHash(kind).update(content).digest("base64")}`;
const leaflet = (name) => hash("sha384", readFileSync(new URL(`../node_modules/leaflet/dist/${name}`, import.meta.url)));

/** The page with all its hashes set anew. */
export function hashed(page) {
  const inline = (tag) => page.match(new RegExp(`<${tag}>([^]*?)</${tag}>`))[1];
  return page
    .replace(/script-src '[^']*'/, () => `script-src '${hash("sha256", inline("script"))}'`)
    .replace(/style-src '[^']*'/, () => `style-src '${hash("sha256", inline("style"))}'`)
    .replace(/(leaflet\.css" integrity=")[^"]*/, (_, start) => start + leaflet("leaflet.css"))
    .replace(/(leaflet\.js" integrity=")[^"]*/, (_, start) => start + leaflet("leaflet.js"));
}

export const path = new URL("../../src/write/simple.html", import.meta.url);

if (process.argv[1] === new URL(import.meta.url).pathname) {
  writeFileSync(path, hashed(readFileSync(path, "utf8")));
}
