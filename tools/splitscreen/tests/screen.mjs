// What a reader sees and does on the page.

import assert from "node:assert/strict";

/** A busy machine may take this long to draw a comparison. */
export const PATIENCE_MS = 90_000;

export const VIEWS = ["demand", "pyramid", "flows", "money", "evidence"];

/** Figures that answer what is set now are drawn. A change marks those on the screen as old in the same moment. */
export async function drawn(page) {
  await page.waitForFunction(
    () => {
      const views = document.querySelector(".fs-views");
      const panel = document.querySelector('[role="tabpanel"]:not([hidden])');
      if (!views || views.hidden || views.classList.contains("fs-views--old") || !panel) return false;
      const plots = [...panel.querySelectorAll(".view-plot")].filter((plot) => plot.clientWidth > 0);
      return panel.querySelector(".view-table, .view-plot") !== null
        && plots.every((plot) => plot.querySelector("svg path, svg rect") !== null);
    },
    undefined,
    { timeout: PATIENCE_MS },
  );
}

export async function sampleDrawn(page) {
  await drawn(page);
  assert.match(await statusOf(page), /^(Sample of 1 in|Everybody simulated)/);
}

export async function everybodyDrawn(page) {
  await page.waitForFunction(
    () => /^Everybody simulated/.test(document.querySelector(".fs-status__text")?.textContent ?? "")
      && !document.querySelector(".fs-views")?.classList.contains("fs-views--old"),
    undefined,
    { timeout: 2 * PATIENCE_MS },
  );
  await drawn(page);
}

export function statusOf(page) {
  return page.locator(".fs-status__text").innerText();
}

/** Digest of the study that the figures on the screen come from; "" while there are none. */
export async function studyDrawn(page) {
  const found = page.locator(".fs-footer__facts div", { hasText: /^Study/ }).locator("dd");
  return (await found.count()) === 0 ? "" : found.innerText();
}

/** What the page last asked the server to compare. */
export function lastAsked(seen) {
  const asked = seen.requests.filter((request) => new URL(request.url()).pathname === "/api/compare");
  return asked.length === 0 ? null : asked[asked.length - 1].postDataJSON();
}

export async function showView(page, view) {
  await page.locator(`#tab-${view}`).click();
  await drawn(page);
}

/** Types a number into a field; the page takes it at once. */
export async function type(page, id, value) {
  await page.locator(`#${id}`).fill(String(value));
}

/** Every chart's drawing as text: two that differ are different pictures. */
export function drawing(page) {
  return page.locator(".view-plot").first().innerHTML();
}

/** All rows of a figure's tables: {caption, columns, rows: [{name, cells: [{text, value}]}]}. */
export async function tables(figure) {
  return figure.locator("table.view-table").evaluateAll((found) => found.map((table) => ({
    caption: table.caption.textContent,
    columns: [...table.tHead.rows[0].cells].map((cell) => cell.textContent),
    rows: [...table.tBodies[0].rows].map((row) => ({
      name: row.cells[0].textContent,
      cells: [...row.cells].slice(1).map((cell) => ({
        text: cell.textContent,
        value: cell.dataset.value === undefined ? null : Number(cell.dataset.value),
      })),
    })),
  })));
}

/** Opens the first figure's table, or another's, and waits for its rows. */
export async function openTable(figure) {
  await figure.locator("summary", { hasText: "Table" }).click();
  await figure.locator("table.view-table").first().waitFor({ state: "visible" });
}

/** Words along the value axes of a chart, with their places. */
export function valueTicks(page, plot = 0) {
  return page.locator(".view-plot").nth(plot).evaluate((element) => {
    const frame = element.getBoundingClientRect();
    return [...element.querySelectorAll('svg text[text-anchor="end"]')]
      .filter((text) => /^[+-]?[\d,.]+$/.test(text.textContent))
      .map((text) => {
        const box = text.getBoundingClientRect();
        return { text: text.textContent, right: Math.round(box.right - frame.left), y: Math.round(box.top - frame.top) };
      });
  });
}
