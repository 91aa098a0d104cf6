// Actions that are about both sides or the whole page.

import type { Settings } from "../contract";
import { button, fill, h } from "./element";
import type { StudyFiles } from "./engine";
import { SaveForm } from "./save_form";

export interface ToolbarActions {
  settings(): Settings;
  copyLeftToRight(): void;
  swapSides(): void;
  showSettings(areShown: boolean): void;
  shareLink(): string;
  motion(isOn: boolean): void;
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly said = h("p", { class: "fs-toolbar__said", role: "status" });
  private readonly link = h("input", {
    class: "nhsuk-input fs-toolbar__link", type: "text", readonly: true, "aria-label": "Share link", hidden: true,
  });

  constructor(files: StudyFiles | null, motion: boolean, private readonly actions: ToolbarActions) {
    const row = h("div", { class: "fs-toolbar__row" },
      button("Copy left to right", () => this.tell(actions.copyLeftToRight, "The right side is now set as the left one.")),
      button("Swap sides", () => this.tell(actions.swapSides, "Left and right have changed places.")),
      this.settingsButton());
    this.element = h("div", { class: "fs-toolbar", role: "group", "aria-label": "Actions" }, row);
    if (files) this.addSaving(row, files);
    row.append(button("Copy share link", () => void this.copyLink()), button("Print", () => window.print()), this.motionButton(motion));
    this.element.append(this.said, this.link);
  }

  private addSaving(row: HTMLElement, files: StudyFiles): void {
    const save = button("Save as a study", () => form.toggle(!form.isOpen));
    const form = new SaveForm(files, this.actions.settings, () => {
      save.setAttribute("aria-expanded", "false");
      save.focus();
    });
    save.setAttribute("aria-expanded", "false");
    save.addEventListener("click", () => save.setAttribute("aria-expanded", String(form.isOpen)));
    row.append(save);
    this.element.append(form.element);
  }

  private settingsButton(): HTMLButtonElement {
    let areShown = true;
    const made = button("Hide settings", () => {
      areShown = !areShown;
      made.textContent = areShown ? "Hide settings" : "Show settings";
      made.setAttribute("aria-expanded", String(areShown));
      this.actions.showSettings(areShown);
    });
    made.setAttribute("aria-expanded", "true");
    made.setAttribute("aria-controls", "sides");
    return made;
  }

  private motionButton(motion: boolean): HTMLButtonElement {
    let isOn = motion;
    const label = () => `Motion: ${isOn ? "on" : "off"}`;
    const made = button(label(), () => {
      isOn = !isOn;
      made.textContent = label();
      this.actions.motion(isOn);
    });
    return made;
  }

  private tell(act: () => void, said: string): void {
    act();
    this.link.hidden = true;
    fill(this.said, said);
  }

  private async copyLink(): Promise<void> {
    const link = this.actions.shareLink();
    try {
      await navigator.clipboard.writeText(link);
      this.tell(() => {}, "The link is in the clipboard. Whoever runs Forestall with these studies sees this comparison: forestall app --link, followed by the link in quotes.");
    } catch {
      this.tell(() => {}, "Copy the link from here:"); // the browser does not let pages use the clipboard
      this.link.value = link;
      this.link.hidden = false;
      this.link.select();
    }
  }
}
