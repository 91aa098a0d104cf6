// What the right has cost more than the left in all so far, month by month, with the month it breaks even.

import type { Money } from "../contract";
import { axisAroundZero } from "./axis";
import { chartUnit, monthName, shortMonth } from "./figures";
import { ticksWidth, wordsHeight, type Panel } from "./line_panels";
import { DIFFERENCE, TEXT } from "./palette";
import { wrapped } from "./svg";

const HEIGHT = 260;
const BELOW = 34;

export function inAllPanel(money: Money, width: number): { panel: Panel; height: number } {
  const known = [...money.in_all_low, ...money.in_all_high].filter((value): value is number => value !== null);
  const axis = axisAroundZero([...money.in_all, ...known]);
  const unit = chartUnit(money.unit, Math.max(Math.abs(axis.min), Math.abs(axis.max)));
  const left = ticksWidth(axis, unit.divisor);
  const even = money.breaks_even === null ? -1 : money.months.indexOf(money.breaks_even);
  const panel: Panel = {
    left,
    top: 0,
    width: width - left - 16,
    height: HEIGHT,
    heading: [],
    title: {
      left: 0,
      lines: wrapped(money.finding, width, 14, true),
      plain: wrapped(`Care and programmes together, right less left, ${unit.name}; band: 95% interval`, width, 14),
      colour: TEXT,
    },
    times: money.months.map(shortMonth),
    every: Math.max(12, Math.ceil(money.months.length / (width < 480 ? 3 : 8) / 12) * 12),
    axis,
    divisor: unit.divisor,
    isDifference: true,
    lines: [{ values: money.in_all, colour: DIFFERENCE, width: 2.5, dots: false }],
    band: { low: money.in_all_low, high: money.in_all_high },
    mark: even < 0 ? null : { at: even, text: `Breaks even: ${monthName(money.months[even] ?? "")}` },
  };
  panel.top = wordsHeight(panel.title, []);
  return { panel, height: panel.top + HEIGHT + BELOW };
}
