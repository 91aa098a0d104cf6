// Figures, dates and effects as people say them.

const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

export function monthNames(): readonly string[] {
  return MONTHS;
}

/** "2025-04-01" or "2025-04" -> "April 2025". */
export function monthOf(date: string): string {
  const [year, month] = date.split("-");
  return `${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** The last month before `date`: a study's end is the day after its last. */
export function monthBefore(date: string): string {
  const [year, month, day] = date.split("-").map(Number);
  if (day > 1) return monthOf(date);
  return month > 1 ? `${MONTHS[month - 2]} ${year}` : `December ${year - 1}`;
}

/** 1,234 or 13.4; a dash for none. */
export function figure(value: number | null, digits = 0): string {
  if (value === null || !Number.isFinite(value)) return "–";
  return value.toLocaleString("en-GB", { maximumFractionDigits: digits });
}

/** 0.134 -> "13.4". */
export function inHundred(share: number): string {
  return figure(share * 100, 1);
}

export function seconds(value: number): string {
  return value < 10 ? `${figure(value, 1)} s` : `${figure(value)} s`;
}

/** A sample of 0.02 -> "1 in 50 people". */
export function sampleOf(share: number): string {
  const one_in = 1 / share;
  return `1 in ${figure(one_in, one_in < 10 ? 1 : 0)} people`;
}

function change(times: number): string {
  const percent = Math.round(Math.abs(times - 1) * 1000) / 10;
  if (percent === 0) return "no change";
  if (times >= 3) return `${figure(times, 1)} times as much`;
  return `${figure(percent, percent < 10 ? 1 : 0)}% ${times < 1 ? "less" : "more"}`;
}

/** How a ratio changes what it acts on: 0.77 (0.71 to 0.83) -> "23% less (between 29% less and 17% less)". */
export function effectInWords(times: number, low: number, high: number): string {
  return low === high ? change(times) : `${change(times)} (between ${change(low)} and ${change(high)})`;
}

/** Pounds carry their sign in front; anything else its unit behind. */
export function amount(value: number, unit: string): string {
  const is_money = /^(gbp|pound|£)/i.test(unit);
  const digits = Number.isInteger(value) ? 0 : 2;
  return is_money ? `£${figure(value, digits)}` : `${figure(value, digits)} ${unit}`;
}
