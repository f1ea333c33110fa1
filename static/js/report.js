// a[data-report]: takes the passage that is marked in the item's text along to the report's form.
import { onEach } from "./dom.js";

const LONGEST = 4000;
const place = (item) => `report-passage-${item}`;

/** The marked text inside the item's body, if there is any. */
function marked() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed) return "";
  const inside = (node) => (node?.parentElement ?? node)?.closest?.("article.prose");
  if (!inside(selection.anchorNode) || !inside(selection.focusNode)) return "";
  return selection.toString().trim().slice(0, LONGEST);
}

export function startReports() {
  onEach("a[data-report]", (link) => {
    let passage = "";
    // Pressing the link takes the mark off the text, so it is read before.
    link.addEventListener("pointerdown", () => { passage = marked(); });
    link.addEventListener("click", () => {
      sessionStorage.setItem(place(link.dataset.report), passage || marked());
    });
  });
  onEach("form[data-report-form]", (form) => {
    const key = place(form.dataset.reportForm);
    const field = form.elements.passage;
    if (!field.value) field.value = sessionStorage.getItem(key) ?? "";
    sessionStorage.removeItem(key);
  });
}
