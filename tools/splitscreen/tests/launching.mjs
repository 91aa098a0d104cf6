// A browser of its own, without a screen and without what it would do by itself.

import { chromium } from "playwright-core";
import { CHROMIUM } from "./machine.mjs";

const ARGUMENTS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
  "--disable-component-update", "--disable-sync",
];

export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}
