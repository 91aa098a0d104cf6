// Everything can be reached and used with the keyboard alone; where it stands can be seen.

import assert from "node:assert/strict";
import { pageTest } from "./browser.mjs";
import { drawn, lastAsked, sampleDrawn, VIEWS } from "./screen.mjs";

const MOST_STOPS = 250;
const TABBABLE = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/** Marks the element that has the focus and says what it is and how its focus shows. */
function focused() {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const looks = (element, part) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, part);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  };
  const label = one.labels?.[0];
  // Boxes and radio buttons are drawn by their labels, a summary's text by its span.
  const drawnBy = [[one, null], ...(label ? [[label, "::before"]] : []), ...[...one.querySelectorAll("span")].map((span) => [span, null])];
  const box = (label && getComputedStyle(one).opacity === "0" ? label : one).getBoundingClientRect();
  return {
    what: `${one.tagName.toLowerCase()}${one.id ? `#${one.id}` : ""} ${(one.getAttribute("aria-label") ?? one.textContent).trim().slice(0, 40)}`,
    isSeen: drawnBy.some(([element, part]) => looks(element, part)),
    isInSight: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
  };
}

/** From the page's first stop, with Tab, until the page ends; the stops in their order. */
async function stops(page) {
  const found = [];
  await page.locator(".nhsuk-skip-link").focus(); // browsers remember where the focus was last
  for (let i = 0; i < MOST_STOPS; i += 1) {
    if (i > 0) await page.keyboard.press("Tab");
    const stop = await page.evaluate(focused);
    if (stop === null) return found;
    await page.evaluate(() => document.activeElement.setAttribute("data-reached", ""));
    found.push(stop);
  }
  assert.fail(`no end after ${MOST_STOPS} stops; the last were ${found.slice(-3).map(({ what }) => what).join(" | ")}`);
}

/** What can be used and seen, but was not reached. One radio button of a group stands for it. */
function unreached(page) {
  return page.evaluate((selector) => [...document.querySelectorAll(selector)]
    .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0 && !(one.type === "radio" && !one.checked))
    .filter((one) => !one.hasAttribute("data-reached"))
    .map((one) => one.outerHTML.slice(0, 120)), TABBABLE);
}

/** Tab, from where the focus is, until it stands on `selector`. */
async function tabTo(page, selector) {
  for (let i = 0; i < MOST_STOPS; i += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} is not reached with Tab`);
}

/** To the button of these words within `region`. */
async function tabToButton(page, region, words) {
  for (let i = 0; i < MOST_STOPS; i += 1) {
    const isThere = await page.evaluate(([within, text]) => {
      const one = document.activeElement;
      return one.closest(within) !== null && one.matches("button, summary") && one.textContent.trim().startsWith(text);
    }, [region, words]);
    if (isThere) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`no button '${words}' in ${region} is reached with Tab`);
}

pageTest("Tab reaches every control of every view, shows where it is, and leaves the page again", async (page) => {
  await sampleDrawn(page);
  // Everything that folds stands open.
  await page.evaluate(() => document.querySelectorAll(".fs-sides details").forEach((one) => (one.open = true)));
  for (const view of VIEWS) {
    await page.evaluate((id) => document.querySelector(`#tab-${id}`).click(), view);
    await drawn(page);
    await page.evaluate((id) => document.querySelectorAll(`#view-${id} details`).forEach((one) => (one.open = true)), view);
    await page.evaluate(() => {
      document.activeElement.blur();
      document.querySelectorAll("[data-reached]").forEach((one) => one.removeAttribute("data-reached"));
    });
    const found = await stops(page);
    assert.deepEqual(await unreached(page), [], `not reached in ${view}`);
    assert.deepEqual(found.filter(({ isSeen }) => !isSeen).map(({ what }) => what), [], `focus is not seen in ${view}`);
    assert.deepEqual(found.filter(({ isInSight }) => !isInSight).map(({ what }) => what), [], `focus is out of sight in ${view}`);
    if (view === "demand") {
      const back = [];
      for (let i = 0; i < found.length; i += 1) {
        await page.keyboard.press("Shift+Tab");
        back.push((await page.evaluate(focused))?.what);
      }
      assert.deepEqual(back.reverse(), found.map(({ what }) => what), "the way back has the same stops");
    }
  }
});

pageTest("the skip link leads past the header to the page", async (page) => {
  await sampleDrawn(page);
  const address = page.url();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to main content");
  assert.ok((await page.locator(".nhsuk-skip-link").boundingBox()).y >= 0, "it comes into sight");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  assert.equal(page.url(), address, "the settings stay in the address");
});

