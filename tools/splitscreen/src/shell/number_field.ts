// A number with its label, unit and slider. What is typed is reported only when it can be used; otherwise the field
// says what is allowed.

import { fill, h } from "./element";
import { figure } from "./words";

export interface NumberSpec {
  id: string;
  label: string;
  /** Stands behind the number. */
  unit: string;
  min: number;
  max: number;
  /** Decimal places that may be typed. */
  digits: number;
  /** As the study has it. */
  original: number;
  /** What to add to "Enter a number from 1 to 600.". */
  advice: string;
  /** Its label is a sentence and takes a row of its own. */
  isWide: boolean;
  /** In a stored copy nothing can be set. */
  isFixed: boolean;
}

export interface NumberReports {
  value(value: number): void;
  /** Whether what is typed cannot be used. */
  invalid(isInvalid: boolean): void;
}

export class NumberField {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly range: HTMLInputElement;
  private readonly error: HTMLElement;
  private readonly was: HTMLElement;
  private value: number;

  constructor(
    private readonly spec: NumberSpec,
    private readonly reports: NumberReports,
  ) {
    const { id, label, unit, min, max } = spec;
    this.value = spec.original;
    this.error = h("p", { class: "nhsuk-error-message", id: `${id}-error`, hidden: true });
    this.was = h("p", { class: "fs-was", id: `${id}-was`, hidden: true }, `was ${this.text(spec.original)}`);
    this.input = h("input", {
      class: "nhsuk-input fs-field__number", id, type: "text", inputmode: spec.digits ? "decimal" : "numeric",
      autocomplete: "off", "aria-describedby": `${id}-unit ${id}-was ${id}-error`, disabled: spec.isFixed,
      oninput: () => this.typed(),
      onkeydown: (event) => this.stepped(event as KeyboardEvent),
    });
    const step = sliderStep(max - min);
    this.range = h("input", {
      class: "fs-field__range", type: "range", min: Math.floor(min / step) * step, max, step,
      "aria-label": `${label}, slider`, disabled: spec.isFixed, oninput: () => this.slid(),
    });
    this.element = h("div", { class: `nhsuk-form-group fs-field${spec.isWide ? " fs-field--wide" : ""}` },
      h("label", { class: "nhsuk-label", for: id }, label),
      this.error,
      h("div", { class: "fs-field__row" },
        h("div", { class: "nhsuk-input-wrapper" },
          this.input, h("div", { class: "nhsuk-input__suffix", id: `${id}-unit` }, unit)),
        this.range, this.was),
    );
    this.show(spec.original);
  }

  /** Shows a value that came from elsewhere; what is being typed to the same effect is left alone. */
  show(value: number): void {
    if (this.read() !== value) this.input.value = this.text(value);
    this.take(value);
  }

  private text(value: number): string {
    return figure(value, Math.max(this.spec.digits, 1));
  }

  private take(value: number): void {
    this.value = value;
    this.range.value = String(value);
    this.range.setAttribute("aria-valuetext", `${this.text(value)} ${this.spec.unit}`);
    this.was.hidden = value === this.spec.original;
    this.setError("");
  }

  /** The number typed, if it can be used. */
  private read(): number | null {
    const typed = this.input.value.trim().replace(/,/g, "");
    if (!/^\d+(\.\d+)?$/.test(typed)) return null;
    const value = Number(typed);
    // What the study has counts as typed even where it has more decimals than the field shows.
    if (this.text(this.spec.original) === this.text(value)) return this.spec.original;
    const factor = 10 ** this.spec.digits;
    const isFine = Math.abs(value * factor - Math.round(value * factor)) > 1e-6;
    return isFine || value < this.spec.min || value > this.spec.max ? null : value;
  }

  private typed(): void {
    const value = this.read();
    if (value === null) {
      const { min, max, digits, advice } = this.spec;
      const kind = digits ? "a number" : "a whole number";
      this.setError(`Enter ${kind} from ${figure(min, digits)} to ${figure(max, digits)}. ${advice}`.trim());
      return;
    }
    this.take(value);
    this.reports.value(value);
  }

  /** Up and down change the number by one, as in number fields; those cannot tell "1,200" from nothing. */
  private stepped(event: KeyboardEvent): void {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const value = Math.min(Math.max(this.value + direction, this.spec.min), this.spec.max);
    this.input.value = this.text(value);
    this.take(value);
    this.reports.value(value);
  }

  private slid(): void {
    const value = Math.min(Math.max(Number(this.range.value), this.spec.min), this.spec.max);
    this.input.value = this.text(value);
    this.take(value);
    this.reports.value(value);
  }

  private setError(text: string): void {
    fill(this.error, text);
    this.error.hidden = text === "";
    this.element.classList.toggle("nhsuk-form-group--error", text !== "");
    this.input.classList.toggle("nhsuk-input--error", text !== "");
    if (text) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
    this.reports.invalid(text !== "");
  }
}

/** About a hundred steps, round ones. */
function sliderStep(span: number): number {
  const rough = span / 100;
  if (rough <= 1) return 1;
  const ten = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((times) => times * ten).find((step) => step >= rough)!;
}
