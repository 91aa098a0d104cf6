// The runs of an exported file. It simulates nothing: it finds the run with the same scenarios and lenses.

import type { Catalogue, Comparison, Problem, Settings, Side, Stored } from "../contract";
import type { Engine, Report } from "./engine";
import { scenarioOf, studyOf } from "./settings";

const MOST_NAMED = 5;

export class StoredEngine implements Engine {
  constructor(private readonly stored: Stored) {}

  catalogue(): Promise<Catalogue> {
    return Promise.resolve(this.stored.catalogue);
  }

  compare(settings: Settings, onMessage: (report: Report) => void): () => void {
    const run = this.find(settings);
    const timer = window.setTimeout(() => {
      if (run) {
        onMessage({ kind: "comparison", comparison: run });
        onMessage({ kind: "done" });
      } else {
        onMessage({ kind: "refused", problems: [this.absence(settings)] });
      }
    });
    return () => window.clearTimeout(timer);
  }

  private find(settings: Settings): Comparison | undefined {
    return this.stored.runs.find((run) => isSameSide(run.settings.left, settings.left) && isSameSide(run.settings.right, settings.right));
  }

  private absence(settings: Settings): Problem {
    return {
      what: `This stored copy does not hold ${this.name(settings)}.`,
      why: "Nothing is simulated here: it shows only runs that were stored in it.",
      remedy: this.remedy(settings),
    };
  }

  private remedy({ left, right }: Settings): string {
    if (this.find({ left: right, right: left })) return "It holds the two the other way round: use “Swap sides”.";
    const near = this.stored.runs.filter(({ settings }) => isSameSide(settings.left, left) || isSameSide(settings.right, right));
    const names = (near.length > 0 ? near : this.stored.runs).slice(0, MOST_NAMED).map((run) => this.name(run.settings));
    return `It holds, for example: ${names.join("; ")}.`;
  }

  private name(settings: Settings): string {
    return `${this.sideName(settings.left)} beside ${this.sideName(settings.right)}`;
  }

  private sideName(side: Side): string {
    const scenario = scenarioOf(studyOf(this.stored.catalogue, side), side);
    return side.programmes.length ? `'${scenario.title}' (${side.lens})` : `'${scenario.title}'`;
  }
}

/** Today's care has no programmes, so that no lens changes it. */
function isSameSide(stored: Side, wanted: Side): boolean {
  const isSameLens = stored.programmes.length === 0 || stored.lens === wanted.lens;
  return stored.study === wanted.study && stored.scenario === wanted.scenario && isSameLens;
}
