// What is set and chosen is kept in the address: reload, back, forward and share links lead to the same screen.

import assert from "node:assert/strict";
import { newContext, openPage, pageTest, picture } from "./browser.mjs";
import { drawn, lastAsked, showView, studyDrawn, type } from "./screen.mjs";

async function setUp(page) {
  await drawn(page);
  await page.locator("#right-scenario").selectOption("formal");
  await page.locator("#right-claimed").check({ force: true });
  await type(page, "right-card-0-a_month", 150);
  await showView(page, "money");
  await page.locator("#view-money select").selectOption("the whole run");
  await drawn(page);
}

async function screenOf(page) {
  return {
    scenario: await page.locator("#right-scenario").inputValue(),
    isClaimed: await page.locator("#right-claimed").isChecked(),
    places: await page.locator("#right-card-0-a_month").inputValue(),
    view: await page.locator('[role="tab"][aria-selected="true"]').innerText(),
    horizon: await page.locator("#view-money select").inputValue(),
    study: await studyDrawn(page),
  };
}

pageTest("a reload keeps what is set and chosen", async (page, { seen }) => {
  await setUp(page);
  const before = await screenOf(page);
  const asked = lastAsked(seen);
  await page.reload();
  await drawn(page);
  assert.deepEqual(await screenOf(page), before);
  assert.deepEqual(lastAsked(seen), asked);
  assert.equal(before.places, "150");
  assert.equal(before.horizon, "the whole run");
});

pageTest("back and forward lead to the comparisons that were looked at", async (page) => {
  await drawn(page);
  const first = await studyDrawn(page);
  await page.locator("#right-scenario").selectOption("formal");
  await drawn(page);
  const second = await studyDrawn(page);
  await page.locator("#right-scenario").selectOption("informal");
  await drawn(page);
  assert.equal(new Set([first, second, await studyDrawn(page)]).size, 3);
  await page.goBack();
  await drawn(page);
  assert.equal(await page.locator("#right-scenario").inputValue(), "formal");
  assert.equal(await studyDrawn(page), second);
  await page.goBack();
  await drawn(page);
  assert.equal(await studyDrawn(page), first);
  await page.goForward();
  await drawn(page);
  assert.equal(await studyDrawn(page), second);
});

pageTest("a share link shows the same screen elsewhere", async (page) => {
  await setUp(page);
  const before = await screenOf(page);
  const link = await page.evaluate(async () => {
    let copied = "";
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => void (copied = text) } });
    [...document.querySelectorAll("button")].find((button) => button.textContent === "Copy share link").click();
    await new Promise((go) => setTimeout(go));
    return copied;
  });
  assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/#1\.[\w-]+$/);
  const other = await newContext();
  try {
    const { page: same } = await openPage(other, `/${link.slice(link.indexOf("#"))}`);
    await drawn(same);
    assert.deepEqual(await screenOf(same), before);
  } finally {
    await other.close();
  }
});

for (const [what, link, said] of [
  ["cut off", "#1.W1siYnVja2luZ2hhbXNoaXJlLXByZXZlbnRpb24", /cannot be read/],
  ["of another version", "#9.W10", /another version/],
  ["to a study that is not open", `#1.${btoa('[["elsewhere","today","claimed",[]],["elsewhere","today","claimed",[]],["demand",[],"","",null]]').replace(/=+$/, "")}`, /'elsewhere' that is not open/],
]) {
  pageTest(`a link that is ${what} is told of, and the usual comparison is shown`, async (page) => {
    await drawn(page);
    const notice = page.locator('[role="alert"]', { hasText: "The link could not be used" });
    assert.match(await notice.innerText(), said);
    assert.equal(await page.locator("#right-scenario").inputValue(), "both");
    if (what === "cut off") await picture(page, "state-bad-link-1280");
  }, { path: `/${link}` });
}

pageTest("without its session the page says how to sign in", async (page, { context }) => {
  await drawn(page);
  await context.clearCookies();
  await page.locator("#right-scenario").selectOption("formal");
  const alert = page.locator(".fs-notice--trouble");
  await alert.waitFor();
  assert.match(await alert.innerText(), /session is over[\s\S]*forestall app[\s\S]*Try again/);
}, { expected: /401/ });
