// The lists of studies and of a study's scenarios, and the way to open a study file.

import type { Catalogue, Problem, StudyEntry } from "../contract";
import { button, fill, h } from "./element";
import { EngineError, type StudyFiles } from "./engine";
import { SIGNED_OUT, UNREACHABLE } from "./comparing";

export function options(select: HTMLSelectElement, entries: [string, string][], chosen: string): void {
  fill(select, ...entries.map(([value, text]) => h("option", { value }, text)));
  select.value = chosen;
}

export class StudyOpener {
  readonly element: HTMLElement;
  private readonly problems = h("div", { class: "fs-problems", role: "alert" });

  constructor(
    private readonly files: StudyFiles,
    private readonly catalogue: Catalogue,
    private readonly opened: (study: StudyEntry) => void,
  ) {
    const input = h("input", {
      type: "file", accept: ".yaml,.yml,.zip", hidden: true,
      onchange: () => {
        const file = input.files?.[0];
        input.value = ""; // the same file may be chosen again after it was changed
        if (file) void this.open(file);
      },
    });
    this.element = h("div", { class: "fs-opener" },
      button("Open a study file…", () => input.click(), "link"), input, this.problems);
  }

  private async open(file: File): Promise<void> {
    fill(this.problems, h("p", {}, `Reading ${file.name}…`));
    try {
      const study = await this.files.open(file);
      this.catalogue.studies.push(study);
      fill(this.problems);
      this.opened(study);
    } catch (error) {
      fill(this.problems, problemList(`${file.name} could not be opened`, problemsOf(error)));
    }
  }
}

export function problemsOf(error: unknown): Problem[] {
  if (!(error instanceof EngineError)) throw error;
  if (error.kind === "problems") return error.problems;
  const trouble = error.kind === "unreachable" ? UNREACHABLE : SIGNED_OUT;
  return [{ what: trouble.title, why: "", remedy: trouble.text }];
}

export function problemList(title: string, problems: Problem[]): HTMLElement {
  return h("div", { class: "fs-problems__box" },
    h("p", { class: "nhsuk-error-message" }, title),
    h("ul", { class: "nhsuk-list" }, ...problems.map((problem) =>
      h("li", {}, h("strong", {}, problem.what), problem.why && ` ${problem.why}`, problem.remedy && ` ${problem.remedy}`))));
}
