// A chart as a picture that stands alone: title and sides above it, where it comes from below it.

import { FONT, lines, set, shape, wrapped } from "./svg";

export interface Legend {
  /** Above the chart; the first line that is not empty is bold. */
  above: string[];
  below: string[];
}

const MARGIN = 16;
const LINE = 18;

/** The chart on the page, copied into a picture with its legend. */
export function pictureOf(chart: SVGSVGElement, legend: Legend): SVGSVGElement {
  const { width, height } = chart.getBoundingClientRect();
  const [title = "", ...under] = legend.above.filter((text) => text !== "");
  const titleLines = wrapped(title, width, 16, true);
  const underLines = under.flatMap((text) => wrapped(text, width, 13));
  const belowLines = legend.below.flatMap((text) => wrapped(text, width, 12));
  const top = MARGIN + (titleLines.length + underLines.length) * LINE + 8;
  const whole = { width: width + 2 * MARGIN, height: top + height + 8 + belowLines.length * LINE + MARGIN };
  const made = shape("svg", { ...whole, viewBox: `0 0 ${whole.width} ${whole.height}`, "font-family": FONT });
  const copy = chart.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute("class");
  set(copy, { x: MARGIN, y: top, width, height });
  made.append(
    shape("rect", { ...whole, fill: "#FFFFFF" }),
    ...lines(titleLines, MARGIN, MARGIN + 12, LINE, { size: 16, bold: true }),
    ...lines(underLines, MARGIN, MARGIN + 12 + titleLines.length * LINE, LINE, { size: 13 }),
    copy,
    ...lines(belowLines, MARGIN, top + height + 20, LINE, { size: 12 }),
  );
  return made;
}

export function svgFile(picture: SVGSVGElement): Blob {
  const text = new XMLSerializer().serializeToString(picture);
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${text}`], { type: "image/svg+xml" });
}

/** Twice as many pixels as on the page, for slides and print. */
export async function pngFile(picture: SVGSVGElement): Promise<Blob> {
  const address = URL.createObjectURL(svgFile(picture));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * Number(picture.getAttribute("width"));
    canvas.height = 2 * Number(picture.getAttribute("height"));
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((keep, refuse) =>
      canvas.toBlob(
        (blob) => (blob === null ? refuse(new Error("no picture could be made")) : keep(blob)),
        "image/png",
      ),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Hands a file to the reader's browser. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
