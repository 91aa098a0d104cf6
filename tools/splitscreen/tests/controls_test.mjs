// A change of a control is answered, first from a sample and then from everybody; both sides keep one axis.

import assert from "node:assert/strict";
import { pageTest } from "./browser.mjs";
import { drawing, drawn, everybodyDrawn, lastAsked, sampleDrawn, statusOf, studyDrawn, type, valueTicks } from "./screen.mjs";

/** Each row of ticks right of the middle stands left of it too, in the same words. */
async function assertSharedAxes(page, plot = 0) {
  const ticks = await valueTicks(page, plot);
  const starts = [...new Set(ticks.map(({ right }) => right))].sort((a, b) => a - b);
  const isRight = ({ right }) => right > starts[0] + 200;
  const right = ticks.filter(isRight);
  const tops = right.map(({ y }) => y);
  assert.ok(right.length >= 6, `ticks on the right: ${right.length}`);
  for (const y of new Set(tops)) {
    const there = ticks.filter((tick) => Math.abs(tick.y - y) <= 1);
    const texts = new Set(there.map(({ text }) => text));
    assert.equal(there.filter((tick) => !isRight(tick)).length, 1, `one tick on the left at ${y}`);
    assert.equal(texts.size, 1, `both sides say the same at ${y}: ${[...texts]}`);
  }
}

pageTest("a caseload that is changed is redrawn from a sample and then from everybody", async (page, { seen }) => {
  await sampleDrawn(page);
  await page.locator("#right-card-0 summary, .fs-side--right .fs-card summary").first().click();
  const before = { study: await studyDrawn(page), drawing: await drawing(page) };
  await type(page, "right-card-0-a_month", 300);
  await type(page, "right-card-0-at_once", 2200);
  assert.equal(await page.locator(".fs-views").getAttribute("aria-busy"), "true", "the old figures are marked at once");
  assert.match(await page.locator(".fs-old").innerText(), /earlier settings/);
  await sampleDrawn(page);
  assert.notEqual(await studyDrawn(page), before.study);
  const sample = await drawing(page);
  assert.notEqual(sample, before.drawing);
  assert.equal(lastAsked(seen).right.programmes[0].a_month, 300);
  assert.equal(lastAsked(seen).right.programmes[0].at_once, 2200);
  const study = await studyDrawn(page);
  await everybodyDrawn(page);
  assert.match(await statusOf(page), /^Everybody simulated/);
  assert.equal(await studyDrawn(page), study, "everybody runs the same study as the sample");
  assert.notEqual(await drawing(page), sample);
  assert.equal(await page.locator(".fs-field .fs-was:visible").first().innerText(), "was 78");
});

pageTest("both sides can be changed, and share their axes", async (page, { seen }) => {
  await sampleDrawn(page);
  await assertSharedAxes(page);
  await page.locator("#left-scenario").selectOption("informal");
  await drawn(page);
  await page.getByRole("button", { name: "Copy left to right" }).click();
  await drawn(page);
  assert.equal(await page.locator("#right-scenario").inputValue(), "informal");
  assert.deepEqual(lastAsked(seen).left, lastAsked(seen).right);
  await type(page, "left-card-0-a_month", 20);
  await type(page, "right-card-0-a_month", 700);
  await drawn(page);
  assert.equal(lastAsked(seen).left.programmes[0].a_month, 20);
  assert.equal(lastAsked(seen).right.programmes[0].a_month, 700);
  await page.locator(".fs-views").getByText("Choose measures").click();
  await page.getByLabel("Cost of programmes", { exact: false }).first().check();
  await page.locator(".view-measure-toggle", { hasText: "programmes" }).waitFor();
  await page.locator(".fs-views").getByText("Choose measures").click();
  const shut = page.locator('.view-measure-toggle[aria-expanded="false"]');
  while ((await shut.count()) > 0) await shut.first().click();
  await drawn(page);
  const plots = await page.locator("#view-demand .view-plot").count();
  assert.equal(plots, 4);
  for (let plot = 0; plot < plots; plot += 1) await assertSharedAxes(page, plot);
  await page.getByRole("button", { name: "Swap sides" }).click();
  await drawn(page);
  assert.equal(await page.locator("#left-card-0-a_month").inputValue(), "700");
  assert.equal(await page.locator("#right-card-0-a_month").inputValue(), "20");
});

pageTest("what cannot be used is said beside its field and is not in the figures", async (page, { seen }) => {
  await drawn(page);
  await page.locator(".fs-side--right .fs-card summary").first().click();
  const asked = lastAsked(seen);
  await type(page, "right-card-0-a_month", "many");
  await page.locator("#right-card-0-a_month-error").waitFor();
  assert.match(await page.locator("#right-card-0-a_month-error").innerText(), /^Enter a whole number from 1 to [\d,]+/);
  assert.equal(await page.locator("#right-card-0-a_month").getAttribute("aria-invalid"), "true");
  assert.match(await page.locator(".fs-status").innerText(), /Not in the figures.*Places offered a month, Community practice workers \(right\)/);
  assert.deepEqual(lastAsked(seen), asked);
  await type(page, "right-card-0-a_month", "78");
  await page.locator("#right-card-0-a_month-error").waitFor({ state: "hidden" });
});

pageTest("a programme that is out of use gives today's figures", async (page, { seen }) => {
  await drawn(page);
  for (const box of await page.locator('.fs-side--right .fs-card input[type="checkbox"]').all()) await box.uncheck();
  await drawn(page);
  assert.ok(lastAsked(seen).right.programmes.every((use) => !use.on));
  await page.locator("#tab-evidence").click();
  const offers = page.locator('#view-evidence table td[data-value]');
  for (const value of await offers.evaluateAll((cells) => cells.map((cell) => cell.dataset.value))) assert.equal(value, "0");
});
