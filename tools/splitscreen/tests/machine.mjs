// Where this machine keeps what the tests need; every path can be set from outside.

import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../../", import.meta.url));

function onPath(...names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const name of names) {
    for (const folder of folders) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // not in this folder
      }
    }
  }
  return "";
}

function given(variable, usual) {
  return resolve(repository, process.env[variable] || usual);
}

function folder(path) {
  mkdirSync(path, { recursive: true });
  return path;
}

export const PYTHON = given("PYTHON", "build/python-env/bin/python");
export const FORESTALL = given("FORESTALL", "build/release/bin/forestall");
export const CHROMIUM = process.env.CHROMIUM || onPath("chromium", "chromium-browser", "google-chrome");
export const SCREENSHOTS = folder(given("SCREENSHOTS", "build/page-screenshots"));
/** Pasts are lived once and read by every server after that. */
export const CACHE = folder(given("FORESTALL_CACHE", "build/page-cache"));

export const environment = { ...process.env, FORESTALL_CACHE: CACHE, PYTHONUNBUFFERED: "1" };

if (!CHROMIUM) throw new Error("no chromium, chromium-browser or google-chrome on PATH; set CHROMIUM");
for (const [name, path] of Object.entries({ PYTHON, FORESTALL })) {
  if (!existsSync(path)) throw new Error(`${path} is not there; set ${name}`);
}

/** A folder of its own, gone when this process ends. */
export function scratch() {
  const made = mkdtempSync(join(tmpdir(), "forestall-page-"));
  process.on("exit", () => rmSync(made, { recursive: true, force: true }));
  return made;
}
