// Bars of what each payer pays more or less, to one scale. What could be banked is solid, the rest hatched.

import { axisAroundZero, digitsOf, type ValueAxis } from "./axis";
import { freshId } from "./dom";
import { pounds, signed } from "./figures";
import type { PayerFigures } from "./money_words";
import { AXIS, LEFT, QUIET, RULE, TEXT } from "./palette";
import { sum } from "./sums";
import { hatching, label, lines, set, shape, widthOf, wrapped } from "./svg";

const PROGRAMMES = "#A4440F";
const NET = "#3D3D3D";
const BAR = 16;
const ROWS = 3;
const TITLE_SIZE = 15;
const TITLE_STEP = 20;
const TITLE_GAP = 10;
const AXIS_HEIGHT = 44;
const BESIDE_FROM = 720;

/** Names and values stand beside the bars, or on narrow screens above each. */
interface Layout {
  isBeside: boolean;
  row: number;
  from: number;
  to: number;
  valuesAt: number;
}

interface Row {
  name: string;
  text: string;
  value: number;
  solid: number;
  colour: string;
  interval: [number, number] | null;
}

export class MoneyBars {
  readonly svg = shape("svg");
  private readonly hatchId = freshId("hatch");

  draw(payers: PayerFigures[], width: number): void {
    const values = payers.flatMap((one) => [
      one.net,
      ...[one.care, one.programmes].flatMap(({ value, low, high }) => [value, low ?? 0, high ?? 0]),
    ]);
    const axis = axisAroundZero(values);
    const layout = layoutOf(payers, width);
    const place = (value: number) =>
      layout.from + ((value - axis.min) / (axis.max - axis.min)) * (layout.to - layout.from);
    const legend = this.legend(width);
    const blocks = payers.map((payer) => {
      const title = wrapped(payer.title, width, TITLE_SIZE, true);
      return { payer, title, height: title.length * TITLE_STEP + TITLE_GAP + ROWS * layout.row };
    });
    const bottom = legend.height + sum(blocks.map((block) => block.height));
    this.svg.replaceChildren(
      hatching(this.hatchId, LEFT),
      ...legend.parts,
      ...gridOf(axis, place, legend.height, bottom),
    );
    let top = legend.height;
    for (const { payer, title, height } of blocks) {
      this.drawPayer(payer, title, place, layout, top);
      top += height;
    }
    const height = bottom + AXIS_HEIGHT;
    set(this.svg, { width, height, viewBox: `0 0 ${width} ${height}` });
  }

  private drawPayer(
    payer: PayerFigures,
    title: string[],
    place: (value: number) => number,
    layout: Layout,
    top: number,
  ): void {
    this.svg.append(...title.map((line, i) => onWhite(line, 0, top + 20 + i * TITLE_STEP, true)));
    const rowsFrom = top + title.length * TITLE_STEP + TITLE_GAP;
    rowsOf(payer).forEach((row, i) => {
      const end = rowsFrom + (i + 1) * layout.row;
      const middle = end - 12;
      const words = layout.isBeside
        ? [label(row.name, 12, middle + 5), label(row.text, layout.valuesAt, middle + 5)]
        : [onWhite(`${row.name}: ${row.text}`, 0, end - 26, false)];
      this.svg.append(...words, ...this.barOf(row, place, middle));
    });
  }

  private barOf(row: Row, place: (value: number) => number, middle: number): SVGElement[] {
    const bar = (from: number, to: number, fill: string) =>
      shape("rect", {
        x: Math.min(place(from), place(to)),
        y: middle - BAR / 2,
        width: Math.abs(place(to) - place(from)),
        height: BAR,
        fill,
        stroke: row.colour,
      });
    const made: SVGElement[] = [];
    if (row.solid !== 0) made.push(bar(0, row.solid, row.colour));
    if (row.value !== row.solid) made.push(bar(row.solid, row.value, `url(#${this.hatchId})`));
    if (row.interval !== null) made.push(...whisker(place(row.interval[0]), place(row.interval[1]), middle));
    return made;
  }

