// form[data-keep]: a small form without autosave whose text survives an ended session.
//
// What is typed is kept in this browser (data-autosave-key names it) until the form has arrived.
import { Backup } from "./backup.js";
import { onEach } from "./dom.js";

export function startKeeping() {
  onEach("form[data-keep]", (form) => {
    const backup = new Backup(form);
    backup.offer();
    form.addEventListener("input", () => backup.keep());
    form.addEventListener("submit", () => backup.sent());
  });
}
