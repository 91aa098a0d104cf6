// Moves in a year as ribbons whose widths are people, both sides to one scale.

import type { Comparison, Flow, Pyramid } from "../contract";
import { figure } from "./figures";
import { layerOrder, nodeTitle } from "./flow_words";
import { DOWN, ELSEWHERE, LEFT, RIGHT, TEXT } from "./palette";
import { wayOf } from "./pyramid_words";
import { label, lines, set, shape, widthOf, wrapped } from "./svg";
import { sum } from "./sums";

const BESIDE_FROM = 900;
const TALLEST = 340; // all moves of the busier side, in pixels
const NODE = 10;
const GAP = 10;
const LINE = 16;
const LETTERS = 13;
const UP = RIGHT;
const WAYS = [
  { colour: UP, text: "Up, to greater need" },
  { colour: DOWN, text: "Down, to less need" },
  { colour: ELSEWHERE, text: "Into the place and out of it" },
];

interface Place {
  x: number;
  y: number;
  width: number;
}

interface Node {
  name: string;
  people: number;
  words: string[];
  top: number;
  slot: number;
}

export class FlowPicture {
  readonly svg = shape("svg");

  draw({ pyramid, left, right }: Comparison, year: number, width: number): void {
    const flows = [pyramid.flows.left[year] ?? [], pyramid.flows.right[year] ?? []];
    const most = Math.max(1, ...flows.map((side) => sum(side.map((flow) => flow.people))));
    const isBeside = width >= BESIDE_FROM;
    const room = isBeside ? (width - 40) / 2 : width;
    this.svg.replaceChildren();
    const below = this.legend(width);
    let bottom = below;
    [`Left: ${left.title}`, `Right: ${right.title}`].forEach((title, i) => {
      const place = { x: isBeside ? i * (room + 40) : 0, y: isBeside || i === 0 ? below : bottom + 24, width: room };
      bottom = Math.max(
        bottom,
        this.side(pyramid, flows[i] ?? [], title, i === 0 ? LEFT : RIGHT, TALLEST / most, place),
      );
    });
    set(this.svg, { width, height: bottom, viewBox: `0 0 ${width} ${bottom}` });
  }

  private legend(width: number): number {
    let [x, y] = [0, 0];
    for (const { colour, text } of WAYS) {
      const needed = 24 + widthOf(text, 14) + 20;
      if (x > 0 && x + needed > width) [x, y] = [0, y + 24];
      this.svg.append(shape("rect", { x, y: y + 4, width: 16, height: 14, fill: colour }), label(text, x + 24, y + 16));
      x += needed;
    }
    return y + 36;
  }

  /** Returns where it ends. */
  private side(pyramid: Pyramid, flows: Flow[], title: string, colour: string, scale: number, place: Place): number {
    const margin = Math.min(150, place.width * 0.29);
    const head = wrapped(title, place.width, 15, true);
    this.svg.append(...lines(head, place.x, place.y + 14, 20, { bold: true, size: 15, colour }));
    const top = place.y + head.length * 20 + 12;
    const order = layerOrder(pyramid);
    const nodes = (end: "from" | "to", outside: string[]) =>
      placed([...order, ...outside], flows, end, pyramid, scale, margin - NODE, top);
    const sources = nodes("from", ["births", "arrivals"]);
    const targets = nodes("to", ["deaths", "departures"]);
    const [from, to] = [place.x + margin, place.x + place.width - margin];
    this.ribbons(flows, sources, targets, order, scale, from + NODE / 2, to - NODE / 2);
    for (const node of sources) this.node(node, from - NODE / 2, scale, from - NODE, "end");
    for (const node of targets) this.node(node, to - NODE / 2, scale, to + NODE, "start");
    return Math.max(top, ...[...sources, ...targets].map((node) => node.top + node.slot)) + 8;
  }

  private node(node: Node, x: number, scale: number, wordsAt: number, anchor: "start" | "end"): void {
    const height = Math.max(1, node.people * scale);
    const middle = node.top + Math.min(height, node.slot) / 2;
    const first = Math.max(node.top + 12, middle - ((node.words.length - 1) * LINE) / 2 + 4);
    this.svg.append(
      shape("rect", { x, y: node.top, width: NODE, height, fill: TEXT }),
      ...lines(node.words, wordsAt, first, LINE, { size: LETTERS, anchor }),
    );
  }

  private ribbons(
    flows: Flow[],
    sources: Node[],
    targets: Node[],
    order: string[],
    scale: number,
    from: number,
    to: number,
  ): void {
    const starts = new Map(sources.map((node) => [node.name, node.top]));
    const ends = new Map(targets.map((node) => [node.name, node.top]));
    // Targets' order at each source, sources' order at each target: ribbons cross as little as they can.
    const heights = sources.flatMap((source) =>
      targets.flatMap((target) => {
        const flow = flows.find((one) => one.from === source.name && one.to === target.name);
        return flow === undefined || flow.people <= 0 ? [] : [flow];
      }),
    );
    for (const flow of heights) {
      const height = flow.people * scale;
      const [a, b] = [starts.get(flow.from) ?? 0, ends.get(flow.to) ?? 0];
      starts.set(flow.from, a + height);
      ends.set(flow.to, b + height);
      const way = wayOf(flow, order);
      this.svg.append(ribbon(from, to, a, b, height, way === 1 ? UP : way === -1 ? DOWN : ELSEWHERE));
    }
  }
}

/** Nodes below one another: each has room for its words, however few its people. */
function placed(
  names: string[],
  flows: Flow[],
  end: "from" | "to",
  pyramid: Pyramid,
  scale: number,
  room: number,
  top: number,
): Node[] {
  const nodes: Node[] = [];
  let y = top;
  for (const name of names) {
    const people = sum(flows.filter((flow) => flow[end] === name).map((flow) => flow.people));
    if (people === 0) continue;
    const words = [...wrapped(nodeTitle(pyramid, name), room, LETTERS), figure(people)];
    const slot = Math.max(people * scale, words.length * LINE + 2);
    nodes.push({ name, people, words, top: y, slot });
    y += slot + GAP;
  }
  return nodes;
}

function ribbon(from: number, to: number, a: number, b: number, height: number, colour: string): SVGPathElement {
  const middle = (from + to) / 2;
  const upper = `M${from} ${a}C${middle} ${a} ${middle} ${b} ${to} ${b}`;
  const lower = `V${b + height}C${middle} ${b + height} ${middle} ${a + height} ${from} ${a + height}Z`;
  return shape("path", { d: upper + lower, fill: colour, "fill-opacity": 0.55, stroke: colour, "stroke-width": 1 });
}
