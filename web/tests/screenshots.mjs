// Pictures of the page for the README: npm run screenshots. They are made of examples/, without network.
import { join } from "node:path";
import { examples, launch, open, project } from "./helpers.mjs";

const { address } = examples("--tiles", "none");
const browser = await launch();
for (const [name, hash, act] of [
  ["page-en.png", "#lang=en&map=10/35.06/40.56", (page) => page.locator(".row").nth(1).click()],
  ["page-ar.png", "#lang=ar&map=7/33.8/37.2", (page) => page.click("#legend summary")],
]) {
  const { page } = await open(browser, address + hash);
  await act(page);
  // The map may move to the event.
  await page.waitForTimeout(800);
  await page.screenshot({ path: join(project, "docs", name) });
}
await browser.close();
