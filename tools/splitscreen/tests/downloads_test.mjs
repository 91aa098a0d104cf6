// Every chart has words, a table, and files to take away: PNG, SVG and CSV, and a link.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { pageTest } from "./browser.mjs";
import { drawn, everybodyDrawn, openTable, showView, tables, VIEWS } from "./screen.mjs";

async function downloaded(page, button) {
  const waiting = page.waitForEvent("download");
  await button.click();
  const download = await waiting;
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

function assertPng({ name, content }, where) {
  assert.match(name, /^[\w-]+\.png$/, where);
  assert.equal(content.subarray(1, 4).toString(), "PNG", where);
  const [width, height] = [content.readUInt32BE(16), content.readUInt32BE(20)];
  assert.ok(width > 1000 && height > 300, `${where}: ${width} by ${height}`);
  assert.ok(content.length > 10_000, `${where}: ${content.length} bytes`);
}

async function assertSvg(page, { name, content }, where) {
  assert.match(name, /^[\w-]+\.svg$/, where);
  const text = content.toString("utf8");
  const reader = await page.context().newPage(); // apart from the page: its policy rules what is parsed there too
  const found = await reader.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
    const attributes = [...parsed.querySelectorAll("*")].flatMap((one) => [...one.attributes]);
    return {
      root: parsed.documentElement.nodeName,
      marks: parsed.querySelectorAll("path, rect").length,
      words: [...parsed.querySelectorAll("text")].map((one) => one.textContent).join(" "),
      outside: attributes
        .filter((one) => !one.name.startsWith("xmlns") && /:\/\/|url\((?!["']?#)|javascript:/.test(one.value))
        .map((one) => `${one.name}=${one.value}`),
      active: parsed.querySelectorAll("script, foreignObject, image, use, style").length,
    };
  }, text);
  await reader.close();
  assert.equal(found.root, "svg", where);
  assert.ok(found.marks > 5, where);
  assert.deepEqual(found.outside, [], where);
  assert.equal(found.active, 0, where);
  assert.match(found.words, /Left: .*Right: /, where);
  assert.match(found.words, /Forestall \d.*seed \d+; study \w{12}.*synthetic/s, where);
}

/** Lines of a CSV file, the quoted ones taken apart. */
function linesOf({ content }) {
  const text = content.toString("utf8");
  return text.trimEnd().split("\r\n");
}

function cellsOf(line) {
  const cells = [];
  let rest = `${line},`;
  while (rest !== "") {
    const [whole, quoted, plain] = /^(?:"((?:[^"]|"")*)"|([^,]*)),/.exec(rest);
    cells.push(quoted?.replace(/""/g, '"') ?? plain);
    rest = rest.slice(whole.length);
  }
  return cells;
}

function assertCsv(file, shown, where) {
  assert.match(file.name, /^[\w-]+\.csv$/, where);
  const lines = linesOf(file);
  const about = lines.filter((line) => line.startsWith("# "));
  for (const what of [/^# what: /, /^# units: /, /^# left: /, /^# right: /, /^# seed: \d+$/, /^# study hash: \w+$/, /synthetic/]) {
    assert.ok(about.some((line) => what.test(line)), `${where}: ${what}`);
  }
  const [head, ...rows] = lines.slice(about.length);
  assert.match(head, /^table,/, where);
  const expected = shown.flatMap((table) => table.rows);
  assert.equal(rows.length, expected.length, `${where}: rows`);
  rows.forEach((line, i) => {
    const cells = cellsOf(line).slice(2);
    expected[i].cells.forEach(({ text, value }, j) => {
      // Full precision: the file's figure is the table's, to the last bit.
      if (value !== null) assert.equal(Number(cells[j]), value, `${where}: ${line}`);
      else assert.equal(cells[j].replace(/^'/, ""), /^(-|no score)$/.test(text) ? "" : text, `${where}: ${line}`);
    });
  });
}

pageTest("every chart has words, a table, and files to take away", async (page, { context, server }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.origin });
  await everybodyDrawn(page);
  let charts = 0;
  for (const view of VIEWS) {
    await showView(page, view);
    const shut = page.locator(`#view-${view} .view-measure-toggle[aria-expanded="false"]`);
    while ((await shut.count()) > 0) await shut.first().click();
    await drawn(page);
    for (const figure of await page.locator(`#view-${view} figure.view-figure`).all()) {
      if (!(await figure.isVisible())) continue;
      charts += 1;
      const words = (await figure.locator(".view-words").innerText()).trim();
      assert.ok(words.length > 40, `${view}: ${words}`);
      const image = figure.locator('[role="img"]');
      const name = await image.getAttribute("aria-label");
      assert.match(name, /^Chart: /);
      for (const line of words.split(/\n+/)) assert.ok(name.includes(line), `${view}: '${line}' is in the chart's name`);
      await openTable(figure);
      const shown = await tables(figure);
      assert.ok(shown.length > 0 && shown.every(({ rows }) => rows.length > 0), view);
      const where = `${view}: ${name.slice(0, 60)}`;
      const button = (text) => figure.locator(".view-downloads button", { hasText: text });
      assertPng(await downloaded(page, button("PNG")), where);
      await assertSvg(page, await downloaded(page, button("SVG")), where);
      assertCsv(await downloaded(page, button("CSV")), shown, where);
      await button("Copy link").click();
      await figure.getByText("Link copied.").waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
    }
  }
  assert.equal(charts, 3 + 1 + 1 + 2, "three measures, the pyramid, the moves, two of money");
  const evidence = page.locator("#view-evidence");
  assertCsv(await downloaded(page, evidence.getByRole("button", { name: "CSV" })), await tables(evidence), "evidence");
});

/** Runs in the page: answers end after the sample's comparison. */
function onlySamples() {
  const usual = window.fetch;
  window.fetch = async (path, options) => {
    const answer = await usual(path, options);
    if (!String(path).endsWith("/api/compare")) return answer;
    const messages = (await answer.text()).trim().split("\n").map((line) => JSON.parse(line));
    const sample = messages.find(({ comparison }) => comparison?.stage === "sample");
    return new Response([sample, { kind: "done" }].map((one) => JSON.stringify(one)).join("\n"));
  };
}

pageTest("files of a sample say that they are of a sample", async (page) => {
  await drawn(page);
  await page.evaluate(onlySamples);
  // What was asked before may be answered with everybody at once.
  await page.locator("#right-card-0-on").uncheck({ force: true });
  await drawn(page);
  assert.match(await page.locator(".fs-status__text").innerText(), /^Sample of 1 in \d+ people, .*; not everybody was simulated$/);
  assert.match(await page.locator(".view-figure .view-stage").first().innerText(), /^Sample of 1 in \d+ people/);
  const file = await downloaded(page, page.locator(".view-downloads button", { hasText: "CSV" }).first());
  assert.ok(linesOf(file).some((line) => /^# stage: Sample of 1 in \d+ people.*\(\d+ people\)$/.test(line)));
});
