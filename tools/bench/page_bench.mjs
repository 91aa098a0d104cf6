// How long a reader waits for the split-screen page; medians, as in docs of the page's goals:
//   PYTHONPATH=build/release/python node tools/bench/page_bench.mjs [cold]
// `cold` also measures a first start that has to live everybody's past. Buckinghamshire, this machine, nothing else
// running. Needs what the page's tests need (tools/splitscreen/tests/machine.mjs).

import { statSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../splitscreen/tests/launching.mjs";
import { PYTHON, scratch } from "../splitscreen/tests/machine.mjs";
import { drawn, everybodyDrawn } from "../splitscreen/tests/screen.mjs";
import { outputOf, startServer } from "../splitscreen/tests/server.mjs";
import { openExported } from "../splitscreen/tests/stored_file.mjs";

const STARTS = 10;
const CHANGES = 12;
const WHOLE = 3;
const READY = 10;

function tell(what, figures, unit = "ms") {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const shown = (value) => (unit === "ms" ? Math.round(value) : value.toFixed(2));
  console.log(`${what}: median ${shown(median)} ${unit}, ${shown(sorted[0])} to ${shown(sorted[sorted.length - 1])} (n=${sorted.length})`);
}

/** From the start of the server's process to its first drawn comparison; the browser runs already. */
async function start(browser, cache) {
  const server = await startServer(cache ? { cache } : {});
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(server.link);
    await drawn(page);
    return performance.now() - server.began;
  } finally {
    await context.close();
    await server.stop();
  }
}

async function changes(browser) {
  const server = await startServer();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const samples = [];
  const wholes = [];
  try {
    const page = await context.newPage();
    await page.goto(server.link);
    await everybodyDrawn(page);
    await page.locator("#right-scenario").selectOption("informal");
    await everybodyDrawn(page);
    for (let i = 0; i < CHANGES; i += 1) {
      const began = performance.now();
      await page.locator("#right-card-0-a_month").fill(String(201 + i));
      await drawn(page);
      samples.push(performance.now() - began);
      if (i >= CHANGES - WHOLE) {
        await everybodyDrawn(page);
        wholes.push(performance.now() - began);
      }
    }
  } finally {
    await context.close();
    await server.stop();
  }
  tell("(b) a control changed to the sample redrawn", samples);
  tell("(c) a control changed to everybody redrawn", wholes);
}

async function exported(browser) {
  for (const sample of ["0.02", "1"]) {
    const file = join(scratch(), "comparison.html");
    await outputOf(PYTHON, "-m", "forestall.commands.app", "--export", file, "buckinghamshire-prevention-matters", "--sample", sample);
    const ready = [];
    for (let i = 0; i < READY; i += 1) {
      const context = await browser.newContext();
      ready.push((await openExported(context, file)).readyMs);
      await context.close();
    }
    tell(`(d) the exported file, sample ${sample}, ${(statSync(file).size / 2 ** 20).toFixed(2)} MB: opened to ready`, ready);
  }
}

const browser = await launch();
try {
  if (process.argv.includes("cold")) tell("(a) start to first comparison, cold", [await start(browser, scratch())]);
  await start(browser); // the past is kept after this
  const starts = [];
  for (let i = 0; i < STARTS; i += 1) starts.push(await start(browser));
  tell("(a) start to first comparison, past kept", starts);
  await changes(browser);
  await exported(browser);
} finally {
  await browser.close();
}
