// No view breaks a rule of WCAG 2.2 AA that axe can check, on a wide and on a narrow screen.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pageTest, picture } from "./browser.mjs";
import { drawn, everybodyDrawn, showView, VIEWS } from "./screen.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

async function violations(page, where) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  return page.evaluate(async ([rules, state]) => {
    const { violations: found } = await window.axe.run(document, { runOnly: rules });
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${state}: ${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
  }, [RULES, where]);
}

for (const width of [1280, 360]) {
  pageTest(`no view breaks a rule of accessibility at ${width} pixels`, async (page) => {
    const found = [];
    await everybodyDrawn(page);
    for (const view of VIEWS) {
      await showView(page, view);
      await picture(page, `view-${view}-${width}`);
      found.push(...(await violations(page, view)));
    }
    // Everything that folds stands open: settings, effects, choosers, tables.
    await page.evaluate(() => document.querySelectorAll(".fs-sides details").forEach((one) => (one.open = true)));
    found.push(...(await violations(page, "settings open")));
    await picture(page, `state-settings-open-${width}`);
    for (const view of VIEWS) {
      await showView(page, view);
      await page.evaluate((id) => {
        document.querySelectorAll(`#view-${id} .view-measure-toggle[aria-expanded="false"]`).forEach((one) => one.click());
        document.querySelectorAll(`#view-${id} details`).forEach((one) => (one.open = true));
      }, view);
      await drawn(page);
      found.push(...(await violations(page, `${view}, everything open`)));
      if (view === "demand") await picture(page, `state-tables-open-${width}`);
    }
    await page.getByRole("button", { name: "Hide settings" }).click();
    found.push(...(await violations(page, "settings closed")));
    await page.getByRole("button", { name: "Show settings" }).click();
    await page.getByRole("button", { name: "Save as a study" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.locator(".fs-save .nhsuk-error-message").waitFor();
    await page.locator("#right-card-0-a_month").fill("many");
    await page.locator("#right-card-0-a_month-error").waitFor();
    found.push(...(await violations(page, "fields with errors")));
    await picture(page, `state-errors-${width}`);
    assert.deepEqual(found, []);
  }, { context: { viewport: { width, height: 800 } } });

  pageTest(`a refusal breaks no rule of accessibility at ${width} pixels`, async (page) => {
    await drawn(page);
    await page.locator("#right-study").selectOption("essex-frailty");
    await page.locator(".fs-refusal").waitFor();
    await picture(page, `state-refusal-${width}`);
    assert.deepEqual(await violations(page, "refusal"), []);
  }, { context: { viewport: { width, height: 800 } } });
}

pageTest("axe finds what is wrong", async (page) => {
  await drawn(page);
  await page.evaluate(() => document.querySelector("#right-study").removeAttribute("id"));
  assert.match((await violations(page, "without a label")).join(), /select-name/);
});
