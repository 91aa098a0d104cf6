// Asks for comparisons and keeps account of what the figures on the screen stand for. A result is current only when
// it answers what is set now; an older one stays visible until then, marked as old.

import type { Comparison, Message, Problem, Settings } from "../contract";
import type { Engine, Report } from "./engine";

export type Progress = Extract<Message, { kind: "progress" }>;

export interface Trouble {
  title: string;
  text: string;
  /** Whether asking again may help. */
  canRetry: boolean;
}

/** What can be shown at the moment. */
export interface Picture {
  comparison: Comparison | null;
  /** Whether `comparison` answers what is set now. */
  isCurrent: boolean;
  /** Whether a better answer to it is on the way. */
  isRunning: boolean;
  progress: Progress | null;
  problems: Problem[];
  trouble: Trouble | null;
  /** Names of settings that cannot be used as they stand, so that no figures include them. */
  invalid: string[];
}

export const UNREACHABLE: Trouble = {
  title: "The programme behind this page has stopped",
  text:
    "Start it again with “forestall app” in a terminal and open the link that it prints. " +
    "To keep what you have set, copy the address of this page first and give it in quotes: forestall app --link 'ADDRESS'.",
  canRetry: true,
};

export const SIGNED_OUT: Trouble = {
  title: "This page’s session is over",
  text:
    "Press Enter in the window where “forestall app” runs: it prints a new link. Open that link, then come back " +
    "here and try again. For your safety it answers only a browser that opened its link.",
  canRetry: true,
};

const SUPERSEDED: Trouble = {
  title: "Another window asked for a newer comparison",
  text: "The programme does one comparison at a time, so this one was given up.",
  canRetry: true,
};

const RETRY_AFTER_MS = 1000;

export class Comparing {
  private picture: Picture = {
    comparison: null, isCurrent: false, isRunning: false, progress: null, problems: [], trouble: null, invalid: [],
  };
  private readonly invalid = new Map<string, string>();
  private settings: Settings | null = null;
  private cancel = () => {};
  private timer = 0;
  private hasRetried = false;

  constructor(
    private readonly engine: Engine,
    private readonly show: (picture: Picture) => void,
  ) {}

  ask(settings: Settings, afterMs: number): void {
    this.settings = settings;
    this.hasRetried = false;
    this.start(afterMs, null);
  }

  again(): void {
    if (this.settings) this.ask(this.settings, 0);
  }

  /** A setting that cannot be used ("Places offered a month, left"), or, with null, that can be used again. */
  mark(id: string, name: string | null): void {
    if ((this.invalid.get(id) ?? null) === name) return;
    if (name === null) this.invalid.delete(id);
    else this.invalid.set(id, name);
    this.change({ invalid: [...this.invalid.values()] });
  }

  /** Forgets marks of controls that are gone. */
  unmark(prefix: string): void {
    for (const id of [...this.invalid.keys()]) if (id.startsWith(prefix)) this.mark(id, null);
  }

  private start(afterMs: number, trouble: Trouble | null): void {
    this.cancel();
    window.clearTimeout(this.timer);
    this.change({ isCurrent: false, isRunning: true, progress: null, problems: [], trouble });
    this.timer = window.setTimeout(() => {
      this.cancel = this.engine.compare(this.settings!, (report) => this.take(report));
    }, afterMs);
  }

  private take(report: Report): void {
    switch (report.kind) {
      case "progress":
        return this.change({ progress: report });
      case "comparison":
        return this.change({ comparison: report.comparison, isCurrent: true, progress: null, trouble: null });
      case "done":
        return this.change({ isRunning: false, progress: null });
      case "refused":
        return this.change({ isRunning: false, progress: null, problems: report.problems });
      case "failed":
        return this.takeFailure(report.text, report.may_retry);
      case "superseded":
        return this.stop(SUPERSEDED);
      case "unreachable":
        return this.stop(UNREACHABLE);
      case "signed_out":
        return this.stop(SIGNED_OUT);
    }
  }

  private takeFailure(text: string, mayRetry: boolean): void {
    const trouble = { title: "The simulation stopped", text, canRetry: mayRetry };
    if (!mayRetry || this.hasRetried) return this.stop(trouble);
    this.hasRetried = true;
    this.start(RETRY_AFTER_MS, { ...trouble, text: `${text} It is being started again.`, canRetry: false });
  }

  private stop(trouble: Trouble): void {
    this.change({ isRunning: false, progress: null, trouble });
  }

  private change(change: Partial<Picture>): void {
    this.picture = { ...this.picture, ...change };
    this.show(this.picture);
  }
}
