// What the page and the programme behind it say to each other. The Python side (bindings/forestall/app) writes
// the same shapes; tests/python/app holds the two together. All figures are of the whole place: those of a
// sample have been scaled up. Differences are right less left.

export type Lens = "claimed" | "controlled";

/** What one side of the screen is set to. `scenario` is an arm of `study`; its first arm is today's care. */
export interface Side {
  study: string;
  scenario: string;
  lens: Lens;
  /** Every programme of the scenario, in its order; empty for today's care. */
  programmes: Use[];
}

export interface Use {
  name: string;
  on: boolean;
  /** First day of offers, "2025-04-01". */
  starts: string;
  /** null: the programme has no such limit (or no such control), and the page shows none. */
  a_month: number | null;
  at_once: number | null;
  /** Chance that an offer is taken up, 0 to 1. */
  uptake: number | null;
  /** Share of what happens that happens to the people found, 0 to 1; null: not found by a score. */
  sensitivity: number | null;
}

export interface Settings {
  left: Side;
  right: Side;
}

// --- GET /api/catalogue ---------------------------------------------------------------------------------------

export interface Catalogue {
  version: string;
  /** "Everyone is synthetic: ..." to be shown on every view. */
  synthetic: string;
  studies: StudyEntry[];
  /** What to show first (from the command line, or the usual study). */
  start: Settings;
  /** True: an exported file; the controls choose among stored runs. */
  stored: boolean;
}

export interface StudyEntry {
  id: string;
  title: string;
  place: { name: string; title: string; people: number };
  model: string; // title
  start: string; // "2024-07-01"
  end: string; // the day after the last
  price_year: string; // "2023/24"
  scenarios: ScenarioEntry[]; // today's first
  /** Cards of every programme in any scenario, by name. */
  programmes: Record<string, ProgrammeCard>;
}

export interface ScenarioEntry {
  name: string;
  title: string;
  lens: Lens;
  programmes: Use[]; // as the study has them
  /** What a reader must know of it: "... begins once the scenario has saved £500,000". */
  notes: string[];
}

export interface ProgrammeCard {
  name: string;
  title: string;
  kind: string; // "Tertiary prevention"
  kind_meaning: string; // plain words for it
  approach: string; // "formal" | "informal"
  /** How people are found, in plain words. */
  found: string;
  /** Share of the eligible that the score flags, 0 to 1; null: no score. */
  flagged: number | null;
  /** What it is the share of, for the sensitivity control: "emergency admissions within 3 months". */
  predicts: string | null;
  delivered: string; // "lasts 12 months; begins 4 weeks after yes"
  effects: Effect[];
  costs: { title: string; each: string; payer: string; value: number; unit: string }[];
  /** Bounds of controls. */
  starts_from: string;
  starts_until: string;
  most_a_month: number | null;
  most_at_once: number | null;
  most_sensitivity: number | null;
  /** How a review may stop it; "" for none. */
  review: string;
}

export interface Effect {
  title: string; // "Fewer admissions: emergency admissions"
  claimed: { times: number; low: number; high: number; source: string };
  controlled: { times: number; low: number; high: number; source: string };
}

// --- POST /api/compare: a body of Settings, an answer of one JSON object a line ----------------------------------

export type Message =
  | { kind: "progress"; stage: "preparing" | "sample" | "whole"; share: number; seconds_left: number | null; text: string }
  | { kind: "comparison"; comparison: Comparison }
  /** These two cannot be compared, or a setting cannot be used: every reason at once. */
  | { kind: "refused"; problems: Problem[] }
  /** The engine stopped; it is started anew. The same settings may be asked for again. */
  | { kind: "failed"; text: string; may_retry: boolean }
  /** A newer change took this one's place. */
  | { kind: "superseded" }
  | { kind: "done" };

export interface Problem {
  what: string;
  why: string;
  remedy: string;
}

export interface Comparison {
  settings: Settings;
  stage: "sample" | "whole";
  /** Share of the people simulated; 1: everybody. */
  sample: number;
  people_simulated: number;
  seconds: number;
  place: string;
  model: string;
  price_year: string;
  version: string;
  seed: number;
  /** Digest of the study that ran. */
  study_hash: string;
  left: { title: string; is_today: boolean };
  right: { title: string; is_today: boolean };
  /** Short term: 24 months from the first programme's month on, "2025-04". */
  months: string[];
  /** Long term: whole calendar years. */
  years: number[];
  measures: Measure[];
  pyramid: Pyramid;
  money: Money;
  programmes: ProgrammeOutcome[];
  /** What a reader must know: sample, people too few, arms not paired, ... */
  notes: string[];
}

