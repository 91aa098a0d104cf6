// The page loads, says what it compares, and asks nobody but its own server.

import assert from "node:assert/strict";
import { pageTest, picture } from "./browser.mjs";
import { drawn, everybodyDrawn, sampleDrawn, statusOf, valueTicks } from "./screen.mjs";

pageTest("the first comparison shows both sides and their difference", async (page, { seen }) => {
  await sampleDrawn(page);
  await picture(page, "state-sample-1280");
  const words = await page.locator(".view-plot").first().evaluate((plot) =>
    [...plot.querySelectorAll("svg text")].map((text) => text.textContent).join(" | "));
  assert.match(words, /Left: /);
  assert.match(words, /Right: .*thin grey: left/);
  assert.match(words, /Right less left, admissions; band: 95% interval/);
  assert.match(words, /Short term: next 24 months, by month/);
  assert.match(words, /Long term: to \d{4}, by year/);
  assert.ok((await valueTicks(page)).length >= 12, "six panels have ticks");
  assert.match(await page.locator(".fs-synthetic").innerText(), /synthetic/);
  assert.match(new URL(page.url()).search, /^$/, "the token is not kept in the address");
  await everybodyDrawn(page);
  assert.match(await statusOf(page), /^Everybody simulated \(57\d,\d{3} people\), [\d.]+ s$/);
  await picture(page, "state-everybody-1280");
  assert.ok(seen.requests.length >= 4, "requests are seen");
});

pageTest("the page watches itself: a request to elsewhere and a forbidden script are found", async (page, { seen }) => {
  await drawn(page);
  await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.wasRun = true";
    document.head.append(script);
    await fetch("http://192.0.2.1/").catch(() => {});
  });
  assert.equal(await page.evaluate(() => window.wasRun), undefined);
  const told = seen.errors.splice(0).join("\n");
  assert.match(told, /policy violation: script-src/);
  assert.match(told, /policy violation: connect-src http:\/\/192\.0\.2\.1/);
});
