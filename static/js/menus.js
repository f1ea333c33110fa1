// Manners of <details>: drop-downs close on Escape and outside clicks; trees open on wide screens.
import { onEach } from "./dom.js";

function close(details, refocus) {
  details.open = false;
  if (refocus) details.querySelector("summary").focus();
}

export function startMenus() {
  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-close]");
    if (closer) close(closer.closest("details"), true);
    for (const open of document.querySelectorAll("details[data-drop][open]")) {
      if (!open.contains(event.target)) close(open, false);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.activeElement?.closest("details[open]:is([data-drop], [data-confirm])")
      ?? document.querySelector("details[data-drop][open]");
    if (open) close(open, true);
  });
  document.addEventListener("focusout", (event) => {
    const open = event.target.closest?.("details[data-drop][open]");
    if (open && event.relatedTarget && !open.contains(event.relatedTarget)) close(open, false);
  });
  onEach("details[data-confirm]", (details) => {
    details.addEventListener("toggle", () => {
      if (details.open) details.querySelector("textarea, .confirm-box button")?.focus();
    });
  });
  const wide = matchMedia("(min-width: 1024px)");
  onEach("details[data-wide-open]", (details) => {
    details.open = wide.matches;
    wide.addEventListener("change", () => { details.open = wide.matches; });
  });
  onEach("[data-focus]", (node) => node.focus());
}
