// The NHS frontend's style sheet, cut down to what this page uses: no web font, nothing from a network, and only
// rules whose NHS classes occur in the sources (the whole sheet is larger than the rest of the page together).

/** Splits CSS into statements; a statement is {head, body} for `head{body}` and {head} for `head;`. */
function statements(css) {
  const found = [];
  let start = 0;
  let depth = 0;
  let open = -1;
  let quote = "";
  for (let i = 0; i < css.length; i++) {
    const c = css[i];
    if (quote) {
      if (c === "\\") i++;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'") {
      quote = c;
    } else if (c === "{") {
      if (depth++ === 0) open = i;
    } else if (c === "}" && --depth === 0) {
      found.push({ head: css.slice(start, open).trim(), body: css.slice(open + 1, i) });
      start = i + 1;
    } else if (c === ";" && depth === 0) {
      found.push({ head: css.slice(start, i).trim() });
      start = i + 1;
    }
  }
  return found;
}

/** Commas in :not(a, b) do not separate selectors. */
function selectors(head) {
  return head.split(/,(?![^(]*\))/);
}

function keptRules(css, isUsed) {
  const kept = [];
  for (const { head, body } of statements(css)) {
    if (body === undefined) continue; // @charset: the page says it is UTF-8
    if (head === "@font-face" || head.startsWith("@keyframes")) continue;
    if (head.startsWith("@")) {
      const inner = keptRules(body, isUsed);
      if (inner) kept.push(`${head}{${inner}}`);
      continue;
    }
    const wanted = selectors(head).filter((selector) =>
      (selector.match(/\.nhsuk-[\w-]+/g) ?? []).every((name) => isUsed(name.slice(1))),
    );
    if (wanted.length > 0) kept.push(`${wanted.join(",")}{${body}}`);
  }
  return kept.join("");
}

/** `sources`: the text of the page and its code, in which the names of NHS classes stand in full. */
export function cutNhsCss(css, sources) {
  const used = new Set(sources.match(/nhsuk-[\w-]+/g) ?? []);
  return keptRules(css.replace(/\/\*[^]*?\*\//g, ""), (name) => used.has(name))
    .replace(/font-family:Frutiger W01(,arial,sans-serif)?/g, "font-family:Arial,sans-serif")
    .replace(/[\w-]+:[^:;{}]*url\((?!["']?data:)[^)]*\)[^;{}]*;?/g, ""); // pictures that the page does not have
}
