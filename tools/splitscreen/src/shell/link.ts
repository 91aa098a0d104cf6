// The share link: settings and what was chosen in the views, as compact text after the "#". Everything read from a
// link is held against the catalogue, since a link may be old, cut off or from another machine.

import type { Catalogue, Lens, Settings, Side, StudyEntry, Use } from "../contract";
import type { ViewChoice } from "../view";
import { boundsOfPlaces, boundsOfSensitivity, type Bounds } from "./settings";

const VERSION = "1";

export class LinkProblem extends Error {}

type StoredUse = [string, 0 | 1, string, number | null, number | null, number | null, number | null];
type StoredSide = [string, string, Lens, StoredUse[]];
type StoredChoice = [string, string[], string, string, number | null];

function packSide(side: Side): StoredSide {
  const uses = side.programmes.map(
    (use): StoredUse => [use.name, use.on ? 1 : 0, use.starts, use.a_month, use.at_once, use.uptake, use.sensitivity],
  );
  return [side.study, side.scenario, side.lens, uses];
}

export function writeLink(settings: Settings, choice: ViewChoice): string {
  const kept: StoredChoice = [choice.view, choice.measures, choice.horizon, choice.time, choice.year];
  const json = JSON.stringify([packSide(settings.left), packSide(settings.right), kept]);
  const bytes = new TextEncoder().encode(json);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const text = btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `${VERSION}.${text}`;
}

function unpack(text: string): unknown {
  const [version, body] = text.split(".");
  if (version !== VERSION || !body) {
    throw new LinkProblem("The link is of another version of Forestall or is cut off at its end.");
  }
  try {
    const binary = atob(body.replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new LinkProblem("The link cannot be read: part of it is missing or was changed.");
  }
}

const UNREADABLE = "The link cannot be read: it does not hold two scenarios.";

function array(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new LinkProblem(UNREADABLE);
  return value;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new LinkProblem(UNREADABLE);
  return value;
}

/** A number within bounds where the scenario has that setting; null where it has none. */
function number(value: unknown, has: number | null, bounds: Bounds, what: string): number | null {
  if (has === null) return null;
  // What the study itself says is always allowed, whatever the bounds of the controls.
  if (value === has) return has;
  if (typeof value !== "number" || value < bounds.min || value > bounds.max) {
    throw new LinkProblem(`The link sets ${what} to what cannot be used here.`);
  }
  return value;
}

function readUse(value: unknown, study: StudyEntry, own: Use): Use {
  const [name, on, starts, a_month, at_once, uptake, sensitivity] = array(value);
  if (name !== own.name) {
    throw new LinkProblem(`The link has a programme '${String(name)}', which that scenario of '${study.title}' does not have.`);
  }
  const card = study.programmes[own.name];
  const day = text(starts);
  const is_day = /^\d{4}-\d{2}-\d{2}$/.test(day);
  if (!is_day || (day !== own.starts && (day < card.starts_from || day > card.starts_until))) {
    throw new LinkProblem(`The link starts '${card.title}' on ${day}, which is outside the study.`);
  }
  return {
    name: own.name,
    on: on === 1,
    starts: day,
    a_month: number(a_month, own.a_month, boundsOfPlaces(card.most_a_month, own.a_month ?? 0), `the places of '${card.title}'`),
    at_once: number(at_once, own.at_once, boundsOfPlaces(card.most_at_once, own.at_once ?? 0), `the places of '${card.title}'`),
    uptake: number(uptake, own.uptake, { min: 0, max: 1 }, `who says yes to '${card.title}'`),
    sensitivity: number(sensitivity, own.sensitivity, boundsOfSensitivity(card), `the finding of '${card.title}'`),
  };
}

function readSide(value: unknown, catalogue: Catalogue): Side {
  const [id, name, lens, uses] = array(value);
  const study = catalogue.studies.find((entry) => entry.id === id);
  if (!study) {
    throw new LinkProblem(`The link is to a study '${text(id)}' that is not open here. Open its file and try the link again.`);
  }
  const scenario = study.scenarios.find((entry) => entry.name === name);
  if (!scenario) throw new LinkProblem(`The link is to a scenario '${text(name)}' that '${study.title}' does not have.`);
  if (lens !== "claimed" && lens !== "controlled") throw new LinkProblem(UNREADABLE);
  const stored = array(uses);
  if (stored.length !== scenario.programmes.length) {
    throw new LinkProblem(`The link is to '${scenario.title}' with other programmes than it has now.`);
  }
  return {
    study: study.id,
    scenario: scenario.name,
    lens,
    programmes: scenario.programmes.map((own, i) => readUse(stored[i], study, own)),
  };
}

function readChoice(value: unknown): ViewChoice {
  const [view, measures, horizon, time, year] = array(value);
  return {
    view: text(view),
    measures: array(measures).map(text),
    horizon: text(horizon),
    time: text(time),
    year: typeof year === "number" ? year : null,
  };
}

/** What a link says; throws LinkProblem with words for people. */
export function readLink(link: string, catalogue: Catalogue): { settings: Settings; choice: ViewChoice } {
  const [left, right, choice] = array(unpack(link));
  return {
    settings: { left: readSide(left, catalogue), right: readSide(right, catalogue) },
    choice: readChoice(choice),
  };
}
