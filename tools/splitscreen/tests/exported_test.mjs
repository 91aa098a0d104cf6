// The exported file opens from the disk without any network, shows stored runs, and says so.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { newContext, picture } from "./browser.mjs";
import { PYTHON, scratch } from "./machine.mjs";
import { drawn, drawing, PATIENCE_MS, showView, statusOf, studyDrawn, VIEWS } from "./screen.mjs";
import { outputOf } from "./server.mjs";
import { openExported } from "./stored_file.mjs";

const MOST_BYTES = 8 << 20;
const MOST_MS = 6000;

let made = null;

function exportedFile(sample = "0.02") {
  const file = join(scratch(), "comparison.html");
  const command = ["-m", "forestall.commands.app", "--export", file, "buckinghamshire-prevention-matters", "--sample", sample];
  return outputOf(PYTHON, ...command).then(() => file);
}

function exportedTest(name, body, options = {}) {
  test(name, { timeout: 4 * PATIENCE_MS }, async (t) => {
    made ??= exportedFile();
    const file = await made;
    const context = await newContext(options);
    try {
      const opened = await openExported(context, file);
      await body(opened.page, { ...opened, file, t });
      assert.deepEqual(opened.seen.errors, []);
      const asked = opened.seen.requests.map((request) => request.url()).filter((url) => !/^(data|blob):/.test(url));
      assert.deepEqual([...new Set(asked)], [pathToFileURL(file).href], "it asks for nothing but itself");
    } finally {
      await context.close();
    }
  });
}

exportedTest("the exported file is small, opens fast, and says what it is", async (page, { readyMs, file, t }) => {
  const { size } = statSync(file);
  t.diagnostic(`ready after ${Math.round(readyMs)} ms; ${(size / 2 ** 20).toFixed(2)} MB`);
  assert.ok(size <= MOST_BYTES, `${size} bytes`);
  assert.ok(readyMs > 0 && readyMs < MOST_MS, `${readyMs} ms`);
  assert.match(await page.locator(".fs-notice").first().innerText(), /This is a stored copy: the controls choose among stored runs. Nothing is simulated here/);
  assert.match(await statusOf(page), /^A stored run of a sample of 1 in 50 people\.$/);
  assert.equal(await page.getByRole("button", { name: "Save as a study" }).count(), 0);
  await picture(page, "exported-demand-1280");
});

exportedTest("controls of the exported file choose among its runs", async (page) => {
  const first = { study: await studyDrawn(page), drawing: await drawing(page) };
  await page.locator("#right-scenario").selectOption("formal");
  await drawn(page);
  const controlled = await drawing(page);
  assert.notEqual(controlled, first.drawing);
  await page.locator("#right-claimed").check({ force: true });
  await drawn(page);
  assert.notEqual(await drawing(page), controlled, "the other account of the effects has other figures");
  assert.match(await page.locator(".view-plot").first().textContent(), /\(claimed\)/);
  await page.locator(".fs-side--right .fs-card summary").first().click().catch(() => {});
  assert.ok(await page.locator("#right-card-0-a_month").isDisabled(), "nothing can be set");
  await page.getByRole("button", { name: "Swap sides" }).click();
  await page.locator(".fs-refusal").waitFor();
  assert.match(await page.locator(".fs-refusal").innerText(), /does not hold[\s\S]*Swap sides/);
  await page.getByRole("button", { name: "Swap sides" }).click();
  await drawn(page);
});

exportedTest("every view of the exported file is drawn, and its files can be taken away", async (page) => {
  for (const view of VIEWS) {
    await showView(page, view);
    await picture(page, `exported-${view}-360`);
  }
  await showView(page, "money");
  for (const name of ["PNG", "SVG", "CSV"]) {
    const waiting = page.waitForEvent("download");
    await page.locator("#view-money .view-downloads button", { hasText: name }).first().click();
    assert.ok((await waiting).suggestedFilename().endsWith(name.toLowerCase()));
  }
}, { viewport: { width: 360, height: 740 } });

exportedTest("a link within the exported file keeps what was chosen", async (page) => {
  await page.locator("#right-scenario").selectOption("informal");
  await showView(page, "money");
  const study = await page.locator("#view-money .view-finding").first().innerText();
  await page.reload();
  await drawn(page);
  assert.equal(await page.locator("#right-scenario").inputValue(), "informal");
  assert.equal(await page.locator("#view-money .view-finding").first().innerText(), study);
});
