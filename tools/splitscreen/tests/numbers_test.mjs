// What the page's tables hold is what the command line counts for the study that the page saves.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pageTest } from "./browser.mjs";
import { FORESTALL, PYTHON, scratch } from "./machine.mjs";
import { drawn, everybodyDrawn, tables, type } from "./screen.mjs";
import { outputOf } from "./server.mjs";

const UNPACK = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])";
const COUNTED = `
import json, sys
from forestall import _engine
print(json.dumps(_engine.Results.load(sys.argv[1]).split_screen()))
`;

/** Rows of the command line's split screen by the measure's title. */
async function counted(result) {
  const screen = JSON.parse(await outputOf(PYTHON, "-c", COUNTED, result));
  assert.deepEqual(screen.arms, ["right"]);
  return new Map(screen.rows.map(([, title, , left, differences]) => [title, { left, differences: differences.map(([one]) => one) }]));
}

/** Saves what is set as a study; the folder where it was unpacked and the study's file. */
async function saved(page, name) {
  const folder = scratch();
  await page.getByRole("button", { name: "Save as a study" }).click();
  await page.locator("#save-name").fill(name);
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const download = await waiting;
  assert.equal(download.suggestedFilename(), `${name.replace(/-/g, "_")}.zip`);
  const archive = join(folder, download.suggestedFilename());
  await download.saveAs(archive);
  await outputOf(PYTHON, "-c", UNPACK, archive, folder);
  const command = await page.locator(".fs-save code").innerText();
  const [, file] = /^unzip \S+ && forestall run (\S+)$/.exec(command) ?? [];
  assert.ok(file, command);
  return { folder, study: join(folder, file) };
}

/** Tables of horizons of every measure, four at a time: title -> rows. */
async function horizonTables(page) {
  const found = new Map();
  const chooser = page.locator(".view-chooser");
  await chooser.locator("summary").click();
  const boxes = await chooser.locator(".view-box").allInnerTexts();
  for (const title of boxes) {
    const box = chooser.locator(".view-box").filter({ has: page.getByText(title, { exact: true }) }).locator("input");
    if (!(await box.isChecked())) {
      // At most four stand beside one another: one makes room.
      const checked = chooser.locator("input:checked:not(:disabled)");
      if ((await checked.count()) >= 4) await checked.first().uncheck();
      await box.check();
    }
    const measure = page.locator(".view-measure").filter({ has: page.locator(".view-measure-name", { hasText: new RegExp(`^${escaped(title)}$`) }) });
    const toggle = measure.locator(".view-measure-toggle");
    if ((await toggle.getAttribute("aria-expanded")) === "false") await toggle.click();
    const details = measure.locator(".view-figure details");
    if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
    await measure.locator("table.view-table").first().waitFor({ state: "visible" });
    found.set(title, (await tables(measure))[0]);
  }
  return found;
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function assertSame(table, { left, differences }) {
  table.rows.forEach((row, i) => {
    const [value, half] = differences[i];
    const [shownLeft, shownRight, difference, low, high] = row.cells.map((cell) => cell.value);
    const where = `${table.caption}, ${row.name}`;
    assert.equal(shownLeft, left[i], `${where}: left`);
    assert.equal(difference, value, `${where}: difference`);
    assert.equal(shownRight, left[i] + value, `${where}: right`);
    assert.equal(low, half === null ? null : value - half, `${where}: low`);
    assert.equal(high, half === null ? null : value + half, `${where}: high`);
  });
}

/** The command line prints a row a measure: its title, the left, then the difference of each horizon. */
function assertPrinted(printed, title, table) {
  const plain = printed.replace(/\u001b\[[\d;]*m/g, "");
  for (const row of table.rows) {
    const [left, , difference, low, high] = row.cells.map((cell) => cell.text);
    const said = low === "-" || low === high ? difference : `${difference} [${low} to ${high}]`;
    const lines = plain.split("\n").filter((line) => line.includes(left) && line.includes(said));
    assert.ok(lines.length > 0, `${title}, ${row.name}: the command line prints neither ${left} nor ${said}`);
  }
}

pageTest("tables hold to the last digit what the command line counts", async (page) => {
  await drawn(page);
  await page.locator(".fs-side--right .fs-card summary").first().click();
  await page.locator("#right-claimed").check({ force: true });
  await type(page, "right-card-0-a_month", 120);
  await type(page, "right-card-0-at_once", 700);
  await type(page, "right-card-0-uptake", "80");
  await page.locator("#right-card-0-starts-year").selectOption("2026");
  await page.locator("#right-card-0-starts").selectOption("01");
  await everybodyDrawn(page);
  const shown = await horizonTables(page);
  const { folder, study } = await saved(page, "from-the-page");
  const result = join(folder, "run.h5");
  const printed = await outputOf(FORESTALL, "run", study, "--sample", "1", "--out", result, "--csv", join(folder, "csv"));
  const rows = await counted(result);
  let compared = 0;
  for (const [title, table] of shown) {
    if (!rows.has(title)) continue;
    assertSame(table, rows.get(title));
    compared += table.rows.length;
  }
  assert.ok(compared >= 100, `figures compared: ${compared}`);
  assert.ok(readdirSync(join(folder, "csv")).length > 0);
  for (const title of ["Emergency admissions", "Bed days in emergency stays", "Cost of care"]) {
    assertPrinted(printed, title, shown.get(title));
  }
});
