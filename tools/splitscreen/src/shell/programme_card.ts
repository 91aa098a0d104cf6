// One programme of a scenario: what it is, whether it is used, and its settings.

import type { Lens, ProgrammeCard, Use } from "../contract";
import { cardDetails } from "./card_details";
import { button, fill, h } from "./element";
import { MonthField } from "./month_field";
import { NumberField, type NumberSpec } from "./number_field";
import { boundsOfPlaces, boundsOfSensitivity, isSameUse } from "./settings";
import type { Change } from "./state";
import { figure, inHundred, monthOf } from "./words";

export interface CardReports {
  use(use: Use, change: Change): void;
  /** A control whose value cannot be used; null: it can again. */
  mark(id: string, name: string | null): void;
}

type Amount = "a_month" | "at_once" | "uptake" | "sensitivity";

export class Card {
  readonly element: HTMLElement;
  private use: Use;
  private readonly on: HTMLInputElement;
  private readonly summary = h("p", { class: "fs-card__summary" });
  private readonly controls: HTMLDetailsElement;
  private readonly reset: HTMLButtonElement;
  private readonly month: MonthField;
  private readonly numbers: { key: Amount; perCent: boolean; field: NumberField }[] = [];

  constructor(
    private readonly id: string,
    private readonly card: ProgrammeCard,
    private readonly original: Use,
    private readonly isFixed: boolean,
    isOpen: boolean,
    private readonly reports: CardReports,
  ) {
    this.use = original;
    this.on = h("input", {
      class: "nhsuk-checkboxes__input", type: "checkbox", id: `${id}-on`, disabled: isFixed,
      onchange: () => this.change({ on: this.on.checked }, "setting"),
    });
    this.month = new MonthField(
      {
        id: `${id}-starts`, label: "First month of offers", from: card.starts_from, until: card.starts_until,
        original: original.starts, isFixed,
      },
      {
        value: (starts) => this.change({ starts }, "setting"),
        invalid: (isInvalid) => this.mark("starts", "First month of offers", isInvalid),
      },
    );
    const fields = h("div", { class: "fs-card__fields" }, this.month.element, ...this.numberFields());
    this.reset = button("Reset", () => this.resetAll(), "link");
    this.reset.append(h("span", { class: "nhsuk-u-visually-hidden" }, ` ${card.title} to the study’s settings`));
    this.controls = h("details", { class: "nhsuk-details fs-details", open: isOpen },
      h("summary", { class: "nhsuk-details__summary" },
        h("span", { class: "nhsuk-details__summary-text" }, "Settings",
          h("span", { class: "nhsuk-u-visually-hidden" }, ` of ${card.title}`))),
      h("div", { class: "nhsuk-details__text" }, fields, this.reset));
    this.element = h("article", { class: "fs-card", "aria-labelledby": `${id}-title` },
      h("div", { class: "fs-card__head" },
        h("h3", { class: "fs-card__title", id: `${id}-title` }, card.title),
        h("div", { class: "nhsuk-checkboxes nhsuk-checkboxes--small" },
          h("div", { class: "nhsuk-checkboxes__item fs-card__on" }, this.on,
            h("label", { class: "nhsuk-label nhsuk-checkboxes__label", for: `${id}-on` }, "In use",
              h("span", { class: "nhsuk-u-visually-hidden" }, `: ${card.title}`))))),
      h("p", { class: "fs-card__kind" }, h("strong", {}, card.kind), card.kind_meaning && `: ${card.kind_meaning}`),
      this.summary, this.controls, cardDetails(card));
    this.show(original);
  }

  /** Brings every control in step with `use`. */
  show(use: Use): void {
    this.use = use;
    this.on.checked = use.on;
    this.month.show(use.starts);
    for (const { key, perCent, field } of this.numbers) {
      const value = use[key];
      if (value !== null) field.show(perCent ? asPerCent(value) : value);
    }
    this.refresh();
  }

