// Small helpers over the document.

/** A new element: `el("button", {type: "button", onclick: f}, "text", child)`. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

/** An icon of the sprite; its address is taken from an icon that the page already has. */
export function icon(name) {
  const known = document.querySelector("svg.icon use");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  if (known) {
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${known.getAttribute("href").split("#")[0]}#${name}`);
    svg.append(use);
  }
  return svg;
}

/** Runs `start` on every `selector` in the page, now and in what htmx swaps in later. */
export function onEach(selector, start) {
  const seen = new WeakSet();
  const visit = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    for (const node of found) {
      if (seen.has(node)) continue;
      seen.add(node);
      start(node);
    }
  };
  visit(document);
  document.addEventListener("htmx:load", (event) => visit(event.detail.elt));
}
