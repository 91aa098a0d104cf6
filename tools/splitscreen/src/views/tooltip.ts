// What a chart says under the pointer: nodes, never markup in a string.

import { element } from "./dom";

export function tooltipOf(heading: string, rows: [name: string, text: string][]): HTMLElement {
  const parts = rows.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)]);
  return element("div", { class: "view-told" }, element("strong", {}, heading), element("dl", {}, ...parts));
}
