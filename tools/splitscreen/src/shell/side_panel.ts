// One side of the screen: which study and scenario, by which account of the effects, with a card a programme.

import type { Catalogue, Lens, ScenarioEntry, Side, StudyEntry, Use } from "../contract";
import { Card } from "./programme_card";
import { fill, h } from "./element";
import type { StudyFiles } from "./engine";
import { scenarioOf, sideOf, studyOf, type Where } from "./settings";
import type { Change } from "./state";
import { StudyOpener, options } from "./study_picker";
import { figure, monthBefore, monthOf } from "./words";

export interface PanelReports {
  side(side: Side, change: Change): void;
  mark(id: string, name: string | null): void;
  /** The cards are made anew: their marks are gone. */
  unmark(prefix: string): void;
}

const LENSES: [Lens, string, string][] = [
  ["claimed", "Claimed", "what the programme says of itself"],
  ["controlled", "Controlled", "what trials and fair comparisons support"],
];

/** More cards than this start closed, so that the figures stay near. */
const OPEN_CARDS = 1;

export class SidePanel {
  readonly element: HTMLElement;
  private side: Side;
  private readonly study: HTMLSelectElement;
  private readonly scenario: HTMLSelectElement;
  private readonly about = h("p", { class: "fs-side__about" });
  private readonly lenses: HTMLFieldSetElement;
  private readonly cards = h("div", { class: "fs-cards" });
  private made: Card[] = [];
  /** The entries the cards were made from. */
  private shownStudy: StudyEntry | null = null;
  private shownScenario: ScenarioEntry | null = null;

  constructor(
    private readonly where: Where,
    side: Side,
    private readonly catalogue: Catalogue,
    files: StudyFiles | null,
    private readonly reports: PanelReports,
  ) {
    this.side = side;
    this.study = h("select", { class: "nhsuk-select fs-wide", id: `${where}-study`, onchange: () => this.chooseStudy(this.study.value) });
    this.scenario = h("select", { class: "nhsuk-select fs-wide", id: `${where}-scenario`, onchange: () => this.chooseScenario() });
    this.lenses = this.makeLenses();
    const opener = files && new StudyOpener(files, catalogue, (study) => this.chooseStudy(study.id));
    this.element = h("section", { class: `fs-side fs-side--${where}`, "aria-labelledby": `${where}-heading` },
      h("div", { class: "fs-side__head" },
        h("h2", { class: "fs-side__heading", id: `${where}-heading` }, where === "left" ? "Left" : "Right"),
        opener && opener.element),
      this.choice("study", "Study", this.study),
      this.choice("scenario", "Scenario", this.scenario),
      this.about, this.lenses, this.cards);
    this.show(side);
  }

  show(side: Side): void {
    this.side = side;
    const study = studyOf(this.catalogue, side);
    const scenario = scenarioOf(study, side);
    options(this.study, this.catalogue.studies.map((entry) => [entry.id, entry.title]), side.study);
    options(this.scenario, study.scenarios.map((entry) => [entry.name, entry.title]), side.scenario);
    if (study !== this.shownStudy || scenario !== this.shownScenario) this.makeCards(study, scenario);
    this.made.forEach((card, i) => card.show(side.programmes[i]));
    this.showLens();
  }

  private choice(key: string, name: string, select: HTMLSelectElement): HTMLElement {
    return h("div", { class: "fs-side__choice" },
      h("label", { class: "nhsuk-label", for: `${this.where}-${key}` }, name,
        h("span", { class: "nhsuk-u-visually-hidden" }, `, ${this.where}`)),
      select);
  }

  private makeLenses(): HTMLFieldSetElement {
    return h("fieldset", { class: "fs-lenses" },
      h("legend", { class: "fs-field__legend" }, "Whose account of the effects"),
      h("div", { class: "nhsuk-radios nhsuk-radios--small fs-lenses__row" }, ...LENSES.map(([lens, name, meaning]) =>
        h("div", { class: "nhsuk-radios__item" },
          h("input", {
            class: "nhsuk-radios__input", type: "radio", id: `${this.where}-${lens}`, name: `${this.where}-lens`, value: lens,
            onchange: () => this.chooseLens(lens),
          }),
          h("label", { class: "nhsuk-label nhsuk-radios__label", for: `${this.where}-${lens}` }, `${name}: ${meaning}`)))));
  }

  private makeCards(study: StudyEntry, scenario: ScenarioEntry): void {
    this.shownStudy = study;
    this.shownScenario = scenario;
    const prefix = `${this.where}-card-`;
    this.reports.unmark(prefix);
    const isOpen = scenario.programmes.length <= OPEN_CARDS;
    this.made = scenario.programmes.map((original, i) =>
      new Card(`${prefix}${i}`, study.programmes[original.name], original, this.catalogue.stored, isOpen, {
        use: (use, change) => this.changeUse(i, use, change),
        mark: (id, name) => this.reports.mark(id, name && `${name} (${this.where})`),
      }));
    fill(this.about,
      `${study.place.title}: ${figure(study.place.people)} synthetic people, `,
      `from ${monthOf(study.start)} to ${monthBefore(study.end)}. Prices of ${study.price_year}.`,
      ...scenario.notes.map((note) => ` ${note}`));
    const nothing = h("p", { class: "fs-nothing" }, "Nothing is added to today’s care.");
    fill(this.cards, ...(this.made.length ? this.made.map((card) => card.element) : [nothing]));
    this.lenses.hidden = this.made.length === 0;
  }

  private showLens(): void {
    for (const input of this.lenses.querySelectorAll("input")) input.checked = input.value === this.side.lens;
    for (const card of this.made) card.showLens(this.side.lens);
  }

  private chooseStudy(id: string): void {
    const study = this.catalogue.studies.find((entry) => entry.id === id)!;
    // Today's care says nothing; somebody who picks a study wants to see what it is about.
    const scenario = study.scenarios[this.where === "right" && study.scenarios.length > 1 ? 1 : 0];
    this.reports.side(sideOf(study, scenario), "scenario");
  }

  private chooseScenario(): void {
    const study = studyOf(this.catalogue, this.side);
    const scenario = study.scenarios.find((entry) => entry.name === this.scenario.value)!;
    this.reports.side(sideOf(study, scenario), "scenario");
  }

  private chooseLens(lens: Lens): void {
    this.side = { ...this.side, lens };
    this.showLens();
    this.reports.side(this.side, "setting");
  }

  private changeUse(i: number, use: Use, change: Change): void {
    const programmes = this.side.programmes.map((old, at) => (at === i ? use : old));
    this.side = { ...this.side, programmes };
    this.reports.side(this.side, change);
  }
}
