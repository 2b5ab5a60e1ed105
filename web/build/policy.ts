import { createHash } from "node:crypto";
import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

/**
 * Gives the finished page its content security policy: only the script and the style that are in it now may run, whatever text is added later;
 * no text becomes markup (trusted types); nothing is fetched but images, for map tiles.
 */
export function policy(): Plugin {
  return {
    name: "content-security-policy",
    apply: "build",
    writeBundle({ dir }) {
      // The hashes are of what stands in the file, after all other plugins.
      const path = resolve(dir ?? "dist", "index.html");
      writeFileSync(path, withPolicy(readFileSync(path, "utf8")));
      // build.rs watches the page only once it is there: tell cargo.
      utimesSync("../build.rs", new Date(), new Date());
    },
  };
}

export function withPolicy(page: string): string {
  const hashes = (tag: string) => {
    const found = [...page.matchAll(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`, "g"))];
    if (found.length !== 1) throw new Error(`the page should have one <${tag}>, not ${found.length}`);
    return found.map((m) => `'sha256-${createHash("sha256").update(m[1]).digest("base64")}'`).join(" ");
  };
  const rules = [
    "default-src 'none'",
    `script-src ${hashes("script")}`,
    `style-src ${hashes("style")}`,
    "img-src https: http: data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
  ];
  return page.replace("<!--policy-->", () => `<meta http-equiv="Content-Security-Policy" content="${rules.join("; ")}">`);
}
