// Panels of lines within one drawing: each has a place, a title, two axes and its lines.

import { digitsOf, type ValueAxis } from "./axis";
import { figure, signed } from "./figures";
import type { ChartOption } from "./line_chart";
import { AXIS, BAND, DIFFERENCE, QUIET, RULE, TEXT } from "./palette";
import { FONT, widthOf } from "./svg";

export interface Line {
  values: (number | null)[];
  colour: string;
  width: number;
  dots: boolean;
}

export interface Panel {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Lines above the title; none for most. */
  heading: string[];
  /** Bold lines and, below them, plain ones, from `left` on. */
  title: { left: number; lines: string[]; plain: string[]; colour: string };
  /** Names along the x axis and how many steps lie between two that are written. */
  times: string[];
  every: number;
  axis: ValueAxis;
  /** Ticks are divided by it. */
  divisor: number;
  isDifference: boolean;
  lines: Line[];
  band: { low: (number | null)[]; high: (number | null)[] } | null;
  /** A place on the x axis that is marked, with words; null: none. */
  mark: { at: number; text: string } | null;
}

const TITLE_STEP = 18;
const HEADING_STEP = 22;
const ABOVE_PANEL = 8;

/** Width that the ticks of a value axis take. */
export function ticksWidth(axis: ValueAxis, divisor: number): number {
  const longest = Math.max(...[axis.min, axis.max].map((value) => widthOf(tickText(value, axis, divisor), 13)));
  return Math.ceil(longest) + 14;
}

function tickText(value: number, axis: ValueAxis, divisor: number, sign = true): string {
  const digits = digitsOf(axis.step / divisor);
  return sign ? signed(value / divisor, digits) : figure(value / divisor, digits);
}

/** `told` gives the rows of the tooltip at a place of a panel: the panel's number and the place on its x axis. */
export function optionOf(panels: Panel[], told: (panel: number, at: number) => HTMLElement): ChartOption {
  return {
    textStyle: { fontFamily: FONT },
    title: panels.flatMap((panel) => [headingOf(panel), titleOf(panel)]),
    grid: panels.map(({ left, top, width, height }) => ({ left, top, width, height, outerBoundsMode: "none" })),
    xAxis: panels.map(xAxisOf),
    yAxis: panels.map(yAxisOf),
    series: panels.flatMap(seriesOf),
    tooltip: {
      trigger: "axis",
      confine: true,
      transitionDuration: 0,
      className: "view-tooltip",
      borderColor: AXIS,
      axisPointer: { type: "line", lineStyle: { color: QUIET, type: "solid" }, animation: false },
      formatter: (points: unknown) => {
        const one = (Array.isArray(points) ? points[0] : points) as { seriesId?: string; dataIndex?: number };
        return told(Number(String(one?.seriesId).split("/")[0]), one?.dataIndex ?? 0);
      },
    },
  };
}

/** Height that a panel's words take above it. */
export function wordsHeight(title: Panel["title"], heading: string[]): number {
  const headingHeight = heading.length === 0 ? 0 : heading.length * HEADING_STEP + ABOVE_PANEL;
  return headingHeight + titleHeight(title);
}

function titleHeight(title: Panel["title"]): number {
  return (title.lines.length + title.plain.length) * TITLE_STEP + ABOVE_PANEL;
}

function headingOf({ heading, title, top }: Panel) {
  return {
    text: heading.join("\n"),
    left: 0,
    top: top - wordsHeight(title, heading),
    padding: 0,
    textStyle: { fontSize: 16, fontFamily: FONT, fontWeight: "bold" as const, lineHeight: HEADING_STEP, color: TEXT },
  };
}

function titleOf({ title, top }: Panel) {
  const lettering = { fontSize: 14, fontFamily: FONT, lineHeight: TITLE_STEP };
  return {
    text: title.lines.join("\n"),
    subtext: title.plain.join("\n"),
    left: title.left,
    top: top - titleHeight(title),
    padding: 0,
    itemGap: 0,
    textStyle: { ...lettering, fontWeight: "bold" as const, color: title.colour },
    subtextStyle: { ...lettering, color: TEXT },
  };
}

