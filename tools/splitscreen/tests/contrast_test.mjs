// Lines, bars and bands stand out from white by at least 3 to 1.

import assert from "node:assert/strict";
import { pageTest } from "./browser.mjs";
import { everybodyDrawn, showView } from "./screen.mjs";

const LEAST = 3;
const CHARTS = ["demand", "pyramid", "flows", "money"];

/** Marks of the charts in sight that are paler than `least`, and how many there are in all. */
function paleMarks(least) {
  const RULE = "rgb(216, 221, 224)"; // grid lines help the eye; ticks say the same in words
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const contrast = (paint, opacity) => {
    const [red, green, blue, alpha = 1] = paint.match(/[\d.]+/g).map(Number);
    const light = [red, green, blue].map((part) => linear(1 - opacity * alpha * (1 - part / 255)));
    return 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05);
  };
  const isPaint = (paint) => paint.startsWith("rgb") && !/^rgba\(.*, 0\)$/.test(paint);
  const found = { pale: [], count: 0, colours: {} };
  for (const svg of document.querySelectorAll(".view-plot svg")) {
    if (!svg.checkVisibility()) continue;
    const marks = [...svg.querySelectorAll("path, rect, line, circle, polyline, polygon")].filter((one) => !one.closest("pattern, clipPath, defs"));
    const seen = marks.map((one) => {
      const { fill, stroke, fillOpacity, strokeOpacity, opacity, strokeWidth } = getComputedStyle(one);
      const box = one.getBBox();
      const paints = [];
      if (isPaint(fill) && fillOpacity > 0) paints.push({ paint: fill, contrast: contrast(fill, fillOpacity * opacity) });
      if (isPaint(stroke) && parseFloat(strokeWidth) > 0 && strokeOpacity > 0) paints.push({ paint: stroke, contrast: contrast(stroke, strokeOpacity * opacity) });
      return { one, box, paints, best: Math.max(0, ...paints.map((each) => each.contrast)) };
    });
    // A pale band is told by the dark lines at its edges.
    const isEdged = ({ box }) => {
      const edges = seen.filter((other) => other.best >= least && other.box.height <= box.height + 2
        && Math.abs(other.box.x - box.x) < 2 && Math.abs(other.box.width - box.width) < 2);
      const top = edges.some((other) => Math.abs(other.box.y - box.y) < 3);
      const bottom = edges.some((other) => Math.abs(other.box.y + other.box.height - box.y - box.height) < 3);
      return edges.length >= 2 && top && bottom;
    };
    for (const mark of seen) {
      const paints = mark.paints.filter(({ paint }) => paint !== RULE && paint !== "rgb(255, 255, 255)");
      if (paints.length === 0) continue;
      found.count += 1;
      for (const { paint, contrast: ratio } of paints) found.colours[paint] = Math.round(ratio * 100) / 100;
      if (mark.best < least && !isEdged(mark)) found.pale.push(`${mark.one.outerHTML.slice(0, 100)} ${paints.map(({ paint, contrast: ratio }) => `${paint} ${ratio.toFixed(2)}`)}`);
    }
  }
  return found;
}

pageTest("lines, bars and bands stand out from white", async (page, { t }) => {
  await everybodyDrawn(page);
  for (const view of CHARTS) {
    await showView(page, view);
    const { pale, count, colours } = await page.evaluate(paleMarks, LEAST);
    t.diagnostic(`${view}: ${JSON.stringify(colours)}`);
    assert.ok(count > 8, `${view} has ${count} marks`);
    assert.deepEqual(pale, [], view);
  }
});

pageTest("a pale mark is found", async (page) => {
  await everybodyDrawn(page);
  await page.locator(".view-plot svg path[stroke='#12436D']").first().evaluate((path) => path.setAttribute("stroke", "#CCCCCC"));
  assert.equal((await page.evaluate(paleMarks, LEAST)).pale.length, 1);
});
