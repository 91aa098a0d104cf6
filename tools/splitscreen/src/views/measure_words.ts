// A measure in words and as a table, rounded as the command line's split screen is.

import type { Comparison, Horizon, Measure, Series } from "../contract";
import { saidCertainty, saidDifference } from "./differences";
import { amount, figure, lowered, monthName, sentence, signed, tableUnit, whenOf, type ShownUnit } from "./figures";
import type { Cell, TableData } from "./tables";

/** One sentence for the first 18 months, one for the last horizon. */
export function wordsOf(measure: Measure, withoutZero: string[]): string[] {
  const short = measure.horizons.find((one) => one.is_short && one.label.includes("18")) ?? measure.horizons[0];
  const last = measure.horizons[measure.horizons.length - 1];
  const chosen = [short, last].filter((one, i, all): one is Horizon => one !== undefined && all.indexOf(one) === i);
  const said = chosen.map((horizon) => horizonSentence(measure, horizon));
  const axes = withoutZero.map((span) => `${span}: axis does not begin at 0.`);
  return [said.join(" "), ...axes];
}

function horizonSentence(measure: Measure, horizon: Horizon): string {
  const { unit } = measure;
  const when = whenOf(horizon.label, measure.over_time === "end");
  const sides = `${lowered(measure.title)}: ${amount(unit, horizon.left)} on the left, ${amount(unit, horizon.right)} on the right`;
  return sentence(`${when}, ${sides}. Right less left: ${saidDifference(unit, horizon, measure.more_is_worse)}`);
}

export function tableOf(measure: Measure, comparison: Comparison): TableData {
  const unit = tableUnit(measure.unit);
  const horizons = {
    title: `${measure.title} by horizon`,
    rows: measure.horizons.map((one) => rowOf(one.label, one.left, one.right, one, unit)),
  };
  const section = (span: string, times: string[], series: Series) => ({
    title: `${measure.title} by ${span}`,
    rows: times.map((time, i) => seriesRow(time, series, i, unit)),
  });
  return {
    columns: [
      "Time",
      `Left: ${comparison.left.title}`,
      `Right: ${comparison.right.title}`,
      "Difference (right less left)",
      "Interval from",
      "Interval to",
      "How sure",
    ],
    shownIn: unit.name,
    sections: [
      horizons,
      section("month", comparison.months.map(monthName), measure.short),
      section("year", comparison.years.map(String), measure.long),
    ],
  };
}

function seriesRow(time: string, series: Series, i: number, unit: ShownUnit): Cell[] {
  const difference = {
    difference: series.difference[i] ?? 0,
    low: series.low[i] ?? null,
    high: series.high[i] ?? null,
  };
  return rowOf(time, series.left[i] ?? 0, series.right[i] ?? 0, difference, unit);
}

function rowOf(
  time: string,
  left: number,
  right: number,
  one: { difference: number; low: number | null; high: number | null },
  unit: ShownUnit,
): Cell[] {
  const shown = (value: number | null) => ({ value, text: figure(value === null ? null : value / unit.divisor) });
  return [
    time,
    shown(left),
    shown(right),
    { value: one.difference, text: signed(one.difference / unit.divisor) },
    shown(one.low),
    shown(one.high),
    saidCertainty(one),
  ];
}
