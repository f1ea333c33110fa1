// Takes from the KRDS token sheet only what our style sheets use.
//
// KRDS names a colour once for each mode (--krds-light-color-x, --krds-high-contrast-color-x).
// Our sheets say --krds-color-x; here that name gets the light value, and the other one under
// [data-krds-mode=high-contrast]. A name that KRDS does not have stops the build.

const OPEN = ":root";
const CONTRAST = "[data-krds-mode=high-contrast]";

function declarations(sheet) {
  const found = new Map();
  for (const [, name, value] of sheet.matchAll(/(--krds-[\w-]+):\s*([^;]+);/g)) found.set(name, value.trim());
  return found;
}

function resolve(tokens, name) {
  let value = tokens.get(name);
  for (let depth = 0; value !== undefined && depth < 10; depth += 1) {
    const reference = /^var\((--[\w-]+)\)$/.exec(value);
    if (!reference) return value;
    value = tokens.get(reference[1]);
  }
  return undefined;
}

export function tokensFor(sheet, styles) {
  const tokens = declarations(sheet);
  const used = new Set([...styles.matchAll(/var\((--krds-[\w-]+)/g)].map((match) => match[1]));
  const light = [];
  const contrast = [];
  const unknown = [];
  for (const name of [...used].sort()) {
    const colour = /^--krds-color-(?!light-|high-contrast-)(.+)$/.exec(name);
    const value = resolve(tokens, colour ? `--krds-light-color-${colour[1]}` : name);
    if (value === undefined) unknown.push(name);
    else light.push(`${name}:${value};`);
    if (colour && value !== undefined) {
      const other = resolve(tokens, `--krds-high-contrast-color-${colour[1]}`);
      if (other !== undefined) contrast.push(`${name}:${other};`);
    }
  }
  if (unknown.length) throw new Error(`Not among the KRDS tokens: ${unknown.join(", ")}`);
  return `${OPEN}{${light.join("")}}${CONTRAST}{${contrast.join("")}}@media (prefers-contrast:more){:root:not([data-krds-mode]){${contrast.join("")}}}`;
}
