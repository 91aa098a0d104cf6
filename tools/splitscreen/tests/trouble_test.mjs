// When something fails the page says so in words and goes on as soon as it can.

import assert from "node:assert/strict";
import { pageTest, picture } from "./browser.mjs";
import { drawn, everybodyDrawn, lastAsked, sampleDrawn, statusOf } from "./screen.mjs";
import { childrenOf, until } from "./server.mjs";

pageTest("offline, the page says that its programme cannot be reached, and goes on when asked", async (page, { context, seen }) => {
  await sampleDrawn(page);
  await context.setOffline(true);
  await page.locator("#right-scenario").selectOption("formal");
  const trouble = page.locator(".fs-notice--trouble");
  await trouble.waitFor();
  assert.match(await trouble.innerText(), /The programme behind this page has stopped[\s\S]*forestall app/);
  assert.equal(await trouble.locator("xpath=ancestor::*[@role='alert']").count(), 1, "it is read aloud");
  assert.match(await page.locator(".fs-old").innerText(), /earlier settings/);
  await picture(page, "state-offline-1280");
  await page.getByRole("button", { name: "Try again" }).click();
  await trouble.waitFor();
  await context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await drawn(page);
  assert.equal(await trouble.count(), 0);
  assert.equal(lastAsked(seen).right.scenario, "formal");
}, { expected: /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/ });

pageTest("when the engine is killed the page says so and shows the result all the same", async (page, { server }) => {
  await everybodyDrawn(page);
  const [engine, ...more] = childrenOf(server.pid);
  assert.deepEqual(more, [], "one engine");
  await page.locator("#right-scenario").selectOption("informal");
  await page.waitForFunction(() => /^(?!Starting|Everybody simulated)/.test(document.querySelector(".fs-status__text").textContent));
  process.kill(engine, "SIGKILL");
  const trouble = page.locator(".fs-notice--trouble");
  await trouble.waitFor();
  assert.match(await trouble.innerText(), /The simulation stopped[\s\S]*being started again/);
  await everybodyDrawn(page);
  assert.equal(await trouble.count(), 0);
  assert.match(await statusOf(page), /^Everybody simulated/);
  const after = childrenOf(server.pid);
  assert.equal(after.length, 1);
  assert.notEqual(after[0], engine);
});

async function refuse(page) {
  await page.locator("#right-study").selectOption("essex-frailty");
  await page.locator(".fs-refusal").waitFor();
}

pageTest("two places are refused with every reason, and charts come back with a pair that can be compared", async (page) => {
  await drawn(page);
  await page.locator("#left-scenario").selectOption("formal");
  await drawn(page);
  await refuse(page);
  const refusal = page.locator(".fs-refusal");
  assert.equal(await refusal.getAttribute("role"), "alert");
  const reasons = await refusal.locator("li").allInnerTexts();
  assert.match(reasons.join("\n"), /the places differ/i);
  for (const reason of reasons) {
    assert.match(reason, /Why: /, reason);
    assert.match(reason, /What to do: /, reason);
  }
  assert.ok(await page.locator(".fs-views").isHidden(), "no charts");
  assert.match(await statusOf(page), /Nothing to show/);
  await page.locator("#left-study").selectOption("essex-frailty");
  await drawn(page);
  assert.equal(await refusal.count(), 0);
  assert.ok(await page.locator(".fs-views").isVisible());
});

pageTest("a hundred changes in some seconds: the last one is shown, by one engine", async (page, { seen, server }) => {
  await drawn(page);
  await page.locator("#right-scenario").selectOption("informal");
  await drawn(page);
  const slider = page.locator(".fs-side--right .fs-field__range").first();
  await slider.focus();
  const began = performance.now();
  for (let i = 0; i < 100; i += 1) await page.keyboard.press(i % 4 === 3 ? "ArrowLeft" : "ArrowRight");
  assert.ok(performance.now() - began < 30_000, "they come fast");
  const places = Number((await page.locator("#right-card-0-a_month").inputValue()).replace(/,/g, ""));
  assert.notEqual(places, 200);
  await drawn(page);
  assert.equal(lastAsked(seen).right.programmes[0].a_month, places);
  await everybodyDrawn(page);
  await page.locator("#tab-evidence").click();
  assert.equal(childrenOf(server.pid).length, 1);
  const asked = lastAsked(seen);
  const digest = await page.evaluate(async (settings) => {
    const answer = await fetch("/api/compare", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(settings) });
    const lines = (await answer.text()).trim().split("\n").map((line) => JSON.parse(line));
    return lines.find(({ kind }) => kind === "comparison").comparison.study_hash;
  }, asked);
  const shown = await page.locator("#view-evidence .view-meanings dd").last().innerText();
  assert.equal(shown, digest, "the figures are those of the last setting");
});

pageTest("a study that cannot be read is refused with its lines", async (page) => {
  await drawn(page);
  const chooser = page.locator('.fs-side--right input[type="file"]');
  await chooser.setInputFiles({ name: "broken.yaml", mimeType: "text/yaml", buffer: Buffer.from("forestall: study\nname: [") });
  const problems = page.locator(".fs-side--right .fs-problems__box");
  await problems.waitFor();
  assert.match(await problems.innerText(), /broken.yaml could not be opened/);
  await until(async () => (await page.locator(".fs-problems__box li").count()) > 0);
}, { expected: /422/ });
