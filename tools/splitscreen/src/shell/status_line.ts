// Says what the figures on the screen stand for and how far the next ones are. Only arrivals are read aloud: a count
// of seconds would talk without end.

import type { Picture, Trouble } from "./comparing";
import { button, fill, h } from "./element";
import { figure, sampleOf, seconds } from "./words";

export class StatusLine {
  readonly element: HTMLElement;
  private readonly text = h("p", { class: "fs-status__text" });
  private readonly bar = h("progress", { class: "fs-status__bar", max: 1, "aria-label": "How far the simulation is", hidden: true });
  private readonly aloud = h("p", { class: "nhsuk-u-visually-hidden", role: "status" });
  private readonly trouble = h("div", { role: "alert" });
  private readonly unused = h("div", { role: "status" });
  private shownTrouble: Trouble | null = null;
  private shownUnused = "";
  private announced = "";

  constructor(private readonly isStored: boolean, private readonly again: () => void) {
    this.element = h("div", { class: "fs-status" }, this.text, this.bar, this.aloud, this.unused, this.trouble);
  }

  show(picture: Picture): void {
    fill(this.text, this.inWords(picture));
    this.showBar(picture);
    this.announce(picture);
    this.showTrouble(picture.trouble);
    this.showUnused(picture.invalid);
  }

  private inWords(picture: Picture): string {
    const { comparison, isCurrent, isRunning, progress } = picture;
    const rest = progress ? `${figure(progress.share * 100)}%${timeLeft(progress.seconds_left)}` : "";
    if (isCurrent && comparison) {
      if (this.isStored) return `A stored run of ${whole(comparison.sample, comparison.people_simulated)}.`;
      const there = comparison.stage === "whole"
        ? `Everybody simulated (${figure(comparison.people_simulated)} people), ${seconds(comparison.seconds)}`
        : `Sample of ${sampleOf(comparison.sample)}, ${seconds(comparison.seconds)}`;
      if (comparison.stage === "whole") return there;
      return isRunning ? `${there}; everybody is on the way${rest && `: ${rest}`}` : `${there}; not everybody was simulated`;
    }
    if (isRunning) return progress ? `${progress.text || "Simulating"}: ${rest}` : "Starting the simulation…";
    if (picture.problems.length > 0) return "Nothing to show: the two sides cannot be compared as they are set.";
    return comparison ? "The figures below are of earlier settings." : "No figures yet.";
  }

  private showBar({ isRunning, progress, comparison, isCurrent }: Picture): void {
    this.bar.hidden = !isRunning || (isCurrent && comparison?.stage === "whole");
    if (progress) this.bar.value = progress.share;
    else this.bar.removeAttribute("value");
  }

  private announce({ comparison, isCurrent, isRunning }: Picture): void {
    let text = "";
    if (isCurrent && comparison?.stage === "whole") text = "The figures are of everybody.";
    else if (isCurrent && isRunning) text = "First figures are there, from a sample.";
    if (text === this.announced) return;
    this.announced = text;
    fill(this.aloud, text);
  }

  private showTrouble(trouble: Trouble | null): void {
    if (trouble === this.shownTrouble) return; // an alert that is written again is read again
    this.shownTrouble = trouble;
    fill(this.trouble, trouble && h("div", { class: "fs-notice fs-notice--trouble" },
      h("h2", { class: "fs-notice__title" }, trouble.title),
      h("p", {}, trouble.text),
      trouble.canRetry && button("Try again", this.again)));
  }

  private showUnused(invalid: string[]): void {
    const names = invalid.join("; ");
    if (names === this.shownUnused) return;
    this.shownUnused = names;
    fill(this.unused, names && h("div", { class: "fs-notice" },
      h("p", {}, `Not in the figures, since it cannot be used as it stands: ${names}.`)));
  }
}

function whole(sample: number, people: number): string {
  return sample === 1 ? `everybody (${figure(people)} people)` : `a sample of ${sampleOf(sample)}`;
}

function timeLeft(left: number | null): string {
  if (left === null) return "";
  return left < 90 ? `, about ${figure(Math.max(left, 1))}\u00a0s left` : `, about ${figure(left / 60)} minutes left`;
}