  private legend(width: number): { parts: SVGElement[]; height: number } {
    const entries = [
      { fill: LEFT, stroke: LEFT, text: "Care, cashable (can be banked)" },
      { fill: `url(#${this.hatchId})`, stroke: LEFT, text: "Care, notional (cannot be banked)" },
      { fill: PROGRAMMES, stroke: PROGRAMMES, text: "Programmes" },
      { fill: NET, stroke: NET, text: "Net" },
    ];
    const parts: SVGElement[] = [];
    let x = 0;
    let y = 0;
    for (const { fill, stroke, text } of entries) {
      const needed = 24 + widthOf(text, 14) + 20;
      if (x > 0 && x + needed > width) [x, y] = [0, y + 24];
      parts.push(
        shape("rect", { x: x + 1, y: y + 4, width: 16, height: 14, fill, stroke }),
        label(text, x + 24, y + 16),
      );
      x += needed;
    }
    return { parts, height: y + 36 };
  }
}

function layoutOf(payers: PayerFigures[], width: number): Layout {
  const isBeside = width >= BESIDE_FROM;
  if (!isBeside) return { isBeside, row: 44, from: 20, to: width - 20, valuesAt: 0 };
  const rows = payers.flatMap(rowsOf);
  const values = Math.max(...rows.map((row) => widthOf(row.text, 14)));
  const names = Math.max(...rows.map((row) => widthOf(row.name, 14)));
  return { isBeside, row: 24, from: names + 40, to: width - values - 40, valuesAt: width - values - 4 };
}

/** Words that cross grid lines keep a white edge. */
function onWhite(text: string, x: number, y: number, bold: boolean): SVGTextElement {
  const made = label(text, x, y, { bold, size: bold ? TITLE_SIZE : 14 });
  set(made, { stroke: "#FFFFFF", "stroke-width": 4, "paint-order": "stroke" });
  return made;
}

function rowsOf(payer: PayerFigures): Row[] {
  const { care, programmes, cashable, net } = payer;
  const solid = care.value < 0 ? -Math.min(cashable, -care.value) : 0;
  const interval = (one: { low: number | null; high: number | null }): [number, number] | null =>
    one.low === null || one.high === null || one.low === one.high ? null : [one.low, one.high];
  return [
    {
      name: "Care",
      text: /[1-9]/.test(pounds(cashable)) ? `${money(care.value)}, cashable ${pounds(cashable)}` : money(care.value),
      value: care.value,
      solid,
      colour: LEFT,
      interval: interval(care),
    },
    {
      name: "Programmes",
      text: money(programmes.value),
      value: programmes.value,
      solid: programmes.value,
      colour: PROGRAMMES,
      interval: interval(programmes),
    },
    { name: "Net", text: money(net), value: net, solid: net, colour: NET, interval: null },
  ];
}

function money(value: number): string {
  const text = pounds(value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Dark on a white edge, so that it shows on a bar too. */
function whisker(from: number, to: number, middle: number): SVGElement[] {
  const path = `M${from} ${middle - 5}V${middle + 5}M${from} ${middle}H${to}M${to} ${middle - 5}V${middle + 5}`;
  const stroke = (colour: string, width: number) =>
    shape("path", { d: path, stroke: colour, "stroke-width": width, fill: "none" });
  return [stroke("#FFFFFF", 4), stroke(TEXT, 1.5)];
}

function gridOf(axis: ValueAxis, place: (value: number) => number, top: number, bottom: number): SVGElement[] {
  const largest = Math.max(Math.abs(axis.min), Math.abs(axis.max));
  const [divisor, unit] = largest >= 1e6 ? [1e6, "million"] : [1e3, "thousand"];
  const digits = digitsOf(axis.step / divisor);
  const parts: SVGElement[] = [];
  let free = -Infinity;
  const count = Math.round((axis.max - axis.min) / axis.step);
  for (let i = 0; i <= count; i += 1) {
    const value = axis.min + i * axis.step;
    const isZero = Math.abs(value) < axis.step / 1e6;
    const x = place(value);
    const text = isZero ? "0" : signed(value / divisor, digits);
    parts.push(shape("line", { x1: x, x2: x, y1: top, y2: bottom, stroke: isZero ? TEXT : RULE }));
    const half = widthOf(text, 13) / 2;
    if (x - half < free) continue;
    parts.push(label(text, x, bottom + 16, { size: 13, anchor: "middle" }));
    free = x + half + 6;
  }
  parts.push(shape("line", { x1: place(axis.min), x2: place(axis.max), y1: bottom, y2: bottom, stroke: AXIS }));
  const said = wrapped(`£ ${unit}: less (-) or more (+) on the right`, place(axis.max) - place(axis.min), 13);
  return [...parts, ...lines(said, place(axis.min), bottom + 34, 16, { size: 13, colour: QUIET })];
}
