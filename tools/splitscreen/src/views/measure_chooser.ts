// Which measures are shown: boxes to tick, grouped; at least one and at most four.

import type { Measure } from "../contract";
import { element, freshId, setText } from "./dom";

export const MOST_SHOWN = 4;
const USUAL = ["emergency_admissions", "bed_days", "cost"];

/** The chosen measures that there are; else the usual ones, else the first. */
export function shownMeasures(chosen: string[], there: Measure[]): Measure[] {
  const named = (names: string[]) =>
    names.map((name) => there.find((one) => one.name === name)).filter((one): one is Measure => one !== undefined);
  const kept = named(chosen).slice(0, MOST_SHOWN);
  if (kept.length > 0) return kept;
  const usual = named(USUAL);
  return usual.length > 0 ? usual : there.slice(0, 1);
}

export class MeasureChooser {
  readonly root: HTMLElement;
  private readonly summary = element("summary", {});
  private readonly groups = element("div", { class: "view-chooser-groups" });
  private readonly hint = element("p", { class: "view-hint", role: "status" });
  private boxes = new Map<string, HTMLInputElement>();
  private shown: string[] = [];
  private listed = "";

  constructor(private readonly choose: (names: string[]) => void) {
    this.root = element("details", { class: "view-details view-chooser" }, this.summary, this.hint, this.groups);
  }

  update(there: Measure[], shown: Measure[]): void {
    this.shown = shown.map((one) => one.name);
    this.list(there);
    setText(this.summary, `Choose measures (${shown.length} of ${there.length} shown)`);
    const isFull = shown.length >= MOST_SHOWN;
    const full = `${MOST_SHOWN} measures are shown, the most at once. Untick one to choose another.`;
    setText(this.hint, isFull ? full : `Tick up to ${MOST_SHOWN} measures.`);
    for (const [name, box] of this.boxes) {
      box.checked = this.shown.includes(name);
      box.disabled = (isFull && !box.checked) || (box.checked && shown.length === 1);
    }
  }

  /** Boxes are made anew only where the measures are others, so that the keyboard's place is kept. */
  private list(there: Measure[]): void {
    const key = JSON.stringify(there.map((one) => [one.name, one.title, one.group]));
    if (key === this.listed) return;
    this.listed = key;
    this.boxes = new Map();
    const groups = [...new Set(there.map((one) => one.group))];
    this.groups.replaceChildren(
      ...groups.map((group) => {
        const boxes = there.filter((one) => one.group === group).map((one) => this.boxOf(one));
        return element("fieldset", { class: "view-chooser-group" }, element("legend", {}, group), ...boxes);
      }),
    );
  }

  private boxOf(measure: Measure): HTMLElement {
    const id = freshId("box");
    const box = element("input", { type: "checkbox", id });
    box.addEventListener("change", () => {
      const others = this.shown.filter((name) => name !== measure.name);
      this.choose(box.checked ? [...others, measure.name] : others);
    });
    this.boxes.set(measure.name, box);
    return element("div", { class: "view-box" }, box, element("label", { for: id }, measure.title));
  }
}
