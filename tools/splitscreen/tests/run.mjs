// Runs the page's tests in one process, so that they share one server and one browser:
//   node tools/splitscreen/tests/run.mjs            all of them
//   node tools/splitscreen/tests/run.mjs load axe   files whose name holds one of these words

import { readdirSync } from "node:fs";

const wanted = process.argv.slice(2);
const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith("_test.mjs")).sort();
const chosen = files.filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
if (chosen.length === 0) throw new Error(`no test file is called so; there are ${files.join(", ")}`);
for (const name of chosen) await import(new URL(name, import.meta.url));
