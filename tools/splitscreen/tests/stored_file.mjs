// The exported file, opened from the disk with the network shut.

import { pathToFileURL } from "node:url";
import { watch } from "./watching.mjs";
import { drawn } from "./screen.mjs";

/** Milliseconds from its first byte to the first chart. */
function tellWhenDrawn() {
  window.drawnAt = null;
  new MutationObserver((_, watcher) => {
    if (!document.querySelector(".view-plot svg path")) return;
    window.drawnAt = performance.now();
    watcher.disconnect();
  }).observe(document, { subtree: true, childList: true });
}

export async function openExported(context, file) {
  const page = await context.newPage();
  const seen = watch(page, "null");
  await page.addInitScript(tellWhenDrawn);
  await page.route("**", (route) => (route.request().url().startsWith("file:") ? route.continue() : route.abort()));
  await page.goto(pathToFileURL(file).href);
  await drawn(page);
  return { page, seen, readyMs: await page.evaluate(() => window.drawnAt) };
}
