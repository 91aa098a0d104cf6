// Demand: each chosen measure on the left and on the right, the next months above the years to come.

import type { View, ViewContext } from "../view";
import { element, setText } from "./dom";
import { forget, later } from "./later";
import { MeasureBlock } from "./measure_block";
import { MeasureChooser, shownMeasures } from "./measure_chooser";
import { LUCK } from "./provenance";

export const demand: View = {
  id: "demand",
  title: "Demand",
  mount(parent) {
    let context: ViewContext | null = null;
    const blocks = new Map<string, MeasureBlock>();
    const chooser = new MeasureChooser((measures) => context?.choose({ measures }));
    const list = element("div", { class: "view-measures" });
    const note = element("p", { class: "view-note" }, LUCK);
    const nothing = element("p");
    const root = element("div", { class: "view view-demand" }, chooser.root, nothing, list, note);
    parent.append(root);

    return {
      update(next) {
        context = next;
        const shown = shownMeasures(next.choice.measures, next.comparison.measures);
        setText(nothing, shown.length === 0 ? "This study counts nothing that can be compared." : "");
        nothing.hidden = shown.length > 0;
        chooser.update(next.comparison.measures, shown);
        for (const [name, block] of blocks) {
          if (shown.some((one) => one.name === name)) continue;
          forget(block);
          block.dispose();
          blocks.delete(name);
        }
        const isFirstTime = blocks.size === 0;
        shown.forEach((measure, i) => {
          const known = blocks.get(measure.name);
          // A measure that the reader has just ticked is open: it was asked for.
          const block = known ?? new MeasureBlock(i === 0 || !isFirstTime);
          blocks.set(measure.name, block);
          if (list.children[i] !== block.root) list.insertBefore(block.root, list.children[i] ?? null);
          const draw = () => block.update(measure, next, list.clientWidth);
          // The first is drawn anew at once, others that are open one after another: a change is seen without delay.
          if (i > 0 && known?.isOpen === true) later(block, draw);
          else draw();
        });
      },
      resize() {
        const width = list.clientWidth;
        for (const block of blocks.values()) block.resize(width);
      },
      dispose() {
        for (const block of blocks.values()) {
          forget(block);
          block.dispose();
        }
        blocks.clear();
        root.remove();
      },
    };
  },
};
