// Puts the parts of the page together and carries changes between them.

import type { Catalogue, Settings } from "../contract";
import { views } from "../views/index";
import { Comparing, type Picture } from "./comparing";
import { fill, h } from "./element";
import type { Engine, StudyFiles } from "./engine";
import { showFooter } from "./footer";
import { motionAtStart, rememberMotion } from "./motion";
import { Refusal } from "./refusal";
import { scenarioOf, studyOf, type Where } from "./settings";
import { SidePanel } from "./side_panel";
import { State, type Change } from "./state";
import { StatusLine } from "./status_line";
import { Toolbar } from "./toolbar";
import { ViewTabs, notesOf } from "./view_tabs";

/** A drag sends many values a second; one simulation each would answer none of them. */
const WAIT_MS: Record<Change, number> = { scenario: 0, setting: 0, slide: 120 };

const SIDES: Where[] = ["left", "right"];

export class Page {
  private readonly state: State;
  private readonly comparing: Comparing;
  private readonly panels: Record<Where, SidePanel>;
  private readonly status: StatusLine;
  private readonly refusal = new Refusal();
  private readonly tabs: ViewTabs;
  private readonly notes = h("div", {});
  private readonly notice = h("div", { role: "alert" });
  private readonly inShort = h("div", { class: "fs-in-short", hidden: true });
  private motion = motionAtStart();
  private picture: Picture | null = null;

  constructor(
    main: HTMLElement,
    private readonly footer: Element,
    private readonly catalogue: Catalogue,
    engine: Engine,
    files: StudyFiles | null,
  ) {
    this.state = new State(catalogue);
    this.comparing = new Comparing(engine, (picture) => this.show(picture));
    this.status = new StatusLine(catalogue.stored, () => this.comparing.again());
    this.tabs = new ViewTabs(views, (view) => this.state.choose({ view }));
    this.panels = { left: this.makePanel("left", files), right: this.makePanel("right", files) };
    this.lay(main, files);
    this.state.onSettings((change) => this.settingsChanged(change));
    this.state.onChoice(() => this.showViews());
    this.showLinkProblem();
    this.comparing.ask(this.state.settings, 0);
  }

  private makePanel(where: Where, files: StudyFiles | null): SidePanel {
    return new SidePanel(where, this.state.settings[where], this.catalogue, files, {
      side: (side, change) => this.state.setSide(where, side, change),
      mark: (id, name) => this.comparing.mark(id, name),
      unmark: (prefix) => this.comparing.unmark(prefix),
    });
  }

  private lay(main: HTMLElement, files: StudyFiles | null): void {
    const sides = h("div", { class: "fs-sides", id: "sides" }, ...SIDES.map((where) => this.panels[where].element));
    const toolbar = new Toolbar(files, this.motion, {
      settings: () => this.state.settings,
      copyLeftToRight: () => this.state.set({ left: this.state.settings.left, right: this.state.settings.left }, "scenario"),
      swapSides: () => this.state.set({ left: this.state.settings.right, right: this.state.settings.left }, "scenario"),
      showSettings: (areShown) => this.showSettings(sides, areShown),
      shareLink: () => this.state.shareLink(),
      motion: (isOn) => this.setMotion(isOn),
    });
    fill(main,
      h("div", { class: "fs-top" },
        h("h1", { class: "fs-title" }, "Compare two scenarios"),
        h("p", { class: "fs-synthetic" }, this.catalogue.synthetic)),
      this.catalogue.stored && h("div", { class: "fs-notice" },
        h("p", {},
          "This is a stored copy: the controls choose among stored runs. Nothing is simulated here. ",
          "Other settings are shown as they were and cannot be changed.")),
      this.notice, toolbar.element, sides, this.inShort, this.status.element, this.refusal.element, this.tabs.element, this.notes);
  }

  private settingsChanged(change: Change): void {
    // A panel shows its own changes; what comes from elsewhere is shown here.
    if (change === "scenario") this.showPanels(this.state.settings);
    this.showInShort();
    this.showLinkProblem();
    this.comparing.ask(this.state.settings, WAIT_MS[change]);
  }

  private showPanels(settings: Settings): void {
    for (const where of SIDES) this.panels[where].show(settings[where]);
  }

  private show(picture: Picture): void {
    const before = this.picture;
    this.picture = picture;
    this.status.show(picture);
    // Progress comes several times a second; drawing every picture as often would be felt.
    const isSame = before !== null && before.comparison === picture.comparison && before.isCurrent === picture.isCurrent
      && before.isRunning === picture.isRunning
      && before.problems === picture.problems && before.invalid === picture.invalid;
    if (isSame) return;
    // A stored run may have been made with other settings than its study has; the cards show those it was made with.
    if (this.catalogue.stored && picture.isCurrent) this.showPanels(picture.comparison!.settings);
    this.refusal.show(picture.problems);
    this.showViews();
    showFooter(this.footer, this.catalogue, picture.isCurrent ? picture.comparison : null);
    const notes = picture.problems.length > 0 ? [] : (picture.comparison?.notes ?? []);
    notesOf(this.notes, notes.filter((note) => note !== this.catalogue.synthetic)); // it stands at the top already
  }

  private showViews(): void {
    const { comparison, problems } = this.picture!;
    const whyOld = whyNotOfSettings(this.picture!);
    this.tabs.element.hidden = comparison === null || problems.length > 0;
    if (!comparison || this.tabs.element.hidden) return;
    this.tabs.update({
      comparison,
      isUpdating: whyOld !== "",
      motion: this.motion,
      choice: this.state.choice,
      choose: (change) => this.state.choose(change),
      shareLink: () => this.state.shareLink(),
    }, whyOld);
  }

  private showSettings(sides: HTMLElement, areShown: boolean): void {
    sides.hidden = !areShown;
    this.inShort.hidden = areShown;
    this.showInShort();
  }

  /** What is compared, while its settings are hidden. */
  private showInShort(): void {
    fill(this.inShort, ...SIDES.map((where) => {
      const side = this.state.settings[where];
      const title = scenarioOf(studyOf(this.catalogue, side), side).title;
      const lens = side.programmes.length > 0 ? ` (${side.lens} effects)` : "";
      return h("p", {}, h("strong", {}, where === "left" ? "Left: " : "Right: "), title + lens);
    }));
  }

  private showLinkProblem(): void {
    const problem = this.state.linkProblem;
    fill(this.notice, problem && h("div", { class: "fs-notice fs-notice--trouble" },
      h("h2", { class: "fs-notice__title" }, "The link could not be used"),
      h("p", {}, `${problem} The usual comparison is shown instead.`)));
  }

  private setMotion(isOn: boolean): void {
    this.motion = isOn;
    rememberMotion(isOn);
    this.showViews();
  }
}

function whyNotOfSettings({ isCurrent, isRunning, invalid }: Picture): string {
  if (isCurrent && invalid.length > 0) return "These figures leave out a setting that cannot be used as it stands.";
  if (isCurrent) return "";
  return `These figures are of earlier settings.${isRunning ? " New ones are on the way." : ""}`;
}
