// Two pyramids drawn to one scale, apex on top, with what the right has more or fewer between them.

import type { Comparison } from "../contract";
import { LEFT, QUIET, RIGHT, TEXT } from "./palette";
import { moreOrFewer, peopleText } from "./pyramid_words";
import { label, lines, set, shape, wrapped } from "./svg";
import { sum } from "./sums";

const BESIDE_FROM = 820;
const NAMES = 170;
const NUMBERS = 132;
const BETWEEN = 132;
const ROW = 52;
const BAR = 48;
const NARROW_ROW = 46;
const NARROW_BAR = 22;

interface Side {
  title: string;
  colour: string;
  people: number[];
}

export class PyramidPicture {
  readonly svg = shape("svg");
  private readonly bars = shape("g");
  private readonly words = shape("g");

  constructor() {
    this.svg.append(this.bars, this.words);
  }

  draw(comparison: Comparison, at: number, width: number, motion: boolean): void {
    const { pyramid } = comparison;
    const sides: [Side, Side] = [
      { title: `Left: ${comparison.left.title}`, colour: LEFT, people: pyramid.left[at] ?? [] },
      { title: `Right: ${comparison.right.title}`, colour: RIGHT, people: pyramid.right[at] ?? [] },
    ];
    // The same scale at every time, so that a pyramid that grows is seen to grow.
    const widest = Math.max(1, ...pyramid.left.flat(), ...pyramid.right.flat());
    const titles = pyramid.layers.map((one) => one.title);
    this.svg.classList.toggle("view-glides", motion);
    this.keepBars(2 * titles.length);
    this.words.replaceChildren();
    const height =
      width >= BESIDE_FROM ? this.beside(sides, titles, widest, width) : this.below(sides, titles, widest, width);
    set(this.svg, { width, height, viewBox: `0 0 ${width} ${height}` });
  }

  /** Bars are kept, so that they can glide to their next width. */
  private keepBars(count: number): void {
    while (this.bars.childElementCount > count) this.bars.lastElementChild?.remove();
    while (this.bars.childElementCount < count) this.bars.append(shape("rect"));
  }

  private setBar(number: number, middle: number, y: number, width: number, height: number, fill: string): void {
    const bar = this.bars.children[number];
    if (bar !== undefined) set(bar, { x: middle - width / 2, y, width, height, fill });
  }

  private beside(sides: [Side, Side], titles: string[], widest: number, width: number): number {
    const room = (width - NAMES - 2 * NUMBERS - BETWEEN) / 2;
    const starts = [NAMES, NAMES + room + NUMBERS + BETWEEN];
    const heads = sides.map((side) => wrapped(side.title, room + NUMBERS - 12, 15, true));
    const top = 12 + Math.max(...heads.map((head) => head.length)) * 20 + 8;
    const between = NAMES + room + NUMBERS;
    this.words.append(...lines(["Right less left"], between + 8, 18, 18, { bold: true }));
    sides.forEach((side, i) => {
      const start = starts[i] ?? 0;
      this.words.append(...lines(heads[i] ?? [], start, 18, 20, { bold: true, size: 15, colour: side.colour }));
      side.people.forEach((people, layer) => {
        const y = top + layer * ROW;
        this.setBar(i * titles.length + layer, start + room / 2, y, (room * people) / widest, BAR, side.colour);
        this.words.append(label(peopleText(people, sum(side.people)), start + room + 8, y + BAR / 2 + 5));
      });
    });
    titles.forEach((title, layer) => {
      const y = top + layer * ROW + BAR / 2 + 5;
      const broken = wrapped(title, NAMES - 12, 14, true);
      this.words.append(
        ...lines(broken, 0, y - (broken.length - 1) * 8, 17, { bold: true }),
        label(this.difference(sides, layer), between + 8, y, { colour: TEXT }),
      );
    });
    return top + titles.length * ROW + 4;
  }

  private below(sides: [Side, Side], titles: string[], widest: number, width: number): number {
    let y = 0;
    sides.forEach((side, i) => {
      const head = wrapped(side.title, width, 15, true);
      this.words.append(...lines(head, 0, y + 18, 20, { bold: true, size: 15, colour: side.colour }));
      y += head.length * 20 + 12;
      side.people.forEach((people, layer) => {
        const more = i === 1 ? `, ${this.difference(sides, layer)}` : "";
        const text = wrapped(`${titles[layer] ?? ""}: ${peopleText(people, sum(side.people))}${more}`, width, 14);
        this.words.append(...lines(text, 0, y + 14, 17));
        y += (text.length - 1) * 17;
        this.setBar(i * titles.length + layer, width / 2, y + 19, (width * people) / widest, NARROW_BAR, side.colour);
        y += NARROW_ROW;
      });
      y += 12;
    });
    this.words.append(label("More or fewer: right less left", 0, y + 4, { size: 13, colour: QUIET }));
    return y + 12;
  }

  private difference([left, right]: [Side, Side], layer: number): string {
    return moreOrFewer((right.people[layer] ?? 0) - (left.people[layer] ?? 0));
  }
}
