// The one place that knows what is set and chosen; it keeps the address in step, so that back, forward, reload and
// the share link all lead to the same screen.

import type { Catalogue, Settings, Side } from "../contract";
import type { ViewChoice } from "../view";
import { LinkProblem, readLink, writeLink } from "./link";
import type { Where } from "./settings";

/** scenario: another comparison, worth a step back; setting: a change within it; slide: one of many in a drag or in
 * typing, of which the last counts. */
export type Change = "scenario" | "setting" | "slide";

export const FIRST_CHOICE: ViewChoice = { view: "demand", measures: [], horizon: "", time: "", year: null };

export class State {
  settings: Settings;
  choice: ViewChoice = FIRST_CHOICE;
  /** Why the link in the address could not be used; "" when it could. */
  linkProblem = "";
  private settingsListeners: ((change: Change) => void)[] = [];
  private choiceListeners: (() => void)[] = [];

  constructor(private readonly catalogue: Catalogue) {
    this.settings = catalogue.start;
    this.readAddress();
    window.addEventListener("popstate", () => {
      this.settings = catalogue.start;
      this.choice = FIRST_CHOICE;
      this.readAddress();
      this.tellSettings("scenario");
    });
  }

  onSettings(listener: (change: Change) => void): void {
    this.settingsListeners.push(listener);
  }

  onChoice(listener: () => void): void {
    this.choiceListeners.push(listener);
  }

  setSide(where: Where, side: Side, change: Change): void {
    this.set({ ...this.settings, [where]: side }, change);
  }

  set(settings: Settings, change: Change): void {
    if (change !== "scenario" && JSON.stringify(settings) === JSON.stringify(this.settings)) return;
    this.linkProblem = "";
    this.settings = settings;
    this.writeAddress(change === "scenario");
    this.tellSettings(change);
  }

  choose(change: Partial<ViewChoice>): void {
    this.choice = { ...this.choice, ...change };
    this.writeAddress(false);
    for (const listener of this.choiceListeners) listener();
  }

  /** Without the query: it may hold the key of this session. */
  shareLink(): string {
    const address = location.href.split(/[?#]/)[0];
    return `${address}#${writeLink(this.settings, this.choice)}`;
  }

  private tellSettings(change: Change): void {
    for (const listener of this.settingsListeners) listener(change);
  }

  private readAddress(): void {
    this.linkProblem = "";
    const link = location.hash.slice(1);
    // Only links of ours look like this; the skip link's "#main" does not.
    if (!/^\w+\./.test(link)) return;
    try {
      const read = readLink(link, this.catalogue);
      this.settings = read.settings;
      this.choice = read.choice;
    } catch (error) {
      if (!(error instanceof LinkProblem)) throw error;
      this.linkProblem = error.message;
    }
  }

  private writeAddress(isStep: boolean): void {
    const address = `#${writeLink(this.settings, this.choice)}`;
    if (isStep) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }
}
