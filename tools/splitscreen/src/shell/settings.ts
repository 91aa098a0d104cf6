// What may be set: looks settings up in the catalogue and makes new ones from it.

import type { Catalogue, ProgrammeCard, ScenarioEntry, Side, StudyEntry, Use } from "../contract";

export type Where = "left" | "right";

export function studyOf(catalogue: Catalogue, side: Side): StudyEntry {
  const study = catalogue.studies.find((entry) => entry.id === side.study);
  if (!study) throw new Error(`No study '${side.study}' is open.`);
  return study;
}

export function scenarioOf(study: StudyEntry, side: Side): ScenarioEntry {
  const scenario = study.scenarios.find((entry) => entry.name === side.scenario);
  if (!scenario) throw new Error(`'${study.title}' has no scenario '${side.scenario}'.`);
  return scenario;
}

/** A scenario as its study has it. */
export function sideOf(study: StudyEntry, scenario: ScenarioEntry): Side {
  return {
    study: study.id,
    scenario: scenario.name,
    lens: scenario.lens,
    programmes: scenario.programmes.map((use) => ({ ...use })),
  };
}

export interface Bounds {
  min: number;
  max: number;
}

/** At least one place: who wants none switches the programme off. */
export function boundsOfPlaces(most: number | null, original: number): Bounds {
  return { min: 1, max: Math.max(most ?? Math.ceil(original * 4), 1) };
}

/** A finder no better than drawing lots finds the share that it flags; the engine asks for more than that. */
export function boundsOfSensitivity(card: ProgrammeCard): Bounds {
  return { min: ((card.flagged ?? 0) * 1000 + 1) / 1000, max: card.most_sensitivity ?? 1 };
}

export function isSameUse(one: Use, other: Use): boolean {
  return (
    one.on === other.on && one.starts === other.starts && one.a_month === other.a_month &&
    one.at_once === other.at_once && one.uptake === other.uptake && one.sensitivity === other.sensitivity
  );
}
