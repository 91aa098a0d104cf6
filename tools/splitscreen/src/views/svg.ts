// Pictures drawn by hand where a chart library has no shape to scale: elements, text and its width.

export const FONT = "Arial, sans-serif";
const SPACE = "http://www.w3.org/2000/svg";

export type Attributes = Record<string, string | number>;

export function shape<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SPACE, tag);
  set(made, attributes);
  return made;
}

export function set(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
}

export interface Lettering {
  size?: number;
  bold?: boolean;
  colour?: string;
  anchor?: "start" | "middle" | "end";
}

/** One line of text whose baseline is at y. Fonts are attributes, so that a downloaded picture keeps them. */
export function label(text: string, x: number, y: number, lettering: Lettering = {}): SVGTextElement {
  const made = shape("text", {
    x,
    y,
    fill: lettering.colour ?? "#212B32",
    "font-family": FONT,
    "font-size": lettering.size ?? 14,
    "font-weight": lettering.bold ? "bold" : "normal",
    "text-anchor": lettering.anchor ?? "start",
  });
  made.textContent = text;
  return made;
}

const pen = document.createElement("canvas").getContext("2d");

export function widthOf(text: string, size: number, bold = false): number {
  if (pen === null) return text.length * size * 0.55;
  pen.font = `${bold ? "bold " : ""}${size}px ${FONT}`;
  return pen.measureText(text).width;
}

/** Text broken into lines that fit. */
export function wrapped(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer, size, bold) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** Lines of text below one another; y is the first baseline. */
export function lines(
  texts: string[],
  x: number,
  y: number,
  step: number,
  lettering: Lettering = {},
): SVGTextElement[] {
  return texts.map((text, i) => label(text, x, y + i * step, lettering));
}

/** Diagonal lines in a colour, for what is not money in hand. */
export function hatching(id: string, colour: string): SVGPatternElement {
  const made = shape("pattern", {
    id,
    width: 6,
    height: 6,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  });
  made.append(
    shape("rect", { width: 6, height: 6, fill: "#FFFFFF" }),
    shape("rect", { width: 2, height: 6, fill: colour }),
  );
  return made;
}
