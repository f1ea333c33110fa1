// button[data-copy-link]: puts the address of the page on the clipboard.
import { announce } from "./announce.js";
import { el } from "./dom.js";
import { word } from "./words.js";

/** Without https browsers have no navigator.clipboard; a selected field does as well there. */
async function copy(text, button) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const field = el("textarea", { class: "sr-only", readonly: true }, text);
  button.after(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  button.focus();
  return done;
}

export function startCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-link]");
    if (!button) return;
    const label = button.querySelector("[data-copy-label]");
    const before = label.textContent;
    let said = word("copyFailed");
    try {
      if (await copy(location.origin + location.pathname, button)) said = word("copied");
    } catch (error) {
      console.warn("The clipboard refused", error);
    }
    label.textContent = said;
    announce(said);
    setTimeout(() => { label.textContent = before; }, 3000);
  });
}
