// On narrow and on magnified screens nothing is cut off, nothing lies upon anything else, and the page does not
// scroll sideways.

import assert from "node:assert/strict";
import { pageTest, picture } from "./browser.mjs";
import { drawn, everybodyDrawn, showView, VIEWS } from "./screen.mjs";

/** What a reader cannot see in full, in words; [] when all is well. */
function cutOff() {
  const found = [];
  const screen = document.documentElement;
  if (screen.scrollWidth > screen.clientWidth) found.push(`the page is ${screen.scrollWidth - screen.clientWidth} px too wide`);
  const nameOf = (one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""} '${one.textContent.trim().slice(0, 50)}'`;
  const scrolls = (one) => one !== null && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const isHidden = (one) => one.closest(".nhsuk-u-visually-hidden, .nhsuk-skip-link, .view-tooltip") !== null;
  for (const one of document.body.querySelectorAll("*")) {
    if (!one.checkVisibility() || isHidden(one) || one.closest("svg") || scrolls(one)) continue;
    const box = one.getBoundingClientRect();
    if (box.width > 0 && (box.right > screen.clientWidth + 1 || box.left < -1)) found.push(`beyond the screen: ${nameOf(one)}`);
    const { overflowX } = getComputedStyle(one);
    if (/hidden|clip/.test(overflowX) && one.scrollWidth > one.clientWidth + 1) found.push(`cut off: ${nameOf(one)}`);
    if (one.matches("input[type=text]") && one.scrollWidth > one.clientWidth + 1) found.push(`cut off: ${one.id} ${one.value}`);
  }
  // What is wider than its frame can be scrolled to its right end, never to what lies left of its beginning.
  for (const frame of document.querySelectorAll(".view-table-frame, .fs-scroll")) {
    if (!frame.checkVisibility() || frame.scrollLeft !== 0) continue;
    const { left } = frame.getBoundingClientRect();
    const beyond = [...frame.querySelectorAll("th:first-child")].map((cell) => {
      const words = document.createRange();
      words.selectNodeContents(cell);
      return left - words.getBoundingClientRect().left;
    });
    const most = Math.max(...beyond);
    if (most > 0.5) found.push(`its first column begins ${most.toFixed(1)} px left of its frame: ${frame.getAttribute("aria-label")}`);
  }
  return found;
}

/** Words of charts that leave their picture or lie upon other words. */
function crowded() {
  const found = [];
  const SLACK = 2;
  for (const svg of document.querySelectorAll(".view-plot svg")) {
    if (!svg.checkVisibility()) continue;
    const frame = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim() !== "");
    const boxes = words.map((text) => text.getBoundingClientRect());
    boxes.forEach((box, i) => {
      const text = words[i].textContent;
      if (box.left < frame.left - SLACK || box.right > frame.right + SLACK || box.top < frame.top - SLACK || box.bottom > frame.bottom + SLACK) {
        found.push(`leaves its picture: '${text}'`);
      }
      for (let j = i + 1; j < boxes.length; j += 1) {
        const other = boxes[j];
        const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        // Boxes of lines one below the other touch; letters do not.
        if (wide > SLACK && high > 5) found.push(`'${text}' lies upon '${words[j].textContent}'`);
      }
    });
  }
  return found;
}

async function everythingOpen(page, view) {
  await page.evaluate((id) => {
    document.querySelectorAll(".fs-sides details").forEach((one) => (one.open = true));
    document.querySelectorAll(`#view-${id} .view-measure-toggle[aria-expanded="false"]`).forEach((one) => one.click());
    document.querySelectorAll(`#view-${id} details`).forEach((one) => (one.open = true));
  }, view);
  await drawn(page);
}

const SCREENS = [
  ["360 pixels", { viewport: { width: 360, height: 740 } }],
  ["200% of 1280 pixels", { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }],
  ["1280 pixels", { viewport: { width: 1280, height: 900 } }],
];

for (const [name, context] of SCREENS) {
  pageTest(`nothing is cut off at ${name}`, async (page) => {
    const found = [];
    const look = async (where) => {
      for (const what of [...await page.evaluate(cutOff), ...await page.evaluate(crowded)]) found.push(`${where}: ${what}`);
    };
    await everybodyDrawn(page);
    for (const view of VIEWS) {
      await showView(page, view);
      await look(view);
      await everythingOpen(page, view);
      await look(`${view}, everything open`);
      if (name.startsWith("200%")) await picture(page, `zoom-${view}`);
    }
    await page.locator("#tab-pyramid").click();
    await page.locator("#right-study").selectOption("essex-frailty");
    await page.locator(".fs-refusal").waitFor();
    await look("refusal");
    assert.deepEqual([...new Set(found)], []);
  }, { context });
}

pageTest("charts are drawn anew for another width", async (page) => {
  await drawn(page);
  await page.setViewportSize({ width: 500, height: 800 });
  await page.waitForFunction(() => document.querySelector(".view-plot svg").getBoundingClientRect().width < 500);
  await page.waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  assert.deepEqual(await page.evaluate(cutOff), []);
});

pageTest("what is cut off or crowded is found", async (page) => {
  await drawn(page);
  await page.evaluate(() => {
    const wide = document.createElement("p");
    wide.style.width = "200vw";
    wide.textContent = "wide";
    document.querySelector("main").append(wide);
    const text = document.querySelector(".view-plot svg text");
    text.parentNode.append(text.cloneNode(true));
  });
  assert.match((await page.evaluate(cutOff)).join(), /too wide/);
  assert.match((await page.evaluate(crowded)).join(), /lies upon/);
});
