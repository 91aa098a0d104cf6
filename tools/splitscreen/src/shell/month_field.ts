// The first month of offers: two lists, since browsers differ on fields for months and a list works with every key.

import { fill, h } from "./element";
import { monthNames, monthOf } from "./words";

export interface MonthSpec {
  id: string;
  label: string;
  from: string; // first day that may be set
  until: string; // last day that may be set
  original: string;
  isFixed: boolean;
}

export interface MonthReports {
  value(day: string): void;
  invalid(isInvalid: boolean): void;
}

export class MonthField {
  readonly element: HTMLElement;
  private readonly month: HTMLSelectElement;
  private readonly year: HTMLSelectElement;
  private readonly error: HTMLElement;
  private readonly was: HTMLElement;

  constructor(
    private readonly spec: MonthSpec,
    private readonly reports: MonthReports,
  ) {
    const { id } = spec;
    this.error = h("p", { class: "nhsuk-error-message", id: `${id}-error`, hidden: true });
    this.was = h("p", { class: "fs-was", hidden: true }, `was ${monthOf(spec.original)}`);
    const changed = () => this.changed();
    this.month = h("select", { class: "nhsuk-select", id, disabled: spec.isFixed, onchange: changed },
      ...monthNames().map((name, i) => h("option", { value: String(i + 1).padStart(2, "0") }, name)));
    this.year = h("select", { class: "nhsuk-select", id: `${id}-year`, disabled: spec.isFixed, onchange: changed },
      ...this.years().map((year) => h("option", { value: year }, String(year))));
    this.element = h("fieldset", { class: "fs-field", "aria-describedby": `${id}-error` },
      h("legend", { class: "fs-field__legend" }, spec.label),
      this.error,
      h("div", { class: "fs-field__row" },
        h("label", { class: "nhsuk-u-visually-hidden", for: id }, "Month"), this.month,
        h("label", { class: "nhsuk-u-visually-hidden", for: `${id}-year` }, "Year"), this.year,
        this.was),
    );
    this.show(spec.original);
  }

  show(day: string): void {
    this.year.value = day.slice(0, 4);
    this.month.value = day.slice(5, 7);
    this.was.hidden = day === this.spec.original;
    this.setError("");
  }

  private years(): number[] {
    const days = [this.spec.from, this.spec.until, this.spec.original].sort();
    const first = Number(days[0].slice(0, 4));
    const last = Number(days[2].slice(0, 4));
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }

  private changed(): void {
    const month = `${this.year.value}-${this.month.value}`;
    const { from, until, original } = this.spec;
    if (month === original.slice(0, 7)) return this.take(original);
    const isAllowed = month >= from.slice(0, 7) && month <= until.slice(0, 7);
    if (!isAllowed) return this.setError(`Choose a month from ${monthOf(from)} to ${monthOf(until)}.`);
    // In the first month allowed the first day may come later than the 1st.
    this.take(`${month}-01` < from ? from : `${month}-01`);
  }

  private take(day: string): void {
    this.show(day);
    this.reports.value(day);
  }

  private setError(text: string): void {
    fill(this.error, text);
    this.error.hidden = text === "";
    this.element.classList.toggle("fs-field--error", text !== "");
    this.month.classList.toggle("nhsuk-select--error", text !== "");
    this.year.classList.toggle("nhsuk-select--error", text !== "");
    this.reports.invalid(text !== "");
  }
}
