// Moves between layers in a year, in words and as a table.

import type { Comparison, Flow, Pyramid } from "../contract";
import { figure, signed } from "./figures";
import { moreOrFewer, wayOf } from "./pyramid_words";
import type { Cell, TableData } from "./tables";
import { sum } from "./sums";

const OUTSIDE: Record<string, string> = {
  births: "Births",
  arrivals: "Move in",
  deaths: "Deaths",
  departures: "Move away",
};

export function nodeTitle(pyramid: Pyramid, name: string): string {
  return OUTSIDE[name] ?? pyramid.layers.find((one) => one.name === name)?.title ?? name;
}

export function layerOrder(pyramid: Pyramid): string[] {
  return pyramid.layers.map((one) => one.name);
}

/** Moves on both sides: those that either side has. */
interface Pair {
  from: string;
  to: string;
  left: number;
  right: number;
  way: 1 | -1 | 0;
}

function pairsOf(pyramid: Pyramid, year: number): Pair[] {
  const order = [...layerOrder(pyramid), "births", "arrivals", "deaths", "departures"];
  const pairs = new Map<string, Pair>();
  const add = (flow: Flow, side: "left" | "right") => {
    const key = JSON.stringify([flow.from, flow.to]);
    const way = wayOf(flow, layerOrder(pyramid));
    const pair = pairs.get(key) ?? { from: flow.from, to: flow.to, left: 0, right: 0, way };
    pair[side] += flow.people;
    pairs.set(key, pair);
  };
  for (const flow of pyramid.flows.left[year] ?? []) add(flow, "left");
  for (const flow of pyramid.flows.right[year] ?? []) add(flow, "right");
  const place = (pair: Pair) => order.indexOf(pair.from) * order.length + order.indexOf(pair.to);
  return [...pairs.values()].filter((pair) => pair.left !== 0 || pair.right !== 0).sort((a, b) => place(a) - place(b));
}

export function flowFinding(pyramid: Pyramid, year: number): string {
  const up = pairsOf(pyramid, year).filter((pair) => pair.way === 1);
  const difference = sum(up.map((pair) => pair.right - pair.left));
  const compared = figure(difference) === "0" ? "as the left" : "than the left";
  return `In ${pyramid.years[year] ?? ""} the right has ${moreOrFewer(difference)} moves up the pyramid ${compared}`;
}

export function flowWords(pyramid: Pyramid, year: number): string[] {
  const pairs = pairsOf(pyramid, year);
  const told = (way: 1 | -1, name: string) => {
    const moves = pairs.filter((pair) => pair.way === way);
    const [left, right] = [sum(moves.map((one) => one.left)), sum(moves.map((one) => one.right))];
    return `Moves ${name}: left ${figure(left)}, right ${figure(right)}, ${moreOrFewer(right - left)} on the right.`;
  };
  return [
    `${told(1, "up, to greater need")} ${told(-1, "down, to less need")}`,
    "Moves are counted, not people: who moves twice counts twice. " +
      "No interval is known for these figures; small differences could be luck.",
  ];
}

/** The chosen year stands first. */
export function flowTable({ pyramid, left, right }: Comparison, chosen: number): TableData {
  const order = [chosen, ...pyramid.years.keys()].filter((one, i, all) => all.indexOf(one) === i);
  const people = (value: number): Cell => ({ value, text: figure(value) });
  const ways = { "1": "up", "-1": "down", "0": "in or out" };
  return {
    columns: ["From", "To", "Way", `Left: ${left.title}`, `Right: ${right.title}`, "Difference (right less left)"],
    shownIn: "moves",
    sections: order.map((year) => ({
      title: `Moves in ${pyramid.years[year] ?? ""}`,
      rows: pairsOf(pyramid, year).map((pair): Cell[] => [
        nodeTitle(pyramid, pair.from),
        nodeTitle(pyramid, pair.to),
        ways[pair.way],
        people(pair.left),
        people(pair.right),
        { value: pair.right - pair.left, text: signed(pair.right - pair.left) },
      ]),
    })),
  };
}
