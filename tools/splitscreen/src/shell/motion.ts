// Whether pictures move: off where the system asks for less motion, else as chosen last.

const KEY = "forestall-motion";

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // a browser may keep a page from storing anything
  }
}

export function motionAtStart(): boolean {
  const kept = remembered();
  return kept === null ? !matchMedia("(prefers-reduced-motion: reduce)").matches : kept === "on";
}

export function rememberMotion(isOn: boolean): void {
  try {
    localStorage.setItem(KEY, isOn ? "on" : "off");
  } catch {
    // Then it lasts as long as the page.
  }
}
