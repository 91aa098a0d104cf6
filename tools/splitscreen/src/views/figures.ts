// Figures as people read them, rounded as bindings/forestall/showing.py and findings.py round them, so that the
// page says what the command line prints.

/** A number with separators: 1,234 or -0.25; a dash for none. */
export function figure(value: number | null, digits = 0): string {
  if (value === null || Number.isNaN(value)) return "-";
  const [whole = "0", part] = rounded(Math.abs(value), digits).split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part === undefined ? "" : `.${part}`);
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** With a plus where it is more. */
export function signed(value: number | null, digits = 0): string {
  const text = figure(value, digits);
  return text.startsWith("-") || !/[1-9]/.test(text) ? text : `+${text}`;
}

/** Python rounds an exact half to the even neighbour, JavaScript away from zero: only that case differs. */
function rounded(size: number, digits: number): string {
  const usual = size.toFixed(digits);
  if (digits === 0) return size % 1 === 0.5 && Math.floor(size) % 2 === 0 ? String(Math.floor(size)) : usual;
  const exact = size.toFixed(Math.min(100, digits + 60));
  const kept = exact.slice(0, exact.length - Math.min(60, 100 - digits));
  const isHalf = /^50*$/.test(exact.slice(kept.length));
  return isHalf && Number(kept.slice(-1)) % 2 === 0 ? kept : usual;
}

export function isMoney(unit: string): boolean {
  return unit.startsWith("pound") || unit.startsWith("gbp");
}

/** How a chart or a table shows a unit: divided by `divisor`, called `name`. */
export interface ShownUnit {
  divisor: number;
  name: string;
}

/** Money stands in thousands in tables, as on the command line. */
export function tableUnit(unit: string): ShownUnit {
  return isMoney(unit) ? { divisor: 1000, name: `thousand ${unit}` } : { divisor: 1, name: unit };
}

/** Axes of money: millions from ten million on. */
export function chartUnit(unit: string, largest: number): ShownUnit {
  if (!isMoney(unit)) return { divisor: 1, name: unit };
  return largest >= 1e7 ? { divisor: 1e6, name: `million ${unit}` } : { divisor: 1e3, name: `thousand ${unit}` };
}

/** Pounds in a sentence: "£1.2 million", "-£340 thousand". */
export function pounds(value: number): string {
  if (value === 0) return "£0";
  const size = Math.abs(value);
  const shown = size >= 1e6 ? `${figure(size / 1e6, 1)} million` : size >= 1e3 ? `${figure(size / 1e3)} thousand` : figure(size);
  return `${value < 0 && /[1-9]/.test(shown) ? "-" : ""}£${shown}`;
}

/** One figure as a sentence says it. */
export function amount(unit: string, value: number): string {
  if (isMoney(unit)) return pounds(value);
  return figure(value, digitsOf(value));
}

/** None from 10 on, one from 1 on, so many that a smaller figure is not shown as nothing: as in the findings. */
function digitsOf(value: number): number {
  if (value === 0 || Math.abs(value) >= 10) return 0;
  return Math.min(6, Math.max(1, -Math.floor(Math.log10(Math.abs(value)))));
}

export function percent(share: number, digits = 1): string {
  return `${figure(100 * share, digits)}%`;
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** "2025-04" as "April 2025". */
export function monthName(month: string): string {
  const [year = "", number = ""] = month.split("-");
  return `${MONTHS[Number(number) - 1] ?? number} ${year}`;
}

/** "2025-04" as "Apr 2025". */
export function shortMonth(month: string): string {
  const [name = "", year = ""] = monthName(month).split(" ");
  return `${name.slice(0, 3)} ${year}`;
}

/** A whole sentence's beginning and end. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** Without the capital of a sentence's beginning; abbreviations keep theirs. */
export function lowered(text: string): string {
  return /^.[A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** A horizon as a sentence begins with it: "In the first 18 months", "At the end of 2040". */
export function whenOf(horizon: string, isAtEnd = false): string {
  const named = horizon.startsWith("first") ? `the ${horizon}` : horizon;
  if (isAtEnd) return `At the end of ${named}`;
  return named.startsWith("the whole") ? `Over ${named}` : `In ${named}`;
}
