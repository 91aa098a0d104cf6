// Work that may wait until what the reader looks at is drawn: one piece at a time, the newest of each owner.

const PAUSE_MS = 30;
const waiting = new Map<object, () => void>();
let timer: ReturnType<typeof setTimeout> | null = null;

export function later(owner: object, task: () => void): void {
  waiting.delete(owner);
  waiting.set(owner, task);
  timer ??= setTimeout(runOne, PAUSE_MS);
}

/** For an owner that is gone. */
export function forget(owner: object): void {
  waiting.delete(owner);
}

function runOne(): void {
  timer = null;
  for (const [owner, task] of waiting) {
    waiting.delete(owner);
    if (waiting.size > 0) timer = setTimeout(runOne, PAUSE_MS);
    task();
    return;
  }
}
