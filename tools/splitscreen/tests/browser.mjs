// One browser and one server for all tests of a process; a context of its own for each test.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { join } from "node:path";
import { launch } from "./launching.mjs";
import { SCREENSHOTS } from "./machine.mjs";
import { PATIENCE_MS } from "./screen.mjs";
import { startServer } from "./server.mjs";
import { tellViolations, watch } from "./watching.mjs";

let browser = null;
let server = null;
let cookies = [];

export async function theBrowser() {
  browser ??= await launch();
  return browser;
}

export async function theServer() {
  server ??= await startServer();
  return server;
}

after(async () => {
  await browser?.close();
  await server?.stop();
});

export async function newContext(options = {}) {
  const context = await (await theBrowser()).newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(tellViolations);
  return context;
}

/** A page of the server that is signed in; `path` may hold a share link. */
export async function openPage(context, path = "/") {
  const { link, origin } = await theServer();
  const page = await context.newPage();
  const seen = watch(page, origin);
  if (cookies.length === 0) {
    await page.goto(link); // the link works once; its cookie opens every other page
    cookies = await context.cookies();
    if (path !== "/") await page.goto(origin + path);
  } else {
    await context.addCookies(cookies);
    await page.goto(origin + path);
  }
  return { page, seen };
}

/** A test with a page of its own. What the page must not do is asked at its end, unless `expected` allows it. */
export function pageTest(name, body, { context: options = {}, path = "/", expected = null } = {}) {
  test(name, { timeout: 4 * PATIENCE_MS }, async (t) => {
    const context = await newContext(options);
    let page = null;
    try {
      const opened = await openPage(context, path);
      page = opened.page;
      await body(page, { context, seen: opened.seen, t, server: await theServer() });
      const errors = [...new Set(opened.seen.errors)].filter((text) => !expected?.test(text));
      assert.deepEqual(errors, [], "errors in the console");
      assert.deepEqual(opened.seen.foreign, [], "requests to elsewhere");
    } catch (error) {
      await page?.screenshot({ path: join(SCREENSHOTS, `failed ${name.replace(/[^\w ]+/g, " ")}.png`) }).catch(() => {});
      throw error;
    } finally {
      await context.close();
    }
  });
}

export async function picture(page, name, fullPage = true) {
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage, animations: "disabled" });
}
