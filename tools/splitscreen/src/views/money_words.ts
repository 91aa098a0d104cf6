// Who pays and who gains, in words and as tables. Sums over payers are of the figures shown; no interval is made up.

import type { Comparison, Money, MoneyCell } from "../contract";
import { certaintyOf, saidDifference, type Difference } from "./differences";
import { figure, monthName, pounds, sentence, signed, whenOf } from "./figures";
import type { Cell, TableData } from "./tables";

/** What a payer's figures are at a horizon; `care` and `programmes` add up to `net`. */
export interface PayerFigures {
  title: string;
  care: MoneyCell;
  programmes: MoneyCell;
  net: number;
  /** What of a saving in care can be banked; never below nothing. */
  cashable: number;
}

/** Every payer, then all of them together. */
export function payersAt(money: Money, horizon: number): PayerFigures[] {
  const none: MoneyCell = { value: 0, low: null, high: null };
  const payers = money.payers.map(({ title }, i) => {
    const care = money.care[i]?.[horizon] ?? none;
    const programmes = money.programmes[i]?.[horizon] ?? none;
    return { title, care, programmes, net: care.value + programmes.value, cashable: money.cashable[i]?.[horizon] ?? 0 };
  });
  const total = (part: (one: PayerFigures) => number) => payers.reduce((sum, one) => sum + part(one), 0);
  const inAll = {
    title: "All payers",
    care: { ...none, value: total((one) => one.care.value) },
    programmes: { ...none, value: total((one) => one.programmes.value) },
    net: total((one) => one.net),
    cashable: total((one) => one.cashable),
  };
  return payers.length > 1 ? [...payers, inAll] : payers;
}

/** For whom most is saved and who pays most extra, care and programmes together. */
export function payersFinding(figures: PayerFigures[], horizon: string): string {
  const payers = figures.length > 1 ? figures.slice(0, -1) : figures;
  const ordered = [...payers].sort((a, b) => a.net - b.net);
  const least = ordered[0];
  const most = ordered[ordered.length - 1];
  const doesSave = least !== undefined && least.net < 0;
  const doesPay = most !== undefined && most.net > 0;
  const saves = doesSave ? `most is saved for ${least.title} (${pounds(-least.net)})` : "no payer saves";
  const pays = doesPay ? `most extra is paid by ${most.title} (${pounds(most.net)})` : "no payer pays extra";
  return `${whenOf(horizon)}, ${saves} and ${pays}, care and programmes together, in the middle estimate`;
}

export function payersWords(figures: PayerFigures[], horizon: string): string[] {
  const all = figures[figures.length - 1];
  if (all === undefined) return ["This study has no payers."];
  const net = all.net === 0 ? "the same" : saidPlainly(all.net);
  const parts = `care costs ${saidPlainly(all.care.value)} and programmes ${saidPlainly(all.programmes.value)}`;
  return [
    `${whenOf(horizon)}, ${parts} on the right than on the left: ${net} in all. ${saidCashable(all.cashable)}`,
    saidSure(figures),
  ];
}

function saidPlainly(value: number): string {
  return value === 0 ? "no more" : `${pounds(Math.abs(value))} ${value < 0 ? "less" : "more"}`;
}

function saidCashable(value: number): string {
  if (value <= 0) return "Nothing of it is cashable: no payer could bank a saving in care.";
  return `Of what payers save in care, ${pounds(value)} is cashable: they could bank it. The rest is notional.`;
}

function careOf({ care }: PayerFigures): Difference {
  return { difference: care.value, low: care.low, high: care.high };
}

/** Whose change in care is more than luck. */
function saidSure(figures: PayerFigures[]): string {
  const sure = figures.filter((one) => certaintyOf(careOf(one)) === "told from none");
  const unsure = figures.filter((one) => certaintyOf(careOf(one)) === "could be luck");
  if (sure.length + unsure.length === 0) return "No interval is known for these figures.";
  const said = sure.map((one) => `${one.title}, ${saidDifference("pounds", careOf(one), null)}`);
  const others = unsure.map((one) => one.title).join(", ");
  return [
    said.length === 0 ? "" : `Change in care that is more than luck: ${said.join("; ")}.`,
    others === "" ? "" : `Could be luck: ${others}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

export function payersTable(money: Money, chosen: number): TableData {
  const order = [chosen, ...money.horizons.keys()].filter((one, i, all) => all.indexOf(one) === i);
  return {
    columns: [
      "Payer",
      "Care",
      "Care, interval from",
      "Care, interval to",
      "Of a saving in care, cashable",
      "Programmes",
      "Programmes, interval from",
      "Programmes, interval to",
      "Net",
    ],
    shownIn: `thousand ${money.unit}`,
    sections: order.map((horizon) => ({
      title: `Right less left, ${money.horizons[horizon] ?? ""}`,
      rows: payersAt(money, horizon).map((one): Cell[] => [
        one.title,
        more(one.care.value),
        plain(one.care.low),
        plain(one.care.high),
        plain(one.cashable),
        more(one.programmes.value),
        plain(one.programmes.low),
        plain(one.programmes.high),
        more(one.net),
      ]),
    })),
  };
}

/** What the right has cost more than the left by a month. */
export function inAllAt(money: Money, at: number): Difference {
  return { difference: money.in_all[at] ?? 0, low: money.in_all_low[at] ?? null, high: money.in_all_high[at] ?? null };
}

export function inAllWords(money: Money): string[] {
  const last = money.in_all.length - 1;
  const month = monthName(money.months[last] ?? "");
  const said = saidDifference("pounds", inAllAt(money, last), true);
  const even =
    money.breaks_even === null
      ? "Within the run the right does not come to cost less than the left for good."
      : `From ${monthName(money.breaks_even)} on, the right has cost less than the left in all.`;
  return [`${sentence(`Care and programmes together, by the end of ${month}: ${said}`)} ${even}`];
}

export function inAllTable(money: Money): TableData {
  return {
    columns: ["Month", "In all so far (right less left)", "Interval from", "Interval to"],
    shownIn: `thousand ${money.unit}`,
    sections: [
      {
        title: "Cost in all since the start, right less left",
        rows: money.months.map((month, i) => [
          monthName(month),
          more(money.in_all[i] ?? 0),
          plain(money.in_all_low[i] ?? null),
          plain(money.in_all_high[i] ?? null),
        ]),
      },
    ],
  };
}

function more(value: number): Cell {
  return { value, text: signed(value / 1000) };
}

function plain(value: number | null): Cell {
  return { value, text: figure(value === null ? null : value / 1000) };
}

export function sidesOf({ left, right }: Comparison): string {
  return `Right (${right.title}) less left (${left.title})`;
}
