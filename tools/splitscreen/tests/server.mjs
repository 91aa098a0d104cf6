// The page's server as a user starts it, and the engine behind it.

import { execFile, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { environment, PYTHON } from "./machine.mjs";

const LINK = /http:\/\/127\.0\.0\.1:(\d+)\/open\?token=[\w-]+/;
const START_MS = 120_000;
const END_MS = 20_000;

const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGINT"); // its engine ends with it
});
// Without these, whoever stops the tests would leave a server behind.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(130));

/** Ready when its link is printed. */
export async function startServer({ cache = environment.FORESTALL_CACHE } = {}) {
  const began = performance.now();
  const child = spawn(PYTHON, ["-m", "forestall.commands.app", "--no-browser"], {
    env: { ...environment, FORESTALL_CACHE: cache },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const ended = new Promise((done) => child.once("exit", done)).then(() => running.delete(child));
  const log = [];
  child.stderr.on("data", (text) => log.push(String(text)));
  const link = await new Promise((found, failed) => {
    const late = setTimeout(() => failed(new Error(`no link after ${START_MS} ms: ${log.join("")}`)), START_MS);
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
      const match = LINK.exec(said);
      if (!match) return;
      clearTimeout(late);
      found(match[0]);
    });
    child.once("exit", (code) => failed(new Error(`the server ended with ${code}: ${log.join("")}`)));
  });
  return {
    pid: child.pid,
    link,
    origin: new URL(link).origin,
    began,
    log: () => log.join(""),
    async stop() {
      const engines = childrenOf(child.pid);
      child.kill("SIGINT");
      await within(END_MS, ended, "the server does not end on Ctrl-C");
      await within(END_MS, until(() => engines.every((pid) => !isAlive(pid))), "the engine outlives its server");
    },
  };
}

/** Runs a program to its end; what it printed. Fails when it fails. */
export async function outputOf(program, ...args) {
  const { stdout } = await promisify(execFile)(program, args, { env: environment, maxBuffer: 64 << 20 });
  return stdout;
}

function stateOf(pid) {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return null; // it has ended meanwhile
  }
}

function isAlive(pid) {
  const state = stateOf(pid);
  return state !== null && state.state !== "Z";
}

/** Processes that a process has started and that still run. */
export function childrenOf(parent) {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
  return pids.filter((pid) => isAlive(pid) && stateOf(pid)?.parent === parent);
}

export async function until(isSo, everyMs = 25) {
  while (!(await isSo())) await new Promise((go) => setTimeout(go, everyMs));
}

export function within(ms, promise, what) {
  let timer;
  const late = new Promise((_, failed) => {
    timer = setTimeout(() => failed(new Error(`${what} (${ms} ms)`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
