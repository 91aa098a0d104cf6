// Who pays, who gains: payer by payer at a horizon, and in all month by month.

import type { View, ViewContext } from "../view";
import { cellText } from "./differences";
import { element, freshId, setOptions, setText } from "./dom";
import { FigureBlock } from "./figure_block";
import { monthName, sentence } from "./figures";
import { inAllPanel } from "./in_all_panel";
import { LineDrawing } from "./line_chart";
import { optionOf } from "./line_panels";
import { MoneyBars } from "./money_bars";
import {
  inAllAt,
  inAllTable,
  inAllWords,
  payersAt,
  payersFinding,
  payersTable,
  payersWords,
  sidesOf,
} from "./money_words";
import { LUCK } from "./provenance";
import { tooltipOf } from "./tooltip";

const CASHABLE =
  "Cashable: a payer could bank the saving. Notional: staff time and beds are freed, but the bills stay until " +
  "services change.";

class MoneyView {
  readonly root: HTMLElement;
  private readonly finding = element("p", { class: "view-finding" });
  private readonly worse = element("p");
  private readonly horizon: HTMLSelectElement;
  private readonly payers = new FigureBlock();
  private readonly bars = new MoneyBars();
  private readonly rules = element("ul", { class: "view-list" });
  private readonly inAll = new FigureBlock();
  private readonly drawing = new LineDrawing(this.inAll.plot);
  private context: ViewContext | null = null;
  private drawnWidth = 0;

  constructor() {
    const id = freshId("horizon");
    this.horizon = element("select", { id, class: "view-select" });
    this.horizon.addEventListener("change", () => this.context?.choose({ horizon: this.horizon.value }));
    this.payers.plot.append(this.bars.svg);
    this.root = element(
      "div",
      { class: "view view-money" },
      element("div", { class: "view-inset" }, this.finding, this.worse),
      element("h3", {}, "Who pays more, who pays less"),
      element("div", { class: "view-controls" }, element("label", { for: id }, "Over which time"), this.horizon),
      this.payers.root,
      element("h3", {}, "What is cashable, and why"),
      element("p", {}, CASHABLE),
      this.rules,
      element("h3", {}, "Cost in all, month by month"),
      this.inAll.root,
      element("p", { class: "view-note" }, LUCK),
    );
  }

  update(context: ViewContext): void {
    this.context = context;
    this.refresh();
  }

  refresh(): void {
    if (this.context === null) return;
    const { money } = this.context.comparison;
    setText(this.finding, sentence(money.finding));
    setText(this.worse, money.worse_first === "" ? "" : `Worse first, better later: ${sentence(money.worse_first)}`);
    this.worse.hidden = money.worse_first === "";
    setItems(this.rules, money.rules);
    this.refreshPayers(this.context);
    this.refreshInAll(this.context);
  }

  private refreshPayers(context: ViewContext): void {
    const { money } = context.comparison;
    const chosen = Math.max(0, money.horizons.indexOf(context.choice.horizon));
    const name = money.horizons[chosen] ?? "";
    setOptions(
      this.horizon,
      money.horizons,
      money.horizons.map((one) => sentence(one).slice(0, -1)),
      name,
    );
    const figures = payersAt(money, chosen);
    this.payers.update(
      {
        what: `Who pays, who gains, ${name}`,
        unit: money.unit,
        finding: payersFinding(figures, name),
        caption: `${sidesOf(context.comparison)}, ${money.unit}; thin lines: 95% intervals.`,
        words: payersWords(figures, name),
        table: payersTable(money, chosen),
      },
      context,
    );
    const width = this.payers.plot.clientWidth;
    this.drawnWidth = width;
    if (width > 0) this.bars.draw(figures, width);
  }

  private refreshInAll(context: ViewContext): void {
    const { money } = context.comparison;
    this.inAll.update(
      {
        what: "Cost in all since the start",
        unit: money.unit,
        finding: "",
        caption: `${sidesOf(context.comparison)}; above zero the right has cost more so far.`,
        words: [sentence(money.finding), ...inAllWords(money)],
        table: inAllTable(money),
      },
      context,
    );
    const width = this.inAll.plot.clientWidth;
    if (width === 0) return;
    const { panel, height } = inAllPanel(money, width);
    const option = optionOf([panel], (_, at) => {
      const heading = `${monthName(money.months[at] ?? "")}, thousand pounds`;
      return tooltipOf(heading, [["Right less left, so far", cellText(inAllAt(money, at), 1000)]]);
    });
    this.drawing.draw(option, width, height, context.motion);
  }

  resize(): void {
    if (this.payers.plot.clientWidth !== this.drawnWidth) this.refresh();
  }

  dispose(): void {
    this.drawing.dispose();
    this.root.remove();
  }
}

function setItems(list: HTMLUListElement, texts: string[]): void {
  list.replaceChildren(...texts.map((text) => element("li", {}, text)));
}

export const money: View = {
  id: "money",
  title: "Who pays, who gains",
  mount(parent) {
    const view = new MoneyView();
    parent.append(view.root);
    return {
      update: (context) => view.update(context),
      resize: () => view.resize(),
      dispose: () => view.dispose(),
    };
  },
};
