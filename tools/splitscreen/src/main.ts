// Starts the page: finds out what answers it, fetches the catalogue and builds the screen.

import { SIGNED_OUT, UNREACHABLE } from "./shell/comparing";
import { button, fill, h } from "./shell/element";
import { EngineError, storedRuns } from "./shell/engine";
import { LiveEngine } from "./shell/live_engine";
import { Page } from "./shell/page";
import { StoredEngine } from "./shell/stored_engine";

const main = document.getElementById("main")!;
const footer = document.getElementById("footer")!;

// Following it as a link would put "#main" in place of the settings in the address.
document.querySelector(".nhsuk-skip-link")!.addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
  main.scrollIntoView();
});

async function start(): Promise<void> {
  fill(main, h("p", { role: "status" }, "Loading the studies…"));
  try {
    const stored = await storedRuns();
    if (stored) {
      const engine = new StoredEngine(stored);
      new Page(main, footer, await engine.catalogue(), engine, null);
    } else {
      const engine = new LiveEngine();
      new Page(main, footer, await engine.catalogue(), engine, engine);
    }
  } catch (error) {
    const [title, text] = inWords(error);
    fill(main, h("div", { class: "fs-notice fs-notice--trouble", role: "alert" },
      h("h1", { class: "fs-notice__title" }, title), h("p", {}, text), button("Try again", () => void start())));
    if (!(error instanceof EngineError)) throw error; // for the browser's console
  }
}

function inWords(error: unknown): [string, string] {
  if (!(error instanceof EngineError)) return ["This page could not be built", String(error)];
  const [problem] = error.problems;
  if (problem) return [problem.what, `${problem.why} ${problem.remedy}`];
  const trouble = error.kind === "signed_out" ? SIGNED_OUT : UNREACHABLE;
  return [trouble.title, trouble.text];
}

void start();