pageTest("settings are changed with the keyboard", async (page, { seen }) => {
  await sampleDrawn(page);
  await tabTo(page, "#right-scenario");
  await page.keyboard.press("ArrowUp");
  await drawn(page);
  assert.equal(lastAsked(seen).right.scenario, "informal");
  await page.keyboard.press("ArrowUp");
  await drawn(page);
  assert.equal(lastAsked(seen).right.scenario, "formal");
  await tabTo(page, "#right-controlled");
  await page.keyboard.press("ArrowUp");
  await drawn(page);
  assert.equal(lastAsked(seen).right.lens, "claimed");
  await tabTo(page, "#right-card-0-on");
  await page.keyboard.press("Space");
  await drawn(page);
  assert.equal(lastAsked(seen).right.programmes[0].on, false);
  await page.keyboard.press("Space");
  await tabToButton(page, ".fs-side--right .fs-card", "Settings");
  await tabTo(page, "#right-card-0-starts");
  await page.keyboard.press("ArrowDown");
  await drawn(page);
  assert.equal(lastAsked(seen).right.programmes[0].starts, "2025-05-01");
  await tabTo(page, "#right-card-0-a_month");
  await page.keyboard.press("ArrowUp");
  await drawn(page);
  assert.equal(lastAsked(seen).right.programmes[0].a_month, 79);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.type), "range");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await drawn(page);
  assert.ok(lastAsked(seen).right.programmes[0].a_month > 79);
  await tabToButton(page, ".fs-side--right .fs-card", "Reset");
  await page.keyboard.press("Enter");
  await drawn(page);
  assert.equal(lastAsked(seen).right.programmes[0].a_month, 78);
  assert.equal(await page.evaluate(() => document.activeElement.id), "right-card-0-on", "the focus has a place to go to");
  await page.keyboard.press("Shift+Tab");
  await tabToButton(page, ".fs-side--right .fs-card", "Effects");
  await page.keyboard.press("Enter");
  await page.locator(".fs-side--right .fs-table").waitFor({ state: "visible" });
});

pageTest("actions of the toolbar are used with the keyboard", async (page, { seen }) => {
  await sampleDrawn(page);
  await tabToButton(page, ".fs-toolbar", "Swap sides");
  await page.keyboard.press("Enter");
  await drawn(page);
  assert.equal(lastAsked(seen).left.scenario, "both");
  await tabToButton(page, ".fs-toolbar", "Hide settings");
  await page.keyboard.press("Space");
  await page.locator("#sides").waitFor({ state: "hidden" });
  assert.match(await page.locator(".fs-in-short").innerText(), /Left: Both together \(controlled effects\)\s+Right: Today's care goes on/);
  await page.keyboard.press("Space");
  await page.locator("#sides").waitFor({ state: "visible" });
  await tabToButton(page, ".fs-toolbar", "Save as a study");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "save-name");
  await page.keyboard.type("Not A Name");
  await page.keyboard.press("Enter");
  await page.locator(".fs-save .nhsuk-error-message").waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("by-keyboard");
  const saved = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  assert.equal((await saved).suggestedFilename(), "by_keyboard.zip");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Save as a study");
  await tabToButton(page, ".fs-toolbar", "Motion: on");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Motion: off");
});

pageTest("views, measures, tables, downloads and the player are used with the keyboard", async (page) => {
  await sampleDrawn(page);
  await tabToButton(page, "#view-demand", "Choose measures");
  await page.keyboard.press("Enter");
  await tabTo(page, '#view-demand input[type="checkbox"]:not(:checked)');
  await page.keyboard.press("Space");
  await page.locator("summary", { hasText: "4 of " }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.type), "checkbox", "the focus stays on the box");
  await tabTo(page, '.view-measure-toggle[aria-expanded="true"]');
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-expanded")), "false");
  await page.keyboard.press("Enter");
  await tabToButton(page, "#view-demand .view-figure", "Table");
  await page.keyboard.press("Enter");
  await page.locator("#view-demand table").first().waitFor({ state: "visible" });
  await tabTo(page, ".view-table-frame");
  for (const [name, ending] of [["PNG", "png"], ["SVG", "svg"], ["CSV", "csv"]]) {
    await tabToButton(page, "#view-demand .view-downloads", name);
    const waiting = page.waitForEvent("download");
    await page.keyboard.press("Enter");
    assert.match((await waiting).suggestedFilename(), new RegExp(`\\.${ending}$`));
  }
  await page.evaluate(() => document.activeElement.blur());
  await tabTo(page, "#tab-demand");
  await page.keyboard.press("ArrowRight");
  await drawn(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-pyramid");
  await tabToButton(page, "#view-pyramid", "Play");
  await page.keyboard.press("Space");
  await page.locator("#view-pyramid button", { hasText: "Pause" }).waitFor();
  await page.waitForFunction(() => document.querySelector("#view-pyramid .view-slider").value >= 2);
  await page.keyboard.press("Space");
  await page.locator("#view-pyramid button", { hasText: "Play" }).waitFor();
  await tabTo(page, "#view-pyramid .view-slider");
  await page.keyboard.press("Home");
  assert.equal(await page.locator("#view-pyramid .view-time").innerText(), "End of December 2024");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.locator("#view-pyramid .view-time").innerText(), "End of June 2025");
  await page.evaluate(() => document.activeElement.blur());
  await tabTo(page, "#tab-pyramid");
  await page.keyboard.press("ArrowRight");
  await tabTo(page, "#view-flows select");
  const words = await page.locator("#view-flows .view-finding").innerText();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction((old) => document.querySelector("#view-flows .view-finding").textContent !== old, words);
  await page.evaluate(() => document.activeElement.blur());
  await tabTo(page, "#tab-flows");
  await page.keyboard.press("End");
  await drawn(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-evidence");
  await page.keyboard.press("Home");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-demand");
});
