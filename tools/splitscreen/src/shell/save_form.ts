// Keeps what is set as a study file, and tells how to run it without this page.

import type { Settings } from "../contract";
import { button, fill, h } from "./element";
import type { StudyFiles } from "./engine";
import { problemList, problemsOf } from "./study_picker";

const WRONG_NAME =
  "Enter a name of at most 60 characters that begins with a small letter and has only small letters, digits, " +
  "hyphens and underscores.";

export class SaveForm {
  readonly element: HTMLElement;
  private readonly name = h("input", {
    class: "nhsuk-input fs-save__name", id: "save-name", type: "text", autocomplete: "off", "aria-describedby": "save-hint",
  });
  private readonly answer = h("div", { role: "status" });

  constructor(private readonly files: StudyFiles, private readonly settings: () => Settings, private readonly closed: () => void) {
    this.element = h("form", { class: "fs-save", hidden: true, onsubmit: (event) => this.submitted(event) },
      h("label", { class: "nhsuk-label", for: "save-name" }, "Name of the study"),
      h("p", { class: "nhsuk-hint", id: "save-hint" },
        "Both sides are saved as scenarios of one study. Use small letters, digits and hyphens, for example winter-2026."),
      h("div", { class: "fs-save__row" },
        this.name, h("button", { class: "fs-button", type: "submit" }, "Save"), button("Close", () => this.toggle(false))),
      this.answer);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  toggle(isOpen: boolean): void {
    this.element.hidden = !isOpen;
    fill(this.answer);
    if (isOpen) this.name.focus();
    else this.closed();
  }

  private submitted(event: Event): void {
    event.preventDefault();
    const name = this.name.value.trim();
    if (!/^[a-z][a-z0-9_-]{0,59}$/.test(name)) {
      fill(this.answer, h("p", { class: "nhsuk-error-message" }, WRONG_NAME));
      this.name.focus();
      return;
    }
    void this.save(name);
  }

  private async save(name: string): Promise<void> {
    fill(this.answer, h("p", {}, "Saving…"));
    try {
      const { fileName, content, command } = await this.files.save(this.settings(), name);
      download(fileName, content);
      fill(this.answer, h("p", {}, `Saved as ${fileName} in your browser’s downloads. To run it: `, h("code", {}, command)));
    } catch (error) {
      fill(this.answer, problemList("The study could not be saved", problemsOf(error)));
    }
  }
}

function download(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  h("a", { href: address, download: fileName }).click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
