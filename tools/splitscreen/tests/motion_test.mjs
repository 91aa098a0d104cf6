// Pictures move only where motion is wanted.

import assert from "node:assert/strict";
import { pageTest } from "./browser.mjs";
import { everybodyDrawn, drawn, showView } from "./screen.mjs";

/** Plays some steps of the pyramid; the most animations that ran at one time. */
async function animationsWhilePlaying(page) {
  await showView(page, "pyramid");
  await page.locator("#view-pyramid .view-slider").fill("0");
  await page.getByRole("button", { name: "Play" }).click();
  const most = await page.evaluate(() => new Promise((done) => {
    let found = 0;
    const slider = document.querySelector("#view-pyramid .view-slider");
    const look = () => {
      found = Math.max(found, document.getAnimations().length);
      if (Number(slider.value) >= 4) done(found);
      else requestAnimationFrame(look);
    };
    look();
  }));
  await page.getByRole("button", { name: "Pause" }).click();
  return most;
}

/** Draws a chart anew; how many shapes its first line goes through. */
async function shapesWhileRedrawn(page) {
  await everybodyDrawn(page);
  await page.evaluate(() => {
    window.shapes = new Set();
    const look = () => {
      const lines = [...document.querySelectorAll('#view-demand .view-plot svg path[fill="none"]')];
      const longest = lines.map((path) => path.getAttribute("d")).sort((a, b) => b.length - a.length)[0] ?? "";
      window.shapes.add(longest);
    };
    new MutationObserver(look).observe(document.querySelector("#view-demand .view-plot"), { subtree: true, childList: true, attributes: true });
  });
  await page.locator("#left-scenario").selectOption("formal");
  await everybodyDrawn(page);
  return page.evaluate(() => window.shapes.size);
}

pageTest("with motion on, pictures glide", async (page) => {
  await drawn(page);
  assert.ok(await page.getByRole("button", { name: "Motion: on" }).isVisible());
  assert.ok((await animationsWhilePlaying(page)) > 0);
});

pageTest("with motion off, steps are played without animation, and it is remembered", async (page) => {
  await drawn(page);
  await page.getByRole("button", { name: "Motion: on" }).click();
  assert.equal(await animationsWhilePlaying(page), 0);
  await page.reload();
  await drawn(page);
  assert.ok(await page.getByRole("button", { name: "Motion: off" }).isVisible());
  await showView(page, "demand");
  assert.ok((await shapesWhileRedrawn(page)) <= 3, "a sample's and everybody's picture, no others");
});

pageTest("whose system asks for less motion gets none", async (page) => {
  await drawn(page);
  assert.ok(await page.getByRole("button", { name: "Motion: off" }).isVisible());
  assert.equal(await animationsWhilePlaying(page), 0);
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")]
    .filter((one) => !/^(0s(, 0s)*)$/.test(getComputedStyle(one).transitionDuration) && getComputedStyle(one).transitionProperty !== "none")
    .map((one) => one.outerHTML.slice(0, 80)));
  assert.deepEqual(moving, []);
}, { context: { reducedMotion: "reduce" } });