export interface Measure {
  name: string;
  title: string;
  unit: string; // in words: "admissions", "pounds", "people", "full-time workers"
  /** Heading under which it is listed: "Hospital", "GP and community", "Care", "Workforce", "Health", "Money". */
  group: string;
  /** How a year's figure relates to its months: "sum", "at the end", "mean". */
  over_time: "sum" | "end" | "mean";
  /** True: more of it is worse (most are); false: more is better; null: neither. */
  more_is_worse: boolean | null;
  short: Series;
  long: Series;
  /** 18 months in all, and so on: what the command line's split screen prints. */
  horizons: Horizon[];
}

/** Figures by month or year. low and high: 95% interval of the difference; null: not known. */
export interface Series {
  left: number[];
  right: number[];
  difference: number[];
  low: (number | null)[];
  high: (number | null)[];
  /** One hedged sentence that says what it shows; the chart's title. */
  finding: string;
}

export interface Horizon {
  label: string; // "first 18 months", "2030"
  is_short: boolean;
  left: number;
  right: number;
  difference: number;
  low: number | null;
  high: number | null;
}

export interface Pyramid {
  /** Apex first. `meaning`: plain words. */
  layers: { name: string; title: string; meaning: string }[];
  /** Ends of these months ("2024-12", "2025-06", ...), for the slider. */
  times: string[];
  left: number[][]; // [time][layer] people
  right: number[][];
  /** Flows in whole calendar years. */
  years: number[];
  /** Nodes: the layers' names, then "births", "arrivals" (sources), "deaths", "departures" (ends). */
  flows: { left: Flow[][]; right: Flow[][] }; // [year]
}

export interface Flow {
  from: string;
  to: string;
  people: number;
}

export interface Money {
  unit: string; // "pounds, at 2023/24 prices"
  payers: { name: string; title: string }[];
  horizons: string[]; // "first 18 months", "2030", "the whole run"
  /** [payer][horizon], right less left, pounds; low and high as in Series. */
  care: MoneyCell[][];
  programmes: MoneyCell[][];
  /** What of each payer's difference in care could be banked, [payer][horizon]; see `rules`. */
  cashable: number[][];
  /** How that was decided, in plain words, one for each payer; assumptions say so. */
  rules: string[];
  /** Month by month since the study's start: in all so far, right less left, pounds. */
  months: string[];
  in_all: number[];
  in_all_low: (number | null)[];
  in_all_high: (number | null)[];
  /** First month from which right has cost less than left in all, to the end; null: not within the run. */
  breaks_even: string | null;
  /** "It costs at most £4.2 million more, in 2027-03" ... plain, hedged. */
  finding: string;
  /** What gets worse before it gets better, in words; "" where nothing does. */
  worse_first: string;
}

export interface MoneyCell {
  value: number;
  low: number | null;
  high: number | null;
}

export interface ProgrammeOutcome {
  side: "left" | "right";
  name: string;
  title: string;
  from: string | null; // "2025-04"; null: it never started
  until: string | null; // first month without offers; null: they go on
  stopped_by_review: boolean;
  offers: number;
  refusals: number;
  starts: number;
  drop_outs: number;
  completions: number;
  /** How good the finding was: as asked for, and as it turned out; null: no score. */
  sensitivity_asked: number | null;
  sensitivity_achieved: number | null;
}

// --- Other requests --------------------------------------------------------------------------------------------
// POST /api/save {settings, name} -> the study with all that it names (zip), as an attachment; the header
//   X-Forestall-Run says how to run it
// POST /api/open  body: a study file's text or such a zip -> StudyEntry, or 422 {problems: Problem[]}
// Errors have the status that fits and {problems: Problem[]}.

/** In an exported file: <script type="text/plain" id="stored">, JSON packed by gzip, in base64. */
export interface Stored {
  catalogue: Catalogue;
  runs: Comparison[];
}
