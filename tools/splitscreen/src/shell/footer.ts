// Where the figures come from, so that a print or a screenshot can be traced.

import type { Catalogue, Comparison } from "../contract";
import { fill, h } from "./element";

export function showFooter(parent: Element, catalogue: Catalogue, comparison: Comparison | null): void {
  const facts: [string, string][] = [["Forestall", comparison?.version ?? catalogue.version]];
  if (comparison) {
    facts.push(["Model", comparison.model], ["Seed", String(comparison.seed)], ["Study", comparison.study_hash.slice(0, 12)]);
  }
  fill(parent,
    h("p", { class: "fs-footer__synthetic" }, catalogue.synthetic),
    h("dl", { class: "fs-footer__facts" }, ...facts.map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, text)))),
    h("p", {}, "Not an NHS website. It runs on this computer and sends nothing anywhere."));
}
