// Builds the page into the Python package: `node build.mjs`. With --check nothing is written; it fails when what
// is there is not what a fresh build gives.

import { build } from "esbuild";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cutNhsCss } from "./nhs_css.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../../bindings/forestall/page");
const read = (path) => readFile(join(here, path), "utf8");

const STYLES = ["base", "layout", "controls", "views", "print"]; // print last: it overrides

async function texts(folder) {
  const entries = await readdir(join(here, folder), { withFileTypes: true });
  const found = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await texts(path)));
    else if (/\.(ts|html)$/.test(entry.name)) found.push(await read(path));
  }
  return found;
}

async function script() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: ["src/main.ts"],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    charset: "ascii", // the exported file may be opened with any encoding
    legalComments: "none", // licences.txt has them
    write: false,
    logLevel: "warning",
  });
  return result.outputFiles[0].text;
}

async function styles() {
  const nhs = await read("node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css");
  const sheets = [cutNhsCss(nhs, (await texts("src")).join("\n"))];
  for (const name of STYLES) sheets.push(await read(`src/styles/${name}.css`));
  const result = await build({
    stdin: { contents: sheets.join("\n"), loader: "css" },
    minify: true,
    target: "es2020",
    write: false,
    logLevel: "error", // the NHS sheet has hacks for old browsers, of which esbuild warns
  });
  return result.outputFiles[0].text;
}

async function licences() {
  const parts = [
    ["Apache ECharts", ["node_modules/echarts/LICENSE", "node_modules/echarts/NOTICE", "node_modules/echarts/licenses/LICENSE-d3"]],
    ["zrender", ["node_modules/zrender/LICENSE"]],
    ["tslib", ["node_modules/tslib/LICENSE.txt"]],
    ["nhsuk-frontend (styles only: no logo and no font of the NHS)", ["licences/nhsuk-frontend.txt"]],
  ];
  const made = ["The page of Forestall carries parts of the following works.\n"];
  for (const [title, files] of parts) {
    made.push(`${"=".repeat(100)}\n${title}\n${"=".repeat(100)}\n`);
    for (const file of files) made.push(`${(await read(file)).replace(/\r\n/g, "\n").trim()}\n`);
  }
  return made.join("\n");
}

const files = {
  "index.html": await read("src/index.html"),
  "app.js": await script(),
  "app.css": await styles(),
  "licences.txt": await licences(),
};

if (process.argv.includes("--check")) {
  const stale = [];
  for (const [name, text] of Object.entries(files)) {
    const there = await readFile(join(target, name), "utf8").catch(() => null);
    if (there !== text) stale.push(name);
  }
  if (stale.length > 0) {
    console.error(`bindings/forestall/page is not what the sources give (${stale.join(", ")}): run node build.mjs`);
    process.exit(1);
  }
} else {
  await mkdir(target, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(target, name), text);
    console.log(`${name}  ${Math.round(Buffer.byteLength(text) / 1024)} kB`);
  }
}
