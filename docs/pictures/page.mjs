// Draws page.png: a stored copy of the split-screen page, as `forestall app --export FILE.html` writes it.
//     node docs/pictures/page.mjs FILE.html CHROMIUM
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(join(here, "../../tools/splitscreen/package.json"))("playwright-core");
const [file, executablePath] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 1250 } });
await page.goto(pathToFileURL(resolve(file)).href);
await page.locator("select").nth(3).selectOption({ index: 4 });
await page.getByLabel(/^Claimed/).last().check();
await page.waitForTimeout(1000);
await page.evaluate(() => document.querySelector('[role="tablist"]').scrollIntoView());
await page.screenshot({ path: join(here, "page.png") });
await browser.close();