function xAxisOf(panel: Panel, gridIndex: number) {
  return {
    gridIndex,
    type: "category" as const,
    data: panel.times,
    boundaryGap: false,
    axisLine: { onZero: false, lineStyle: { color: AXIS } },
    axisTick: { show: true, interval: (at: number) => at % panel.every === 0, lineStyle: { color: AXIS } },
    axisLabel: {
      interval: (at: number) => at % panel.every === 0,
      color: TEXT,
      fontSize: 13,
      alignMinLabel: "left" as const,
      hideOverlap: true,
    },
  };
}

function yAxisOf(panel: Panel, gridIndex: number) {
  const { axis, divisor } = panel;
  return {
    gridIndex,
    type: "value" as const,
    min: axis.min,
    max: axis.max,
    interval: axis.step,
    axisLabel: {
      color: TEXT,
      fontSize: 13,
      formatter: (value: number) => tickText(value, axis, divisor, panel.isDifference),
    },
    splitLine: { lineStyle: { color: RULE } },
  };
}

const NOT_THERE = "-";

function seriesOf(panel: Panel, number: number) {
  const axes = { type: "line" as const, xAxisIndex: number, yAxisIndex: number };
  const lines = panel.lines.map((line, i) => ({
    ...axes,
    id: `${number}/line ${i}`,
    data: line.values.map((value) => value ?? NOT_THERE),
    z: 4 + i,
    symbol: "circle",
    symbolSize: 5,
    showSymbol: line.dots,
    itemStyle: { color: line.colour },
    lineStyle: { color: line.colour, width: line.width },
    emphasis: { disabled: true },
  }));
  return panel.isDifference
    ? [...bandOf(panel, axes, number), zeroOf(panel, axes, number), ...lines, markOf(panel, axes, number)]
    : lines;
}

/** The interval: its lower edge, and stacked on it the area up to its upper edge. */
function bandOf(panel: Panel, axes: object, number: number) {
  const low = panel.band?.low ?? [];
  const high = panel.band?.high ?? [];
  const isThere = low.map((value, i) => value !== null && high[i] != null);
  const edge = {
    ...axes,
    stack: `band ${number}`,
    stackStrategy: "all" as const,
    symbol: "none",
    silent: true,
    lineStyle: { color: DIFFERENCE, width: 1 },
    emphasis: { disabled: true },
  };
  return [
    { ...edge, id: `${number}/low`, data: low.map((value, i) => (isThere[i] ? (value as number) : NOT_THERE)) },
    {
      ...edge,
      id: `${number}/high`,
      data: low.map((value, i) => (isThere[i] ? (high[i] as number) - (value as number) : NOT_THERE)),
      areaStyle: { color: BAND, opacity: 1 },
    },
  ];
}

function zeroOf(panel: Panel, axes: object, number: number) {
  return {
    ...axes,
    id: `${number}/zero`,
    data: panel.times.map(() => 0),
    symbol: "none",
    silent: true,
    z: 3,
    lineStyle: { color: TEXT, width: 1 },
    emphasis: { disabled: true },
  };
}

/** A dot on zero with words where there is room. */
function markOf({ mark, times }: Panel, axes: object, number: number) {
  const share = (mark?.at ?? 0) / Math.max(1, times.length - 1);
  return {
    ...axes,
    id: `${number}/mark`,
    data: times.map((_, at) => (mark?.at === at ? 0 : NOT_THERE)),
    symbol: "circle",
    symbolSize: 11,
    showSymbol: true,
    showAllSymbol: true,
    silent: true,
    z: 9,
    itemStyle: { color: "#FFFFFF", borderColor: TEXT, borderWidth: 2 },
    label: {
      show: mark !== null,
      position: share > 0.65 ? ("left" as const) : share < 0.35 ? ("right" as const) : ("top" as const),
      distance: 8,
      formatter: mark?.text ?? "",
      color: TEXT,
      fontSize: 14,
      fontWeight: "bold" as const,
      backgroundColor: "#FFFFFF",
      padding: 3,
    },
    emphasis: { disabled: true },
  };
}
