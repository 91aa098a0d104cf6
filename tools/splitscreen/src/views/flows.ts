// Moves between the layers in a calendar year, left and right.

import type { Comparison } from "../contract";
import type { View, ViewContext } from "../view";
import { element, freshId, setOptions } from "./dom";
import { FigureBlock } from "./figure_block";
import { FlowPicture } from "./flow_picture";
import { flowFinding, flowTable, flowWords } from "./flow_words";
import type { TableData } from "./tables";

class FlowsView {
  readonly root: HTMLElement;
  private readonly block = new FigureBlock();
  private readonly picture = new FlowPicture();
  private readonly year: HTMLSelectElement;
  private readonly nothing = element("p", {}, "The run holds no whole calendar year to count moves in.");
  private context: ViewContext | null = null;
  private drawnWidth = 0;
  private table: { of: Comparison; year: number; data: TableData } | null = null;

  constructor() {
    const id = freshId("year");
    this.year = element("select", { id, class: "view-select" });
    this.year.addEventListener("change", () => this.context?.choose({ year: Number(this.year.value) }));
    this.block.plot.append(this.picture.svg);
    this.root = element(
      "div",
      { class: "view view-flows" },
      element("div", { class: "view-controls" }, element("label", { for: id }, "Calendar year"), this.year),
      this.nothing,
      this.block.root,
    );
  }

  update(context: ViewContext): void {
    this.context = context;
    this.refresh();
  }

  refresh(): void {
    if (this.context === null) return;
    const { comparison, choice } = this.context;
    const { pyramid } = comparison;
    this.nothing.hidden = pyramid.years.length > 0;
    this.block.root.hidden = pyramid.years.length === 0;
    if (pyramid.years.length === 0) return;
    const at = Math.max(0, pyramid.years.indexOf(choice.year ?? NaN));
    const years = pyramid.years.map(String);
    setOptions(this.year, years, years, years[at] ?? "");
    if (this.table?.of !== comparison || this.table.year !== at) {
      this.table = { of: comparison, year: at, data: flowTable(comparison, at) };
    }
    this.block.update(
      {
        what: `Moves between layers in ${years[at] ?? ""}`,
        unit: "moves a year",
        finding: flowFinding(pyramid, at),
        caption:
          "From the layer that is left, to the layer that is entered; widths are moves, to one scale on both sides.",
        words: flowWords(pyramid, at),
        table: this.table.data,
      },
      this.context,
    );
    const width = this.block.plot.clientWidth;
    this.drawnWidth = width;
    if (width > 0) this.picture.draw(comparison, at, width);
  }

  resize(): void {
    if (this.block.plot.clientWidth !== this.drawnWidth) this.refresh();
  }

  dispose(): void {
    this.root.remove();
  }
}

export const flows: View = {
  id: "flows",
  title: "Moves between layers",
  mount(parent) {
    const view = new FlowsView();
    parent.append(view.root);
    return {
      update: (context) => view.update(context),
      resize: () => view.resize(),
      dispose: () => view.dispose(),
    };
  },
};
