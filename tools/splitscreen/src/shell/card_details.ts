// What is known of a programme: its effects as claimed and as held against fair comparisons, costs, who is found.

import type { Effect, Lens, ProgrammeCard } from "../contract";
import { h } from "./element";
import { amount, effectInWords } from "./words";

const LENSES: Lens[] = ["claimed", "controlled"];
const HEADS: Record<Lens, string> = { claimed: "Claimed", controlled: "Controlled" };

function effectRow(effect: Effect): HTMLElement {
  return h("tr", {},
    h("th", { scope: "row" }, effect.title),
    ...LENSES.map((lens) => {
      const { times, low, high, source } = effect[lens];
      return h("td", { "data-lens": lens },
        effectInWords(times, low, high),
        h("span", { class: "fs-source" }, `Source: ${source}`));
    }));
}

function effectTable(card: ProgrammeCard): HTMLElement {
  return h("div", { class: "fs-scroll", tabindex: 0, role: "region", "aria-label": `Effects of ${card.title}` },
    h("table", { class: "fs-table" },
      h("caption", {}, "What it changes for those who take part"),
      h("thead", {}, h("tr", {},
        h("th", { scope: "col" }, "Effect"),
        ...LENSES.map((lens) => h("th", { scope: "col", "data-lens": lens },
          HEADS[lens], h("span", { class: "fs-lens-mark" }, " (used now)"))))),
      h("tbody", {}, ...card.effects.map(effectRow))));
}

function costs(card: ProgrammeCard): HTMLElement {
  if (card.costs.length === 0) return h("p", {}, "It has no costs of its own in this study.");
  return h("ul", { class: "nhsuk-list nhsuk-list--bullet" }, ...card.costs.map((cost) =>
    h("li", {}, `${cost.title}: ${amount(cost.value, cost.unit)} ${cost.each}. Paid by: ${cost.payer}.`)));
}

/** The element carries data-lens, by which the style sheet marks the column that is used now. */
export function cardDetails(card: ProgrammeCard): HTMLElement {
  const approach = card.approach === "informal"
    ? "Informal: help among neighbours, volunteers and groups."
    : card.approach === "formal" ? "Formal: given by services." : card.approach;
  const facts: [string, string][] = [
    ["How people are found", card.found],
    ["How it is delivered", card.delivered],
    ["Approach", approach],
    ["Review", card.review || "None: it goes on to the end of the study."],
  ];
  return h("details", { class: "nhsuk-details fs-details" },
    h("summary", { class: "nhsuk-details__summary" },
      h("span", { class: "nhsuk-details__summary-text" }, "Effects, costs and how it works",
        h("span", { class: "nhsuk-u-visually-hidden" }, ` of ${card.title}`))),
    h("div", { class: "nhsuk-details__text" },
      effectTable(card),
      h("h4", { class: "fs-small-heading" }, "What it costs"), costs(card),
      h("dl", { class: "fs-facts" }, ...facts.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]))));
}
