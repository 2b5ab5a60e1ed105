import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hashed, path } from "../build/simple.mjs";
import { withPolicy } from "../build/policy";

test("the hashes of the simple page are those of its content and of npm's Leaflet", () => {
  const page = readFileSync(path, "utf8");
  expect(page, "node build/simple.mjs writes them").toBe(hashed(page));
  expect(page.match(/integrity="sha384-/g)).toHaveLength(2);
});

test("the policy admits one script and one style", () => {
  const page = "<!--policy--><style>b{}</style><script>1</script>";
  expect(withPolicy(page)).toContain("script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='");
  expect(withPolicy(page)).not.toContain("unsafe");
  expect(() => withPolicy(`${page}<script>2</script>`)).toThrow("one <script>");
});
