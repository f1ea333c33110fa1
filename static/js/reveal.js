// [data-shown-for="name=value"]: shown only while the form's choice `name` has that value.
import { onEach } from "./dom.js";

export function startReveals() {
  onEach("[data-shown-for]", (part) => {
    const [name, value] = part.dataset.shownFor.split("=");
    const form = part.closest("form");
    const update = () => { part.hidden = new FormData(form).get(name) !== value; };
    form.addEventListener("change", update);
    form.addEventListener("ckp:restored", update);
    update();
  });
}
