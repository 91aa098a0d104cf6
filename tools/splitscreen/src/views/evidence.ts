// What the programmes did on each side, what a reader must know, and where the figures come from.

import type { Comparison, ProgrammeOutcome } from "../contract";
import type { View, ViewContext } from "../view";
import { button, element, setText } from "./dom";
import { copyLink } from "./links";
import { figure, monthName, percent } from "./figures";
import { save } from "./pictures";
import { aboutLines, fileStem, LUCK, saidStage, SYNTHETIC } from "./provenance";
import { csvOf, tablesOf, type Cell, type TableData } from "./tables";

const WHAT = "Programmes and evidence";

class EvidenceView {
  readonly root: HTMLElement;
  private readonly stage = element("p", { class: "view-stage" });
  private readonly tables = element("div");
  private readonly notes = element("ul", { class: "view-list" });
  private readonly sources = element("dl", { class: "view-meanings" });
  private readonly status = element("p", { class: "view-status", role: "status" });
  private context: ViewContext | null = null;

  constructor() {
    this.root = element(
      "div",
      { class: "view view-evidence" },
      this.stage,
      element("h3", {}, "What the programmes did"),
      this.tables,
      element(
        "div",
        { class: "view-downloads", role: "group", "aria-label": `Download ${WHAT}` },
        element("span", { class: "view-downloads-name" }, "Download"),
        button("CSV", "view-button", () => this.download()),
        button("Copy link", "view-button", () => void this.copy()),
      ),
      this.status,
      element("h3", {}, "What to know before you use these figures"),
      this.notes,
      element("h3", {}, "Where the figures come from"),
      this.sources,
    );
  }

  update(context: ViewContext): void {
    this.context = context;
    const { comparison } = context;
    setText(this.stage, saidStage(comparison));
    this.stage.hidden = this.stage.textContent === "";
    this.root.classList.toggle("is-updating", context.isUpdating);
    this.tables.replaceChildren(...tablesOf(outcomesTable(comparison)));
    const notes = [...new Set([SYNTHETIC, LUCK, ...comparison.notes])];
    this.notes.replaceChildren(...notes.map((note) => element("li", {}, note)));
    this.sources.replaceChildren(
      ...sourcesOf(comparison).flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)]),
    );
  }

  private download(): void {
    if (this.context === null) return;
    const { comparison } = this.context;
    const text = csvOf(outcomesTable(comparison), aboutLines(comparison, WHAT, "people; shares from 0 to 1"));
    save(new Blob([text], { type: "text/csv;charset=utf-8" }), `${fileStem(comparison, WHAT)}.csv`);
  }

  private async copy(): Promise<void> {
    this.status.textContent = await copyLink(this.context?.shareLink() ?? "");
  }
}

function outcomesTable(comparison: Comparison): TableData {
  const sections = (["left", "right"] as const).map((side) => {
    const title = `Programmes on the ${side}, ${comparison[side].title}`;
    return { title, rows: comparison.programmes.filter((one) => one.side === side).map(rowOf) };
  });
  return {
    columns: [
      "Programme",
      "Offers from",
      "Offers until",
      "Offers",
      "Said no",
      "Started",
      "Left early",
      "Completed",
      "Score finds, asked for",
      "Score finds, achieved",
    ],
    shownIn: "",
    sections,
  };
}

function rowOf(one: ProgrammeOutcome): Cell[] {
  const people = (value: number): Cell => ({ value, text: figure(value) });
  const share = (value: number | null): Cell => ({ value, text: value === null ? "no score" : percent(value) });
  return [
    one.title,
    one.from === null ? "never started" : monthName(one.from),
    untilText(one),
    people(one.offers),
    people(one.refusals),
    people(one.starts),
    people(one.drop_outs),
    people(one.completions),
    share(one.sensitivity_asked),
    share(one.sensitivity_achieved),
  ];
}

function untilText({ from, until, stopped_by_review }: ProgrammeOutcome): string {
  if (from === null) return "-";
  const when = until === null ? "goes on" : `before ${monthName(until)}`;
  return stopped_by_review ? `${when}, stopped by review` : when;
}

function sourcesOf(comparison: Comparison): [string, string][] {
  const everybody = saidStage(comparison) === "" ? "everybody" : saidStage(comparison);
  return [
    ["Place", comparison.place],
    ["Model", comparison.model],
    ["Prices", comparison.price_year],
    ["People simulated", `${figure(comparison.people_simulated)} (${everybody})`],
    ["Version", `Forestall ${comparison.version}`],
    ["Seed", String(comparison.seed)],
    ["Study, digest", comparison.study_hash],
  ];
}

export const evidence: View = {
  id: "evidence",
  title: WHAT,
  mount(parent) {
    const view = new EvidenceView();
    parent.append(view.root);
    return {
      update: (context) => view.update(context),
      // Text and tables find their own width.
      resize: () => undefined,
      dispose: () => view.root.remove(),
    };
  },
};