  showLens(lens: Lens): void {
    this.element.dataset.lens = lens;
  }

  private numberFields(): HTMLElement[] {
    const { card, original } = this;
    this.addNumber("a_month", false, "Places offered a month", "places", boundsOfPlaces(card.most_a_month, original.a_month ?? 0));
    this.addNumber("at_once", false, "People at one time", "people", boundsOfPlaces(card.most_at_once, original.at_once ?? 0));
    this.addNumber("uptake", true, "Out of 100 people offered a place, how many say yes", "in 100", { min: 0, max: 1 });
    const flags = card.flagged === null ? "" : ` (it flags ${inHundred(card.flagged)} in 100 of those eligible)`;
    this.addNumber("sensitivity", true,
      `Out of 100 ${card.predicts ?? "events"}, how many fall to people whom the finder flags${flags}`,
      "in 100", boundsOfSensitivity(card));
    return this.numbers.map(({ field }) => field.element);
  }

  private addNumber(key: Amount, perCent: boolean, label: string, unit: string, bounds: { min: number; max: number }): void {
    const original = this.original[key];
    if (original === null) return; // the scenario has no such setting
    const scale = (value: number) => (perCent ? asPerCent(value) : value);
    const spec: NumberSpec = {
      id: `${this.id}-${key}`, label, unit, min: scale(bounds.min), max: scale(bounds.max), digits: perCent ? 1 : 0,
      original: scale(original), isFixed: this.isFixed, isWide: key === "sensitivity", advice: adviceFor(key),
    };
    const field = new NumberField(spec, {
      value: (value) => this.change({ [key]: value === spec.original ? original : perCent ? asShare(value) : value }, "slide"),
      invalid: (isInvalid) => this.mark(key, label, isInvalid),
    });
    this.numbers.push({ key, perCent, field });
  }

  private mark(key: string, label: string, isInvalid: boolean): void {
    this.reports.mark(`${this.id}-${key}`, isInvalid ? `${label}, ${this.card.title}` : null);
  }

  private change(change: Partial<Use>, kind: Change): void {
    this.use = { ...this.use, ...change };
    this.refresh();
    this.reports.use(this.use, kind);
  }

  private resetAll(): void {
    this.show(this.original);
    this.reports.use(this.original, "setting");
    this.on.focus(); // the button has just gone
  }

  private refresh(): void {
    const isSame = isSameUse(this.use, this.original);
    this.reset.hidden = isSame;
    this.controls.hidden = !this.use.on;
    this.element.classList.toggle("fs-card--off", !this.use.on);
    fill(this.summary, this.inWords(), !isSame && h("strong", { class: "fs-changed" }, "Changed"));
    // The button is inside the settings, which are hidden while the programme is off.
    if (!this.use.on && !isSame) this.summary.append(" ", this.reset);
    else this.controls.lastElementChild!.append(this.reset);
  }

  private inWords(): string {
    const { on, starts, a_month, at_once, uptake, sensitivity } = this.use;
    if (!on) return "Not in use. ";
    const parts = [`Offers from ${monthOf(starts)}`];
    if (a_month !== null) parts.push(`${figure(a_month, 1)} places a month`);
    if (at_once !== null) parts.push(`${figure(at_once, 1)} people at one time`);
    if (uptake !== null) parts.push(`${inHundred(uptake)} in 100 say yes`);
    if (sensitivity !== null) parts.push(`finds ${inHundred(sensitivity)} in 100`);
    return `${parts.join("; ")}. `;
  }
}

function adviceFor(key: Amount): string {
  if (key === "sensitivity") return "A lower figure would be no better than picking people at random.";
  return key === "uptake" ? "" : "To offer no places, untick “In use”.";
}

function asPerCent(share: number): number {
  return Math.round(share * 1e7) / 1e5;
}

function asShare(perCent: number): number {
  return Math.round(perCent * 1e5) / 1e7;
}
