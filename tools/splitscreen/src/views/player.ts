// A slider over steps in time with a button that plays them.

import { button, element, freshId, setText } from "./dom";

const STEP_MS = 250;

export class Player {
  readonly root: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly time = element("output", { class: "view-time" });
  private readonly play = button("Play", "view-button", () => this.toggle());
  private names: string[] = [];
  private timer: ReturnType<typeof setInterval> | null = null;
  private at = 0;

  /** `show` draws a step at once; `settle` says that the reader has come to rest on it. */
  constructor(
    title: string,
    private readonly show: (at: number) => void,
    private readonly settle: (at: number) => void,
  ) {
    const id = freshId("time");
    this.slider = element("input", { type: "range", id, class: "view-slider", min: "0", step: "1" });
    this.slider.addEventListener("input", () => {
      this.stop();
      this.go(Number(this.slider.value));
    });
    this.slider.addEventListener("change", () => this.settle(this.at));
    this.time.setAttribute("for", id);
    this.root = element(
      "div",
      { class: "view-controls" },
      this.play,
      element("label", { for: id }, title),
      this.slider,
      this.time,
    );
  }

  get isPlaying(): boolean {
    return this.timer !== null;
  }

  /** New names of steps, and where to stand among them. */
  set(names: string[], at: number): void {
    this.names = names;
    this.slider.max = String(Math.max(0, names.length - 1));
    this.at = Math.max(0, Math.min(at, names.length - 1));
    this.write();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    setText(this.play, "Play");
  }

  private toggle(): void {
    if (this.isPlaying) {
      this.stop();
      this.settle(this.at);
      return;
    }
    if (this.at >= this.names.length - 1) this.go(0);
    setText(this.play, "Pause");
    this.timer = setInterval(() => this.step(), STEP_MS);
  }

  private step(): void {
    if (this.at < this.names.length - 1) {
      this.go(this.at + 1);
      return;
    }
    this.stop();
    this.settle(this.at);
  }

  private go(at: number): void {
    this.at = at;
    this.write();
    this.show(at);
  }

  private write(): void {
    const name = this.names[this.at] ?? "";
    this.slider.value = String(this.at);
    this.slider.setAttribute("aria-valuetext", name);
    setText(this.time, name);
  }
}
