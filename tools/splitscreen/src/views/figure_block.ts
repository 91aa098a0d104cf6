// What stands around every chart: caption, accessible name, words, table, downloads.

import type { ViewContext } from "../view";
import { button, element, setParagraphs, setText } from "./dom";
import { later } from "./later";
import { copyLink } from "./links";
import { pictureOf, pngFile, save, svgFile } from "./pictures";
import { aboutLines, fileStem, saidStage, sidesLine, sourceLine } from "./provenance";
import { csvOf, tablesOf, type TableData } from "./tables";

export interface FigureContent {
  /** What is shown: names the figure and its files. */
  what: string;
  /** Of the figures in full, as in the CSV file. */
  unit: string;
  /** What it shows, as the chart's title; "" where the chart says it. */
  finding: string;
  /** How to read it. */
  caption: string;
  /** Two or three sentences that stand for the chart. */
  words: string[];
  /** The tables on the page are made anew only where this is another object. */
  table: TableData;
}

export class FigureBlock {
  readonly root: HTMLElement;
  /** The chart goes here. */
  readonly plot = element("div", { class: "view-plot", "aria-hidden": "true" });
  private readonly finding = element("strong", { class: "view-finding" });
  private readonly caption = element("span", { class: "view-caption" });
  private readonly stage = element("strong", { class: "view-stage" });
  private readonly busy = element("span", { class: "view-busy" });
  private readonly image = element("div", { role: "img", class: "view-image" }, this.plot);
  private readonly words = element("div", { class: "view-words" });
  private readonly tables = element("div");
  private readonly details = element(
    "details",
    { class: "view-details" },
    element("summary", {}, "Table"),
    this.tables,
  );
  private readonly downloads = element("div", { class: "view-downloads", role: "group" });
  private readonly status = element("p", { class: "view-status", role: "status" });
  private content: FigureContent | null = null;
  private context: ViewContext | null = null;

  constructor() {
    this.downloads.append(
      element("span", { class: "view-downloads-name" }, "Download"),
      this.action("PNG", async () => save(await pngFile(this.picture()), this.fileName("png"))),
      this.action("SVG", () => save(svgFile(this.picture()), this.fileName("svg"))),
      this.action("CSV", () => save(this.csv(), this.fileName("csv"))),
      this.action("Copy link", () => this.copyLink()),
    );
    this.root = element(
      "figure",
      { class: "view-figure" },
      element("figcaption", {}, this.finding, this.caption, this.stage, this.busy),
      this.image,
      this.words,
      this.details,
      this.downloads,
      this.status,
    );
  }

  update(content: FigureContent, context: ViewContext): void {
    const hasNewFigures = this.content?.table !== content.table;
    this.content = content;
    this.context = context;
    setText(this.finding, content.finding);
    this.finding.hidden = content.finding === "";
    setText(this.caption, content.caption);
    setText(this.stage, saidStage(context.comparison));
    setText(this.busy, context.isUpdating ? "Of the settings before" : "");
    this.stage.hidden = this.stage.textContent === "";
    this.root.classList.toggle("is-updating", context.isUpdating);
    this.image.setAttribute("aria-label", `Chart: ${content.what}. ${content.words.join(" ")}`);
    this.downloads.setAttribute("aria-label", `Download ${content.what}`);
    setParagraphs(this.words, content.words);
    if (hasNewFigures) this.fillTables();
  }

  /** A table that is shut can wait; opening it does not. */
  private fillTables(): void {
    const fill = () => {
      if (this.content !== null) this.tables.replaceChildren(...tablesOf(this.content.table));
    };
    if (this.details.open) fill();
    else later(this, fill);
  }

  private action(name: string, act: () => void | Promise<void>): HTMLButtonElement {
    return button(name, "view-button", () => {
      this.status.textContent = "";
      Promise.resolve()
        .then(act)
        .catch((problem: unknown) => {
          this.status.textContent = `${name} could not be made (${String(problem)}). Try another form.`;
        });
    });
  }

  private picture(): SVGSVGElement {
    const chart = this.plot.querySelector("svg");
    if (chart === null || this.content === null || this.context === null) throw new Error("nothing is drawn yet");
    const { comparison } = this.context;
    return pictureOf(chart, {
      above: [this.content.finding, `${this.content.what} (${this.content.unit})`, sidesLine(comparison)],
      below: [...this.content.words, sourceLine(comparison)],
    });
  }

  private csv(): Blob {
    if (this.content === null || this.context === null) throw new Error("there are no figures yet");
    const about = aboutLines(this.context.comparison, this.content.what, this.content.unit);
    return new Blob([csvOf(this.content.table, about)], { type: "text/csv;charset=utf-8" });
  }

  private fileName(ending: string): string {
    if (this.content === null || this.context === null) return `figure.${ending}`;
    return `${fileStem(this.context.comparison, this.content.what)}.${ending}`;
  }

  private async copyLink(): Promise<void> {
    this.status.textContent = await copyLink(this.context?.shareLink() ?? "");
  }
}
