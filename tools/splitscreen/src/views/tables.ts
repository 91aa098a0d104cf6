// Figures as a table and as CSV, from one description: what a reader sees is what is downloaded.

import { element } from "./dom";

/** Words, or a number with the text that shows it. */
export type Cell = string | { value: number | null; text: string };

export interface TableData {
  columns: string[];
  /** What the texts are in, such as "thousand pounds"; the values of a file are whole. "" where columns differ. */
  shownIn: string;
  /** Tables with the same columns; the first cell of a row names it. */
  sections: { title: string; rows: Cell[][] }[];
}

export function tablesOf(data: TableData): HTMLElement[] {
  return data.sections.map((section) => {
    if (section.rows.length === 0) return element("p", {}, `${section.title}: nothing to show.`);
    const caption = data.shownIn === "" ? section.title : `${section.title}, ${data.shownIn}`;
    const isNumber = data.columns.map((_, i) => section.rows.some((row) => typeof row[i] !== "string"));
    const heads = data.columns.map((column, i) =>
      element("th", isNumber[i] === true ? { scope: "col", class: "view-number" } : { scope: "col" }, column),
    );
    const rows = section.rows.map((row) => element("tr", {}, ...row.map((cell, i) => cellOf(cell, i === 0))));
    const table = element(
      "table",
      { class: "view-table" },
      element("caption", {}, element("span", { class: "view-table-title" }, caption)),
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...rows),
    );
    // It can be scrolled, so the keyboard must reach it.
    const frame = { class: "view-table-frame", tabindex: "0", role: "region", "aria-label": caption };
    return element("div", frame, table);
  });
}

function cellOf(cell: Cell, isName: boolean): HTMLElement {
  if (typeof cell === "string") return isName ? element("th", { scope: "row" }, cell) : element("td", {}, cell);
  const made = element("td", { class: "view-number" }, cell.text);
  if (cell.value !== null) made.dataset.value = String(cell.value);
  return made;
}

/** Full precision; `about` stands above it as lines that begin with "#". */
export function csvOf(data: TableData, about: string[]): string {
  const head = ["table", ...data.columns].map(quoted).join(",");
  const rows = data.sections.flatMap((section) =>
    section.rows.map((row) => [section.title, ...row].map(csvCell).join(",")),
  );
  return `${[...about.map((line) => `# ${line}`), head, ...rows].join("\r\n")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (typeof cell === "string") return quoted(cell);
  return cell.value === null ? "" : String(cell.value);
}

/** A text that begins like a formula gets a quote mark before it, so that a spreadsheet does not run it. */
function quoted(text: string): string {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
