// Ends and steps of a value axis that two panels share.

export interface ValueAxis {
  min: number;
  max: number;
  step: number;
  startsAtZero: boolean;
}

/** Below this share of the level a change cannot be seen on an axis that begins at zero. */
const TINY_RANGE = 0.05;

/** An axis for levels: from zero, unless what changes is tiny beside the level. */
export function axisOfLevels(values: number[]): ValueAxis {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const level = Math.max(Math.abs(low), Math.abs(high));
  const isTiny = level > 0 && low * high > 0 && high > low && (high - low) / level < TINY_RANGE;
  return isTiny ? axisOver(low, high) : axisOver(Math.min(0, low), Math.max(0, high));
}

/** An axis that holds all values and zero. */
export function axisAroundZero(values: number[]): ValueAxis {
  const isFlat = values.every((value) => value === 0);
  return isFlat
    ? { min: -1, max: 1, step: 1, startsAtZero: true }
    : axisOver(Math.min(0, ...values), Math.max(0, ...values));
}

function axisOver(low: number, high: number): ValueAxis {
  if (!(high > low)) return { min: low, max: low + 1, step: 1, startsAtZero: low === 0 };
  const step = niceStep((high - low) / 4);
  const min = Math.floor(low / step + 1e-9) * step;
  const max = Math.ceil(high / step - 1e-9) * step;
  return { min, max, step, startsAtZero: min <= 0 && max >= 0 };
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough * 0.999) ?? 10;
  return times * power;
}

/** Decimals that tell two neighbouring ticks apart. */
export function digitsOf(step: number): number {
  for (let digits = 0; digits < 6; digits += 1) {
    if (Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-9 * 10 ** digits) return digits;
  }
  return 6;
}
