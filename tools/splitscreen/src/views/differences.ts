// What a difference and its 95% interval say in words, no surer than the interval.

import { amount, figure, isMoney, signed } from "./figures";

export interface Difference {
  difference: number;
  low: number | null;
  high: number | null;
}

export type Certainty = "unknown" | "none seen" | "could be luck" | "told from none";

/** Sums of equal and opposite parts leave this much behind. */
const NOTHING = 1e-9;

export function certaintyOf({ difference, low, high }: Difference): Certainty {
  if (low === null || high === null) return "unknown";
  if ([difference, low, high].every((one) => Math.abs(one) < NOTHING)) return "none seen";
  if (low === high) return "unknown";
  return low <= 0 && high >= 0 ? "could be luck" : "told from none";
}

/** "132 fewer (95% interval 44 to 220 fewer), which is better". */
export function saidDifference(unit: string, one: Difference, moreIsWorse: boolean | null): string {
  const certainty = certaintyOf(one);
  if (certainty === "none seen") return "no difference seen in those simulated";
  const way = one.difference < 0 ? (isMoney(unit) ? "less" : "fewer") : "more";
  const isNone = Math.abs(one.difference) < NOTHING;
  if (!isNone && [one.difference, one.low ?? 0, one.high ?? 0].every((value) => !/[1-9]/.test(amount(unit, value)))) {
    return "a difference too small to show";
  }
  const said = isNone ? "no difference" : `${amount(unit, Math.abs(one.difference))} ${way}`;
  if (certainty === "unknown") return `${said}; no interval is known`;
  const low = one.low ?? 0;
  const high = one.high ?? 0;
  if (certainty === "could be luck") {
    const luck = isNone ? "any could be luck" : "which could be luck";
    return `${said} (95% interval ${plus(unit, low)} to ${plus(unit, high)}), ${luck}`;
  }
  const [near = 0, far = 0] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b);
  return `${said} (95% interval ${amount(unit, near)} to ${amount(unit, far)} ${way})${judged(one.difference, moreIsWorse)}`;
}

function plus(unit: string, value: number): string {
  return `${value > 0 ? "+" : ""}${amount(unit, value)}`;
}

/** Which way is worse is said in words, never by colour alone. */
function judged(difference: number, moreIsWorse: boolean | null): string {
  if (moreIsWorse === null) return "";
  return difference > 0 === moreIsWorse ? ", which is worse" : ", which is better";
}

/** A short word for a cell of a table. */
export function saidCertainty(one: Difference): string {
  const words: Record<Certainty, string> = {
    unknown: "no interval is known",
    "none seen": "no difference seen in those simulated",
    "could be luck": "could be luck",
    "told from none": "more than luck",
  };
  return words[certaintyOf(one)];
}

/** The command line's form, "+132 [44 to 220]". */
export function cellText({ difference, low, high }: Difference, divisor: number): string {
  const text = signed(difference / divisor);
  if (low === null || high === null || low === high) return text;
  return `${text} [${figure(low / divisor)} to ${figure(high / divisor)}]`;
}
