// Makes elements without HTML strings: the page's policy allows no style attributes, and text never becomes markup.

type Child = Node | string;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A button that a click or a key presses. */
export function button(label: string, className: string, press: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: className }, label);
  made.addEventListener("click", press);
  return made;
}

let counted = 0;

/** An id that no other element of the page has. */
export function freshId(stem: string): string {
  counted += 1;
  return `view-${stem}-${counted}`;
}

/** Sets text only where it changed, so that a screen reader's place is not lost. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Paragraphs, reused where their number is the same. */
export function setParagraphs(parent: Element, texts: string[]): void {
  while (parent.childElementCount > texts.length) parent.lastElementChild?.remove();
  while (parent.childElementCount < texts.length) parent.append(element("p"));
  texts.forEach((text, i) => setText(parent.children[i] as Element, text));
}

/** Options of a select, rebuilt only where they changed. */
export function setOptions(select: HTMLSelectElement, values: string[], labels: string[], chosen: string): void {
  const key = JSON.stringify([values, labels]);
  if (select.dataset.options !== key) {
    select.replaceChildren(...values.map((value, i) => element("option", { value }, labels[i] ?? value)));
    select.dataset.options = key;
  }
  select.value = chosen;
}
