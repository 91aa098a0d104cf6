// Makes DOM elements. Text is always text: nothing here reads HTML, so no figure or title can smuggle any in.

type Child = Node | string | null | false | undefined;
type Value = string | number | boolean | null | undefined | ((event: Event) => void);

/** h("button", { class: "x", onclick: go }, "Go"): false and null leave an attribute out, true sets it bare. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** Puts `children` in place of what is there. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
}

export function button(text: string, act: () => void, kind: "plain" | "link" = "plain"): HTMLButtonElement {
  const style = kind === "link" ? "fs-link" : "fs-button";
  return h("button", { type: "button", class: style, onclick: act }, text);
}
