// The six panels of a measure: left, right and their difference, by month and by year. Left and right share an axis.

import type { Comparison, Measure, Series } from "../contract";
import { axisAroundZero, axisOfLevels, type ValueAxis } from "./axis";
import { certaintyOf } from "./differences";
import { chartUnit, shortMonth } from "./figures";
import { ticksWidth, wordsHeight, type Line, type Panel } from "./line_panels";
import { BESIDE, DIFFERENCE, LEFT, RIGHT, TEXT } from "./palette";
import { wrapped } from "./svg";

export interface MeasurePanels {
  panels: Panel[];
  height: number;
  /** Spans of which the axis does not begin at 0: "short term". */
  withoutZero: string[];
}

/** Heights of a panel of levels, which grows with the screen, and of its difference. */
const LOWEST = 170;
const HIGHEST = 260;
const DIFFERENCE_SHARE = 0.76;
const BELOW = 34; // names along the x axis
const GAP = 18;
const YEAR_WIDTH = 48; // of a name along the x axis with room about it
const MONTH_WIDTH = 84;
const SIDE_BY_SIDE_FROM = 640;

interface SideLines {
  title: string;
  colour: string;
  lines: Line[];
}

interface Span {
  name: string;
  series: Series;
  times: string[];
  /** Steps between two times that are written, in a panel of a width. */
  every: (width: number) => number;
  dots: boolean;
}

export function shortTitle(comparison: Comparison): string {
  return `Short term: next ${comparison.months.length} months, by month`;
}

export function longTitle(comparison: Comparison): string {
  return `Long term: to ${comparison.years[comparison.years.length - 1] ?? ""}, by year`;
}

export function panelsOf(measure: Measure, comparison: Comparison, width: number): MeasurePanels {
  const { months, years } = comparison;
  const everyYear = (room: number) => Math.max(1, Math.ceil((years.length * YEAR_WIDTH) / room));
  const everyMonth = (room: number) => (room < (months.length / 6) * MONTH_WIDTH ? 12 : 6);
  const spans: Span[] = [
    {
      name: shortTitle(comparison),
      series: measure.short,
      times: months.map(shortMonth),
      every: everyMonth,
      dots: false,
    },
    { name: longTitle(comparison), series: measure.long, times: years.map(String), every: everyYear, dots: true },
  ];
  const made: MeasurePanels = { panels: [], height: 0, withoutZero: [] };
  for (const span of spans) addSpan(made, span, measure, comparison, width);
  return made;
}

function addSpan(made: MeasurePanels, span: Span, measure: Measure, comparison: Comparison, width: number): void {
  const { series } = span;
  const levels = axisOfLevels([...series.left, ...series.right]);
  const differences = axisAroundZero([...series.difference, ...known(series.low), ...known(series.high)]);
  if (!levels.startsAtZero) made.withoutZero.push(span.name.split(":")[0] ?? span.name);
  const unit = chartUnit(measure.unit, Math.max(...series.left, ...series.right));
  const differenceUnit = chartUnit(measure.unit, Math.max(Math.abs(differences.min), Math.abs(differences.max)));
  const margin = Math.max(ticksWidth(levels, unit.divisor), ticksWidth(differences, differenceUnit.divisor));
  const sideBySide = width >= SIDE_BY_SIDE_FROM;
  const panelWidth = sideBySide ? (width - 2 * margin - 24) / 2 : width - margin - 16;
  const common = { times: span.times, every: span.every(panelWidth), band: null, mark: null, isDifference: false };
  const sides: [SideLines, SideLines] = [
    { title: `Left: ${comparison.left.title}`, colour: LEFT, lines: [line(series.left, LEFT, 2.5, span.dots)] },
    {
      title: `Right: ${comparison.right.title} (thin grey: left)`,
      colour: RIGHT,
      lines: [line(series.left, BESIDE, 1.2, false), line(series.right, RIGHT, 2.5, span.dots)],
    },
  ];
  const heading = wrapped(span.name, width, 16, true);
  const titleOf = (i: 0 | 1): Panel["title"] => ({
    left: sideBySide && i === 1 ? panelWidth + margin + 12 : 0,
    lines: wrapped(sides[i].title, sideBySide ? panelWidth + margin : width, 14, true),
    plain: [unit.name],
    colour: sides[i].colour,
  });
  const tallest = Math.max(wordsHeight(titleOf(0), heading), wordsHeight(titleOf(1), heading));
  for (const i of [0, 1] as const) {
    const title = titleOf(i);
    const startsRow = i === 0 || !sideBySide;
    const ownHeading = i === 0 ? heading : [];
    if (startsRow) made.height += GAP + (sideBySide ? tallest : wordsHeight(title, ownHeading));
    made.panels.push({
      ...common,
      left: title.left + margin,
      top: made.height,
      width: panelWidth,
      height: levelsHeight(width),
      heading: ownHeading,
      title,
      axis: levels,
      divisor: unit.divisor,
      lines: sides[i].lines,
    });
    if (i === 1 || !sideBySide) made.height += levelsHeight(width) + BELOW;
  }
  made.height += GAP;
  const difference = differencePanel(span, differences, differenceUnit, { left: margin, width });
  made.height += wordsHeight(difference.title, []);
  made.panels.push({ ...difference, top: made.height });
  made.height += differenceHeight(width) + BELOW;
}

function differencePanel(
  span: Span,
  axis: ValueAxis,
  unit: { divisor: number; name: string },
  place: { left: number; width: number },
): Panel {
  const { series } = span;
  const isKnown = (i: number) =>
    certaintyOf({ difference: series.difference[i] ?? 0, low: series.low[i] ?? null, high: series.high[i] ?? null }) !==
    "unknown";
  const interval = series.difference.some((_, i) => isKnown(i)) ? "band: 95% interval" : "no interval is known";
  return {
    left: place.left,
    top: 0,
    width: place.width - place.left - 16,
    height: differenceHeight(place.width),
    heading: [],
    title: {
      left: 0,
      lines: wrapped(series.finding, place.width, 14, true),
      plain: wrapped(`Right less left, ${unit.name}; ${interval}`, place.width, 14),
      colour: TEXT,
    },
    times: span.times,
    every: span.every(place.width - place.left - 16),
    axis,
    divisor: unit.divisor,
    isDifference: true,
    lines: [line(series.difference, DIFFERENCE, 2.5, span.dots)],
    band: {
      low: series.low.map((value, i) => (isKnown(i) ? value : null)),
      high: series.high.map((value, i) => (isKnown(i) ? value : null)),
    },
    mark: null,
  };
}

function line(values: number[], colour: string, width: number, dots: boolean): Line {
  return { values, colour, width, dots };
}

function levelsHeight(width: number): number {
  return Math.min(HIGHEST, Math.max(LOWEST, Math.round(width / 8)));
}

function differenceHeight(width: number): number {
  return Math.round(DIFFERENCE_SHARE * levelsHeight(width));
}

function known(values: (number | null)[]): number[] {
  return values.filter((value): value is number => value !== null);
}
