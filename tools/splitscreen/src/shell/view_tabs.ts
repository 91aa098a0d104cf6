// Tabs by the ARIA pattern: one tab stop, arrow keys, Home and End. A view is made when it is first looked at, and
// only the one in sight is brought up to date; for print all are.

import type { View, ViewContext } from "../view";
import { fill, h } from "./element";

interface Tab {
  view: View;
  tab: HTMLButtonElement;
  panel: HTMLElement;
  mounted: ReturnType<View["mount"]> | null;
  isStale: boolean;
}

export class ViewTabs {
  readonly element: HTMLElement;
  private readonly old = h("p", { class: "fs-old", hidden: true });
  private readonly tabs: Tab[];
  private chosen: Tab;
  private context: ViewContext | null = null;

  constructor(views: View[], private readonly choose: (id: string) => void) {
    this.tabs = views.map((view) => this.make(view));
    this.chosen = this.tabs[0];
    const list = h("div", { class: "fs-tabs", role: "tablist", "aria-label": "Views of the comparison" }, ...this.tabs.map(({ tab }) => tab));
    list.addEventListener("keydown", (event) => this.pressed(event));
    this.element = h("div", { class: "fs-views" }, list, this.old, ...this.tabs.map(({ panel }) => panel));
    new ResizeObserver(() => this.chosen.mounted?.resize()).observe(this.element);
    window.addEventListener("beforeprint", () => this.showAll());
    window.addEventListener("afterprint", () => this.showOne());
    this.select(this.chosen);
  }

  /** `whyOld`: in what the figures are not those of the settings; "" when they are. */
  update(context: ViewContext, whyOld: string): void {
    this.context = context;
    this.old.hidden = !whyOld;
    fill(this.old, whyOld);
    this.element.classList.toggle("fs-views--old", context.isUpdating);
    this.element.setAttribute("aria-busy", String(context.isUpdating));
    for (const tab of this.tabs) tab.isStale = true;
    this.select(this.tabs.find(({ view }) => view.id === context.choice.view) ?? this.tabs[0]);
  }

  private make(view: View): Tab {
    const tab = h("button", {
      class: "fs-tab", type: "button", role: "tab", id: `tab-${view.id}`, "aria-controls": `view-${view.id}`,
      onclick: () => this.choose(view.id),
    }, view.title);
    const title = h("h2", { class: "fs-view__title" }, view.title);
    const panel = h("div", { class: "fs-view", role: "tabpanel", id: `view-${view.id}`, "aria-labelledby": `tab-${view.id}`, tabindex: 0 }, title);
    return { view, tab, panel, mounted: null, isStale: true };
  }

  private select(chosen: Tab): void {
    this.chosen = chosen;
    for (const tab of this.tabs) {
      const isChosen = tab === chosen;
      tab.tab.setAttribute("aria-selected", String(isChosen));
      tab.tab.tabIndex = isChosen ? 0 : -1;
      tab.panel.hidden = !isChosen;
    }
    this.refresh(chosen, this.context);
  }

  private refresh(tab: Tab, context: ViewContext | null): void {
    if (!context || !tab.isStale) return;
    if (!tab.mounted) {
      const parent = h("div", {});
      tab.panel.append(parent);
      tab.mounted = tab.view.mount(parent);
    }
    tab.isStale = false;
    tab.mounted.update(context);
    tab.mounted.resize();
  }

  private showAll(): void {
    if (!this.context) return;
    this.element.classList.add("fs-views--paper"); // pictures are drawn anew for the width of the paper
    for (const tab of this.tabs) {
      tab.panel.hidden = false;
      tab.isStale = true;
      this.refresh(tab, { ...this.context, motion: false }); // paper shows the first picture of a movement
    }
  }

  private showOne(): void {
    this.element.classList.remove("fs-views--paper");
    for (const tab of this.tabs) tab.isStale = true;
    this.select(this.chosen);
  }

  private pressed(event: KeyboardEvent): void {
    const at = this.tabs.indexOf(this.chosen);
    const last = this.tabs.length - 1;
    const to: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last,
    };
    const next = this.tabs[to[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    this.choose(next.view.id);
    next.tab.focus();
  }
}

/** What a reader must know beside any view. */
export function notesOf(parent: HTMLElement, notes: string[]): void {
  fill(parent, notes.length > 0 && h("details", { class: "nhsuk-details fs-details fs-notes", open: true },
    h("summary", { class: "nhsuk-details__summary" }, h("span", { class: "nhsuk-details__summary-text" }, "What to know about these figures")),
    h("div", { class: "nhsuk-details__text" }, h("ul", { class: "nhsuk-list nhsuk-list--bullet" }, ...notes.map((note) => h("li", {}, note))))));
}
