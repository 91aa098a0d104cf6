// Why two sides are not compared: every reason at once, as an NHS error summary.

import type { Problem } from "../contract";
import { fill, h } from "./element";

export class Refusal {
  readonly element = h("div", {});
  private shown: Problem[] = [];

  show(problems: Problem[]): void {
    if (problems === this.shown) return;
    this.shown = problems;
    fill(this.element, problems.length > 0 && h("div", { class: "nhsuk-error-summary fs-refusal", role: "alert", tabindex: -1 },
      h("h2", { class: "nhsuk-error-summary__title" }, "These two cannot be compared yet"),
      h("div", { class: "nhsuk-error-summary__body" },
        h("ul", { class: "nhsuk-list fs-refusal__list" }, ...problems.map((problem) =>
          h("li", {},
            h("strong", {}, sentence(problem.what)),
            problem.why && h("p", {}, `Why: ${sentence(problem.why)}`),
            problem.remedy && h("p", {}, `What to do: ${sentence(problem.remedy)}`)))))));
  }
}

/** Messages are written to follow a file's name; here each stands by itself. */
function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}
