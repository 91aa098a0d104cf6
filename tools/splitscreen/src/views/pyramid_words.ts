// The pyramid in words and as a table.

import type { Comparison, Flow, Pyramid } from "../contract";
import { figure, lowered, monthName, percent, signed } from "./figures";
import { sum } from "./sums";
import type { Cell, TableData } from "./tables";

/** "9,000 (1.6%)". */
export function peopleText(people: number, everybody: number): string {
  return `${figure(people)} (${percent(everybody === 0 ? 0 : people / everybody)})`;
}

/** "120 more", "45 fewer", "as many". */
export function moreOrFewer(difference: number): string {
  const text = figure(Math.abs(difference));
  if (text === "0") return "as many";
  return `${text} ${difference < 0 ? "fewer" : "more"}`;
}

/** The layer that differs most between the sides. */
export function pyramidFinding(pyramid: Pyramid, at: number): string {
  const left = pyramid.left[at] ?? [];
  const differences = (pyramid.right[at] ?? []).map((people, i) => people - (left[i] ?? 0));
  const most = differences.reduce((best, one, i) => (Math.abs(one) > Math.abs(differences[best] ?? 0) ? i : best), 0);
  const when = `At the end of ${monthName(pyramid.times[at] ?? "")}`;
  if (differences.every((one) => figure(one) === "0")) return `${when} both sides have as many people in every layer`;
  const layer = lowered(pyramid.layers[most]?.title ?? "");
  return `${when} the right has ${moreOrFewer(differences[most] ?? 0)} people in '${layer}' than the left`;
}

export function pyramidWords(pyramid: Pyramid, at: number): string[] {
  const left = pyramid.left[at] ?? [];
  const right = pyramid.right[at] ?? [];
  const ends = [...new Set([0, pyramid.layers.length - 1])];
  const said = ends.map((i) => {
    const sides = `left ${peopleText(left[i] ?? 0, sum(left))}, right ${peopleText(right[i] ?? 0, sum(right))}`;
    return `${pyramid.layers[i]?.title ?? ""}: ${sides}, ${moreOrFewer((right[i] ?? 0) - (left[i] ?? 0))} on the right.`;
  });
  return [
    said.join(" "),
    movedLine(pyramid),
    "No interval is known for these figures; small differences could be luck.",
  ];
}

/** Who moved up and down over all whole years. */
function movedLine(pyramid: Pyramid): string {
  const { years, flows, layers } = pyramid;
  if (years.length === 0) return "The run holds no whole calendar year to count moves in.";
  const order = layers.map((one) => one.name);
  const count = (side: Flow[][], way: 1 | -1) =>
    sum(
      side
        .flat()
        .filter((flow) => wayOf(flow, order) === way)
        .map((flow) => flow.people),
    );
  const told = (way: 1 | -1) => {
    const [left, right] = [count(flows.left, way), count(flows.right, way)];
    return `left ${figure(left)}, right ${figure(right)}, ${moreOrFewer(right - left)} on the right`;
  };
  const span = `${years[0] ?? ""} to ${years[years.length - 1] ?? ""}`;
  return `Moves over the run, ${span}: up the pyramid, to greater need: ${told(1)}; down: ${told(-1)}.`;
}

/** 1: up the pyramid; -1: down; 0: into the place or out of it. */
export function wayOf(flow: Flow, order: string[]): 1 | -1 | 0 {
  const from = order.indexOf(flow.from);
  const to = order.indexOf(flow.to);
  if (from < 0 || to < 0) return 0;
  return to < from ? 1 : -1;
}

export function pyramidTable({ pyramid, left, right }: Comparison): TableData {
  const row = (at: number, layer: number): Cell[] => {
    const sides = [pyramid.left[at] ?? [], pyramid.right[at] ?? []];
    const [a = 0, b = 0] = sides.map((side) => side[layer] ?? 0);
    const shares = sides.map((side): Cell => {
      const all = sum(side);
      const share = all === 0 ? 0 : (side[layer] ?? 0) / all;
      return { value: share, text: percent(share) };
    });
    const people = (value: number): Cell => ({ value, text: figure(value) });
    return [
      monthName(pyramid.times[at] ?? ""),
      pyramid.layers[layer]?.title ?? "",
      people(a),
      shares[0] ?? "",
      people(b),
      shares[1] ?? "",
      { value: b - a, text: signed(b - a) },
    ];
  };
  return {
    columns: [
      "End of",
      "Layer",
      `Left: ${left.title}`,
      "Left, share",
      `Right: ${right.title}`,
      "Right, share",
      "Difference (right less left)",
    ],
    shownIn: "people",
    sections: [
      {
        title: "People by layer at the end of each month shown",
        rows: pyramid.times.flatMap((_, at) => pyramid.layers.map((__, layer) => row(at, layer))),
      },
    ],
  };
}
