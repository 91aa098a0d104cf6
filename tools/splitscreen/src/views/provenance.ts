// Where figures come from, as lines beside a downloaded file and as words beside a chart.

import type { Comparison } from "../contract";
import { figure } from "./figures";

export const SYNTHETIC = "Everyone is synthetic: nobody in these figures is a real person.";
export const LUCK = "95% intervals hold the luck of those simulated; what is not known of the effects is not in them.";

/** Beside a title; "" once everybody is simulated. */
export function saidStage(comparison: Comparison): string {
  if (comparison.stage !== "sample") return "";
  return `Sample of 1 in ${figure(1 / comparison.sample)} people; wider interval`;
}

export function sidesLine(comparison: Comparison): string {
  return `Left: ${comparison.left.title}. Right: ${comparison.right.title}. Differences are right less left.`;
}

export function aboutLines(comparison: Comparison, what: string, unit: string): string[] {
  const stage = saidStage(comparison) || "whole: everybody is simulated";
  return [
    `what: ${what}`,
    `units: ${unit}`,
    `left: ${comparison.left.title}`,
    `right: ${comparison.right.title}`,
    "differences: right less left; low and high: 95% interval",
    `place: ${comparison.place}`,
    `stage: ${stage} (${comparison.people_simulated} people)`,
    `model: ${comparison.model}; Forestall ${comparison.version}`,
    `seed: ${comparison.seed}`,
    `study hash: ${comparison.study_hash}`,
    SYNTHETIC,
  ];
}

export function sourceLine(comparison: Comparison): string {
  const stage = saidStage(comparison);
  const made = `Forestall ${comparison.version}, ${comparison.model}, ${comparison.place}; seed ${comparison.seed}`;
  return `${stage === "" ? "" : `${stage}. `}${made}; study ${comparison.study_hash.slice(0, 12)}. ${SYNTHETIC}`;
}

/** "emergency-admissions_today_vs_frailty-programme". */
export function fileStem(comparison: Comparison, what: string): string {
  const part = (text: string) =>
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 40);
  return `${part(what)}_${part(comparison.left.title)}_vs_${part(comparison.right.title)}`;
}
