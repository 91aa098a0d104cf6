// The pyramid of need on each side, through time.

import type { Comparison } from "../contract";
import type { View, ViewContext } from "../view";
import { element } from "./dom";
import { FigureBlock } from "./figure_block";
import { monthName } from "./figures";
import { Player } from "./player";
import { PyramidPicture } from "./pyramid_picture";
import { pyramidFinding, pyramidTable, pyramidWords } from "./pyramid_words";
import type { TableData } from "./tables";

class PyramidView {
  readonly root: HTMLElement;
  private readonly block = new FigureBlock();
  private readonly picture = new PyramidPicture();
  private readonly meanings = element("dl", { class: "view-meanings" });
  private readonly player: Player;
  private context: ViewContext | null = null;
  private drawnWidth = 0;
  private at = 0;
  private table: { of: Comparison; data: TableData } | null = null;

  constructor() {
    this.player = new Player(
      "Month",
      (at) => {
        this.at = at;
        if (this.block.plot.clientWidth === 0) this.player.stop(); // its tab is hidden
        this.refresh();
      },
      (at) => this.context?.choose({ time: this.context.comparison.pyramid.times[at] ?? "" }),
    );
    this.block.plot.append(this.picture.svg);
    this.root = element(
      "div",
      { class: "view view-pyramid" },
      this.player.root,
      this.block.root,
      element("h3", {}, "What the layers mean"),
      this.meanings,
    );
  }

  update(context: ViewContext): void {
    this.context = context;
    const { pyramid } = context.comparison;
    // While it plays, the reader's link lags behind: what is on screen counts.
    if (!this.player.isPlaying) {
      const chosen = pyramid.times.indexOf(context.choice.time);
      this.at = chosen < 0 ? pyramid.times.length - 1 : chosen;
    }
    this.at = Math.min(this.at, pyramid.times.length - 1);
    this.player.set(
      pyramid.times.map((time) => `End of ${monthName(time)}`),
      this.at,
    );
    this.meanings.replaceChildren(
      ...pyramid.layers.flatMap((layer) => [element("dt", {}, layer.title), element("dd", {}, layer.meaning)]),
    );
    this.refresh();
  }

  refresh(): void {
    if (this.context === null) return;
    const { comparison, motion } = this.context;
    if (this.table?.of !== comparison) this.table = { of: comparison, data: pyramidTable(comparison) };
    this.block.update(
      {
        what: `Pyramid of need, end of ${monthName(comparison.pyramid.times[this.at] ?? "")}`,
        unit: "people",
        finding: pyramidFinding(comparison.pyramid, this.at),
        caption: "Widths are people, to one scale on both sides and at every time; in brackets the share of all.",
        words: pyramidWords(comparison.pyramid, this.at),
        table: this.table.data,
      },
      this.context,
    );
    const width = this.block.plot.clientWidth;
    this.drawnWidth = width;
    if (width > 0) this.picture.draw(comparison, this.at, width, motion);
  }

  resize(): void {
    if (this.block.plot.clientWidth !== this.drawnWidth) this.refresh();
  }

  dispose(): void {
    this.player.stop();
    this.root.remove();
  }
}

export const pyramid: View = {
  id: "pyramid",
  title: "Pyramid of need",
  mount(parent) {
    const view = new PyramidView();
    parent.append(view.root);
    return {
      update: (context) => view.update(context),
      resize: () => view.resize(),
      dispose: () => view.dispose(),
    };
  },
};
