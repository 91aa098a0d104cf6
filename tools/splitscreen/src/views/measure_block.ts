// One measure of the demand view: a heading that opens and closes, and its figure.

import type { Measure, Series } from "../contract";
import type { ViewContext } from "../view";
import { cellText } from "./differences";
import { element, freshId, setText } from "./dom";
import { figure, isMoney, monthName, tableUnit } from "./figures";
import { FigureBlock } from "./figure_block";
import { LineDrawing } from "./line_chart";
import { optionOf } from "./line_panels";
import { panelsOf } from "./measure_panels";
import { tableOf, wordsOf } from "./measure_words";
import { tooltipOf } from "./tooltip";

const PANELS_A_SPAN = 3;

export class MeasureBlock {
  readonly root: HTMLElement;
  private readonly toggle: HTMLButtonElement;
  private readonly name = element("span", { class: "view-measure-name" });
  private readonly unit = element("span", { class: "view-measure-unit" });
  private readonly body: HTMLElement;
  private readonly block = new FigureBlock();
  private readonly drawing = new LineDrawing(this.block.plot);
  private opened: boolean;
  private shown: { measure: Measure; context: ViewContext; width: number } | null = null;

  constructor(isOpen: boolean) {
    this.opened = isOpen;
    const id = freshId("measure");
    this.body = element("div", { id }, this.block.root);
    const attributes = { type: "button", class: "view-measure-toggle", "aria-controls": id };
    this.toggle = element("button", attributes, element("span", {}, this.name, " ", this.unit));
    this.toggle.addEventListener("click", () => this.open(!this.opened));
    this.root = element("section", { class: "view-measure" }, element("h3", {}, this.toggle), this.body);
    this.showOpen();
  }

  get isOpen(): boolean {
    return this.opened;
  }

  update(measure: Measure, context: ViewContext, width: number): void {
    this.shown = { measure, context, width };
    setText(this.name, measure.title);
    setText(
      this.unit,
      isMoney(measure.unit) ? `${measure.unit}, ${context.comparison.price_year} prices` : measure.unit,
    );
    // A closed measure is not drawn, and neither is one on a hidden tab.
    if (!this.opened || width === 0) return;
    const { panels, height, withoutZero } = panelsOf(measure, context.comparison, width);
    const option = optionOf(panels, (panel, at) => toldAt(measure, context, panel, at));
    this.drawing.draw(option, width, height, context.motion);
    this.block.update(
      {
        what: measure.title,
        unit: measure.unit,
        finding: "",
        caption:
          "Left and right stand on the same axis; below them is what the right has more (+) or less (-) than the left.",
        words: wordsOf(measure, withoutZero),
        table: tableOf(measure, context.comparison),
      },
      context,
    );
  }

  resize(width: number): void {
    if (this.shown === null || this.shown.width === width) return;
    this.update(this.shown.measure, this.shown.context, width);
  }

  dispose(): void {
    this.drawing.dispose();
    this.root.remove();
  }

  private open(isOpen: boolean): void {
    this.opened = isOpen;
    this.showOpen();
    if (this.shown === null) return;
    this.update(this.shown.measure, this.shown.context, this.shown.width);
  }

  private showOpen(): void {
    this.toggle.setAttribute("aria-expanded", String(this.opened));
    this.body.hidden = !this.opened;
  }
}

function toldAt(measure: Measure, { comparison }: ViewContext, panel: number, at: number): HTMLElement {
  const isShort = panel < PANELS_A_SPAN;
  const series: Series = isShort ? measure.short : measure.long;
  const time = isShort ? monthName(comparison.months[at] ?? "") : String(comparison.years[at] ?? "");
  const { divisor, name } = tableUnit(measure.unit);
  const difference = {
    difference: series.difference[at] ?? 0,
    low: series.low[at] ?? null,
    high: series.high[at] ?? null,
  };
  return tooltipOf(`${time}, ${name}`, [
    [`Left: ${comparison.left.title}`, figure((series.left[at] ?? 0) / divisor)],
    [`Right: ${comparison.right.title}`, figure((series.right[at] ?? 0) / divisor)],
    ["Right less left", cellText(difference, divisor)],
  ]);
}
